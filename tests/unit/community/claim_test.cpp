// Claim codes: one letter, one leader, confirmed by her township.
#include "bot/community/claim.hpp"

#include <set>

#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using State = community::Claim::State;

namespace {

struct Letter {
    Town town;
    Group group = town.group();
    std::string at = community::scope_of(group);
    PersonId li = town.person("Li"), zhou = town.person("Zhou");
    community::IssuedClaim issued = *community::issue_claim(town.scope, Town::roles(), "leader", at, 30);

    Letter() { REQUIRE(community::grant(town.scope, Town::roles(), zhou, "township", "unit:33.05.22.103")); }
    auto claim(const std::string& code, PersonId who) { return community::claim(town.scope, code, who); }
    auto confirm(PersonId by = {}) {
        return community::confirm_claim(town.scope, Town::roles(), issued.claim.mark, by);
    }
};

}  // namespace

TEST_CASE("a code has sixty bits, is kept as a mark only, and no two are alike") {
    Letter letter;
    std::set<std::string> codes;
    for (int i = 0; i < 200; ++i) {
        codes.insert(community::issue_claim(letter.town.scope, Town::roles(), "leader", letter.at, 30)->code);
    }
    CHECK(codes.size() == 200);
    CHECK(letter.issued.code.size() == 14);
    CHECK(letter.issued.code[4] == '-');
    const std::string bare =
        letter.issued.code.substr(0, 4) + letter.issued.code.substr(5, 4) + letter.issued.code.substr(10);
    letter.town.scope.sql.each<std::string>("SELECT mark || role || scope FROM claim", [&](const std::string& row) {
        CHECK(row.find(bare) == std::string::npos);
        CHECK(row.find(letter.issued.code) == std::string::npos);
    });
}

TEST_CASE("claimed, it waits; confirmed by the township, she leads the group") {
    Letter letter;
    auto& scope = letter.town.scope;
    CHECK(letter.confirm(letter.zhou).error().kind == Error::Kind::conflict);  // nobody has claimed it
    std::string typed = letter.issued.code;
    for (char& c : typed) c = static_cast<char>(std::tolower(c));
    const auto claimed = letter.claim(" " + typed + " ", letter.li);
    REQUIRE(claimed);
    CHECK(claimed->state == State::claimed);
    CHECK_FALSE(community::may(scope, Town::roles(), letter.li, right::approve, letter.group));

    const auto waiting = community::claims_waiting(scope, "33.05.22.103");
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].person == letter.li);
    CHECK(waiting[0].where.find("Beitang") != std::string::npos);
    CHECK(community::claims_waiting(scope, "33.05.22.104").empty());
    CHECK(community::claims_waiting(scope, "").size() == 1);

    CHECK(letter.confirm(letter.zhou)->state == State::confirmed);
    CHECK(community::may(scope, Town::roles(), letter.li, right::approve, letter.group));
    CHECK(community::roles_of(scope, letter.li)[0].granted_by == letter.zhou);
    CHECK(letter.confirm(letter.zhou).error().kind == Error::Kind::conflict);
}

TEST_CASE("the code works once; typing it twice is no mistake, another person is") {
    Letter letter;
    REQUIRE(letter.claim(letter.issued.code, letter.li));
    CHECK(letter.claim(letter.issued.code, letter.li));
    CHECK(letter.claim(letter.issued.code, letter.zhou).error().kind == Error::Kind::conflict);
    REQUIRE(letter.confirm());
    CHECK(letter.claim(letter.issued.code, letter.li)->state == State::confirmed);
    CHECK(letter.claim(letter.issued.code, letter.zhou).error().kind == Error::Kind::conflict);
}

TEST_CASE("nobody confirms herself, nor what is not hers to give") {
    Letter letter;
    REQUIRE(letter.claim(letter.issued.code, letter.zhou));  // the official found the letter
    CHECK(letter.confirm(letter.zhou).error().kind == Error::Kind::forbidden);
    CHECK(letter.confirm(letter.li).error().kind == Error::Kind::forbidden);
    CHECK_FALSE(community::may(letter.town.scope, Town::roles(), letter.zhou, right::moderate, letter.group));
}

TEST_CASE("an expired, a revoked and an invented code are worth nothing") {
    Letter letter;
    CHECK(letter.claim("0000-0000-0000", letter.li).error().kind == Error::Kind::not_found);
    CHECK(letter.claim("hello", letter.li).error().kind == Error::Kind::not_found);
    letter.town.pass(30 * 24h);
    CHECK(letter.claim(letter.issued.code, letter.li).error().kind == Error::Kind::not_found);

    Letter other;
    REQUIRE(community::revoke_claim(other.town.scope, Town::roles(), other.issued.claim.mark));
    CHECK(other.claim(other.issued.code, other.li).error().kind == Error::Kind::not_found);
    CHECK(community::revoke_claim(other.town.scope, Town::roles(), other.issued.claim.mark).error().kind ==
          Error::Kind::conflict);
}

TEST_CASE("a reissued code replaces the lost letter") {
    Letter letter;
    CHECK(community::reissue_claim(letter.town.scope, Town::roles(), letter.issued.claim.mark, 30, letter.li)
              .error()
              .kind == Error::Kind::forbidden);
    const auto fresh =
        community::reissue_claim(letter.town.scope, Town::roles(), letter.issued.claim.mark, 30, letter.zhou);
    REQUIRE(fresh);
    CHECK(letter.claim(letter.issued.code, letter.li).error().kind == Error::Kind::not_found);
    CHECK(letter.claim(fresh->code, letter.li));
    CHECK(community::claims_at(letter.town.scope, letter.at).size() == 2);
    CHECK(community::reissue_claim(letter.town.scope, Town::roles(), "no mark", 30).error().kind ==
          Error::Kind::not_found);
}

TEST_CASE("what a claim is refused for when it is issued") {
    Letter letter;
    const auto issue = [&](const char* role, const std::string& at, int days, PersonId by = {}) {
        return community::issue_claim(letter.town.scope, Town::roles(), role, at, days, by);
    };
    CHECK(issue("queen", letter.at, 30).error().kind == Error::Kind::invalid);
    CHECK(issue("leader", "group:1", 30).error().kind == Error::Kind::invalid);
    CHECK(issue("leader", letter.at, 0).error().kind == Error::Kind::invalid);
    CHECK(issue("leader", letter.at, 30, letter.li).error().kind == Error::Kind::forbidden);
    CHECK(issue("leader", letter.at, 30, letter.zhou));
}

TEST_CASE("what looks like a claim code") {
    CHECK(community::looks_like_claim("7K3M-9QXA-B2CD"));
    CHECK(community::looks_like_claim("7k3m-9qxa-b2cd"));
    CHECK_FALSE(community::looks_like_claim("30521074"));
    CHECK_FALSE(community::looks_like_claim("3052 1074 1234"));
    CHECK_FALSE(community::looks_like_claim("well-meant talk"));
}
