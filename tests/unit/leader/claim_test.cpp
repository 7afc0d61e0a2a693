// Who confirms whom: with the roles that are shipped, of the office that is nearest, and never by herself.
#include "bot/community/claim.hpp"

#include <fstream>

#include "config/config.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using State = community::Claim::State;

namespace {

// The roles of config/roles.json, not some made up for the test.
const community::Roles& shipped() {
    static const community::Roles roles = [] {
        const TempFolder folder;
        std::ofstream(folder.file("c.json")) << R"({"listen": "127.0.0.1:0", "public_url": "https://b.example",
            "store": "sqlite:x.db", "operator": {"name": "x", "contact": "y"}, "adapters": {}})";
        const auto config = load_config(folder.file("c.json"));
        REQUIRE_MESSAGE(config, config.error().message);
        return config->roles;
    }();
    return roles;
}

struct Village {
    Town town;
    community::Scope& scope = town.scope;
    Group group = town.group();
    std::string at = community::scope_of(group);
    PersonId li = town.person("Li"), wang = town.person("Wang"), zhou = town.person("Zhou"), shen = town.person("Shen"),
             qian = town.person("Qian");

    Village() {
        give(zhou, "township", "unit:33.05.22.103");
        give(shen, "township", "unit:33.05.22.104");
        give(qian, "county", "unit:33.05.22");
    }
    void give(PersonId who, const char* role, const std::string& where) {
        REQUIRE(community::grant(scope, shipped(), who, role, where));
    }
    bool leads(PersonId who) { return community::may(scope, shipped(), who, right::link, group); }
    community::Claim claimed_by(PersonId who) {
        const auto issued = community::issue_instead(scope, shipped(), "leader", at, 14);
        REQUIRE(issued);
        return *community::claim(scope, issued->code, who);
    }
};

}  // namespace

TEST_CASE("the nearest office confirms, and no other; with the roles that are shipped") {
    Village place;
    const community::Claim claim = place.claimed_by(place.li);
    CHECK(community::confirmers(place.scope, shipped(), claim) == std::vector<PersonId>{place.zhou});
    for (const PersonId stranger : {place.shen, place.li, place.wang}) {
        CHECK(community::confirm_claim(place.scope, shipped(), claim.mark, stranger).error().kind ==
              Error::Kind::forbidden);
    }
    CHECK_FALSE(place.leads(place.li));
    CHECK(community::confirm_claim(place.scope, shipped(), claim.mark, place.zhou));
    CHECK(place.leads(place.li));
}

TEST_CASE("a township without an official: the county confirms; nobody confirms herself") {
    Village place;
    community::revoke_now(place.scope, place.zhou);
    CHECK(community::confirmers(place.scope, shipped(), place.claimed_by(place.li)) ==
          std::vector<PersonId>{place.qian});
    CHECK(community::confirmers(place.scope, shipped(), place.claimed_by(place.qian)).empty());
}

TEST_CASE("a letter runs out on its day and not before") {
    Village place;
    const auto issued = *community::issue_claim(place.scope, shipped(), "leader", place.at, 14);
    place.town.pass(14 * 24h - 1s);
    CHECK(community::claim_of_code(place.scope, issued.code));
    place.town.pass(1s);
    CHECK_FALSE(community::claim_of_code(place.scope, issued.code));
    CHECK(community::claim(place.scope, issued.code, place.li).error().kind == Error::Kind::not_found);
}

TEST_CASE("looking at a letter's page spends nothing; a new letter makes the earlier ones void, claimed or not") {
    Village place;
    const auto first = *community::issue_claim(place.scope, shipped(), "leader", place.at, 14);
    const auto second = *community::issue_claim(place.scope, shipped(), "leader", place.at, 14);
    for (int i = 0; i < 3; ++i) CHECK(community::claim_of_code(place.scope, first.code));
    const auto taken = community::claim(place.scope, first.code, place.wang);
    CHECK_FALSE(community::claim_of_code(place.scope, first.code));
    const auto third = *community::issue_instead(place.scope, shipped(), "leader", place.at, 14, place.zhou);
    CHECK(community::claim(place.scope, second.code, place.li).error().kind == Error::Kind::not_found);
    CHECK(community::confirm_claim(place.scope, shipped(), taken->mark).error().kind == Error::Kind::conflict);
    CHECK(community::claim(place.scope, third.code, place.li));
    CHECK(community::issue_instead(place.scope, shipped(), "leader", place.at, 14, place.shen).error().kind ==
          Error::Kind::forbidden);
}

TEST_CASE("a deputy: named by the leader, within her rights; the deputy names nobody") {
    Village place;
    place.give(place.li, "leader", place.at);
    CHECK(community::make_deputy(place.scope, shipped(), place.group.id, place.wang, {}, place.li));
    CHECK(community::make_deputy(place.scope, shipped(), place.group.id, place.shen, {}, place.wang).error().kind ==
          Error::Kind::forbidden);
    const Group other = place.town.group("Nanshan Women's Group");
    CHECK(community::make_deputy(place.scope, shipped(), other.id, place.wang, {}, place.li).error().kind ==
          Error::Kind::forbidden);
    CHECK_FALSE(community::may_grant(place.scope, shipped(), place.li, "leader", place.at));
    // Her deputy by a letter is confirmed by herself, not by the township.
    const auto issued = *community::issue_claim(place.scope, shipped(), "deputy", place.at, 14, place.li);
    const auto claim = *community::claim(place.scope, issued.code, place.qian);
    CHECK(community::confirmers(place.scope, shipped(), claim) == std::vector<PersonId>{place.li});
    CHECK(community::confirm_claim(place.scope, shipped(), claim.mark, place.li));
}

TEST_CASE("hand-over: proposed by the leader, nothing changes before it is confirmed, then she leads no longer") {
    Village place;
    place.give(place.li, "leader", place.at);
    CHECK(community::propose_leader(place.scope, shipped(), place.group.id, place.wang, place.wang).error().kind ==
          Error::Kind::forbidden);
    CHECK(community::propose_leader(place.scope, shipped(), place.group.id, place.li, place.li).error().kind ==
          Error::Kind::conflict);
    const auto first = *community::propose_leader(place.scope, shipped(), place.group.id, place.qian, place.li);
    const auto proposed = *community::propose_leader(place.scope, shipped(), place.group.id, place.wang, place.li);
    CHECK(place.leads(place.li));
    CHECK_FALSE(place.leads(place.wang));
    CHECK(community::confirm_claim(place.scope, shipped(), proposed.mark, place.li).error().kind ==
          Error::Kind::forbidden);
    CHECK(community::confirm_claim(place.scope, shipped(), first.mark, place.zhou).error().kind ==
          Error::Kind::conflict);  // she has thought better of it
    REQUIRE(community::confirm_claim(place.scope, shipped(), proposed.mark, place.zhou));
    CHECK(place.leads(place.wang));
    CHECK_FALSE(place.leads(place.li));
    // An ordinary letter takes nobody's role away.
    const auto claim = place.claimed_by(place.li);
    REQUIRE(community::confirm_claim(place.scope, shipped(), claim.mark, place.zhou));
    CHECK(place.leads(place.wang));
}

TEST_CASE("a lost phone: the deputy takes her leader's role, the township what lies below it, nobody else anything") {
    Village place;
    place.give(place.li, "leader", place.at);
    REQUIRE(community::add_unit(place.scope, "33.06", "Shaoxing"));
    place.give(place.li, "city", "unit:33.06");
    place.give(place.wang, "deputy", place.at);
    for (const PersonId stranger : {place.shen, place.li}) {
        CHECK(community::revoke_lost(place.scope, shipped(), place.li, stranger).error().kind ==
              Error::Kind::forbidden);
    }
    CHECK(community::revoke_lost(place.scope, shipped(), place.zhou, place.wang).error().kind ==
          Error::Kind::forbidden);
    const auto taken = community::revoke_lost(place.scope, shipped(), place.li, place.wang);
    REQUIRE(taken);
    CHECK(taken->size() == 1);
    CHECK_FALSE(place.leads(place.li));
    CHECK(community::roles_of(place.scope, place.li).size() == 1);  // what is not the deputy's to take
    CHECK(community::revoke_lost(place.scope, shipped(), place.wang, place.zhou));
    CHECK(community::roles_of(place.scope, place.wang).empty());
}
