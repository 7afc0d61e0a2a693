// Bans lie on identities: those of an older store too.
#include "bot/community/ban.hpp"

#include <array>

#include "bot/community/schema.hpp"
#include "bot/store/migration.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

TEST_CASE("a ban of an older store lies on all identities of who was banned, and on nobody else's") {
    TempFolder folder;
    const auto database = *store::Database::open("sqlite:" + folder.file("old.db"), store::Durability::normal);
    const auto session = database.session(store::Access::write);
    const std::array now{community::schema()};
    auto before = now;
    before[0].steps.resize(3);
    REQUIRE(store::migrate(*session, before));
    session->script(
        "INSERT INTO identity (account, mark, person, address, chat, seen) VALUES ('t', 'one', 7, '', 0, 0), "
        "('w', 'two', 7, '', 0, 0), ('t', 'other', 8, '', 0, 0)");
    session->script("INSERT INTO ban (scope, person, until) VALUES ('group:1', 7, 5), ('unit:33', 9, 5)");
    REQUIRE(store::migrate(*session, now));
    CHECK(session->all<std::string>("SELECT scope || ' ' || mark || ' ' || until FROM ban ORDER BY mark") ==
          std::vector<std::string>{"group:1 one 5", "group:1 two 5"});
}

TEST_CASE("a ban asks for the mark of a platform id, not for the person who once had it") {
    Town town;
    const Group group = town.group();
    const PersonId wang = town.person("Wang");
    community::ban(town.scope, community::scope_of(group), wang, town.scope.now() + 1h, "a case");
    town.scope.sql.run("DELETE FROM identity WHERE person = :wang", wang);
    CHECK_FALSE(community::banned_until(town.scope, group, wang));
    const PersonId again = town.person("Wang");
    CHECK(again != wang);
    CHECK(community::banned_until(town.scope, group, again));
    CHECK_FALSE(community::banned_until(town.scope, group, town.person("Zhao")));
    CHECK(community::lift_ban(town.scope, "a case"));
    CHECK_FALSE(community::lift_ban(town.scope, "a case"));
    CHECK_FALSE(community::banned_until(town.scope, group, again));
}
