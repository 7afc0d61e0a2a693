// Roles: who may do what where, and who may give which role.
#include "bot/community/role.hpp"

#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {
const std::string county = "unit:33.05.22", township = "unit:33.05.22.103", beside = "unit:33.05.22.104";
}

TEST_CASE("a role reaches down its subtree and nowhere else; nobody may anything by default") {
    Town town;
    const Group group = town.group();
    const PersonId li = town.person("Li");
    const auto may = [&](Right right, std::string_view unit) {
        return community::may(town.scope, Town::roles(), li, right, unit);
    };
    CHECK_FALSE(may(right::read_unit, "33.05.22.103"));
    REQUIRE(community::grant(town.scope, Town::roles(), li, "township", township));
    CHECK(may(right::read_unit, "33.05.22.103"));
    CHECK(may(right::read_unit, "33.05.22.103.207"));
    CHECK(community::may(town.scope, Town::roles(), li, right::approve, group));
    CHECK_FALSE(may(right::read_unit, "33.05.22"));
    CHECK_FALSE(may(right::read_unit, "33.05.22.104"));
    CHECK_FALSE(may(right::read_unit, "33.05.22.1030"));
    CHECK_FALSE(may(right::read_audit, "33.05.22.103"));
}

TEST_CASE("a role ends on its date") {
    Town town;
    const PersonId li = town.person("Li");
    REQUIRE(community::grant(town.scope, Town::roles(), li, "township", township, town.scope.now() + 24h));
    CHECK(community::roles_of(town.scope, li).size() == 1);
    town.pass(24h);
    CHECK(community::roles_of(town.scope, li).empty());
    CHECK_FALSE(community::may(town.scope, Town::roles(), li, right::read_unit, "33.05.22.103"));
}

TEST_CASE("what grant and revoke are refused for") {
    Town town;
    const PersonId li = town.person("Li");
    const auto grant = [&](PersonId who, const char* role, const std::string& at) {
        return community::grant(town.scope, Town::roles(), who, role, at);
    };
    CHECK(grant(li, "queen", township).error().kind == Error::Kind::invalid);
    CHECK(grant(li, "township", "unit:99").error().kind == Error::Kind::invalid);
    CHECK(grant(li, "leader", "group:99").error().kind == Error::Kind::invalid);
    CHECK(grant(li, "leader", "village").error().kind == Error::Kind::invalid);
    CHECK(grant(PersonId{1}, "township", township).error().kind == Error::Kind::not_found);
    CHECK(grant(li, "county", "unit:"));
    CHECK(community::revoke(town.scope, Town::roles(), li, "township", township).error().kind ==
          Error::Kind::not_found);
    CHECK(community::revoke(town.scope, Town::roles(), li, "county", "unit:"));
}

TEST_CASE("officials give roles strictly below their own place, with no right they lack") {
    Town town;
    const Group group = town.group();
    const PersonId official = town.person("Zhou"), friend_ = town.person("Sun");
    REQUIRE(community::grant(town.scope, Town::roles(), official, "township", township));
    const auto may_give = [&](const char* role, const std::string& at) {
        return community::may_grant(town.scope, Town::roles(), official, role, at);
    };
    CHECK(may_give("leader", community::scope_of(group)));
    CHECK(may_give("desk", township + ".207"));
    CHECK_FALSE(may_give("township", township));         // her equal
    CHECK_FALSE(may_give("desk", township));             // at her own place
    CHECK_FALSE(may_give("desk", beside));               // beside her
    CHECK_FALSE(may_give("desk", county));               // above her
    CHECK_FALSE(may_give("county", township + ".207"));  // with a right that she lacks: the audit
    CHECK_FALSE(may_give("leader", "group:1"));
    CHECK(
        community::grant(town.scope, Town::roles(), friend_, "county", township + ".207", {}, official).error().kind ==
        Error::Kind::forbidden);
    CHECK(community::grant(town.scope, Town::roles(), friend_, "leader", community::scope_of(group), {}, official));
    CHECK(community::revoke(town.scope, Town::roles(), friend_, "leader", community::scope_of(group), friend_)
              .error()
              .kind == Error::Kind::forbidden);
    CHECK(community::revoke(town.scope, Town::roles(), friend_, "leader", community::scope_of(group), official));

    // The county makes townships, though rights inside groups are not hers.
    const PersonId above = town.person("Qian");
    REQUIRE(community::grant(town.scope, Town::roles(), above, "county", county));
    CHECK(community::may_grant(town.scope, Town::roles(), above, "township", township));
    CHECK_FALSE(community::may_grant(town.scope, Town::roles(), town.person("Nobody"), "desk", township));
}

TEST_CASE("a lost phone: all her roles go at once") {
    Town town;
    const Group group = town.group();
    const PersonId li = town.person("Li");
    REQUIRE(community::grant(town.scope, Town::roles(), li, "leader", community::scope_of(group)));
    REQUIRE(community::grant(town.scope, Town::roles(), li, "township", township));
    CHECK(community::revoke_now(town.scope, li) == 2);
    CHECK(community::roles_of(town.scope, li).empty());
    CHECK(community::revoke_now(town.scope, li) == 0);
}

TEST_CASE("holders, nearest first, and where they hold it in words") {
    Town town;
    const Group group = town.group();
    const PersonId li = town.person("Li"), zhou = town.person("Zhou"), qian = town.person("Qian");
    REQUIRE(community::grant(town.scope, Town::roles(), qian, "county", county));
    REQUIRE(community::grant(town.scope, Town::roles(), zhou, "township", township));
    REQUIRE(community::grant(town.scope, Town::roles(), li, "leader", community::scope_of(group)));
    const auto above = community::holders_above(town.scope, Town::roles(), right::grant, group);
    REQUIRE(above.size() == 2);
    CHECK(above[0].person == zhou);
    CHECK(above[1].person == qian);
    CHECK(above[0].where == "Lishui Town (33.05.22.103)");
    CHECK(community::holders(town.scope, community::scope_of(group))[0].where ==
          "Beitang Women's Group (" + text::grouped(group.number) + ")");
    CHECK(community::leaders(town.scope, group.id) == std::vector<PersonId>{li});
}

TEST_CASE("a deputy beside the leader, and the group handed over") {
    Town town;
    const Group group = town.group();
    const PersonId li = town.person("Li"), chen = town.person("Chen");
    REQUIRE(community::grant(town.scope, Town::roles(), li, "leader", community::scope_of(group)));
    REQUIRE(community::make_deputy(town.scope, Town::roles(), group.id, chen));
    CHECK(community::may(town.scope, Town::roles(), chen, right::approve, group));
    CHECK_FALSE(community::may(town.scope, Town::roles(), chen, right::link, group));
    CHECK(community::hand_over(town.scope, Town::roles(), group.id, chen, li).error().kind == Error::Kind::not_found);
    REQUIRE(community::hand_over(town.scope, Town::roles(), group.id, li, chen));
    CHECK(community::leaders(town.scope, group.id) == std::vector<PersonId>{chen});
    CHECK_FALSE(community::may(town.scope, Town::roles(), li, right::approve, group));
}
