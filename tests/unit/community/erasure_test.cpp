// Erasure: nothing is left that says who she was, and the audit still verifies.
#include "bot/community/erasure.hpp"

#include <set>

#include "bot/community/audit.hpp"
#include "bot/community/claim.hpp"
#include "bot/community/member.hpp"
#include "bot/community/seat.hpp"
#include "bot/community/vault.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

// Wang, known on two platforms, member of a group, with a role, a seat, a dialog, a button and a line in the audit.
struct Wang {
    Town town;
    community::Scope& scope = town.scope;
    Group group = town.group();
    Chat chat = town.chat(group, 10);
    PersonId id = town.person("Wang");
    Chat talk = community::visit(scope, "telegram", {"id-of-Wang", Room::direct});

    Wang() {
        community::open_talk(scope, "telegram", {"id-of-Wang", "", "", false}, talk.id);
        community::joined(scope, group.id, id, chat.id);
        const Group other = town.group("Other");
        town.chat(other, 1);
        community::take_seat(scope, other.id, community::visitor_of(scope, id), 30min, id);
        REQUIRE(community::grant(scope, Town::roles(), id, "leader", community::scope_of(group)));
        scope.sql.run(
            "INSERT INTO dialog (chat, person, plugin, step, data, deadline) VALUES (:chat, :person, 'p', 's', "
            "'d', 9e15)",
            talk.id, id);
        scope.sql.run(
            "INSERT INTO button (token, chat, person, plugin, name, data, number, expires) "
            "VALUES ('t', :chat, :person, 'p', 'n', 'd', 1, 9e15)",
            talk.id, id);
        community::AuditChain chain(1);
        chain.append(scope, id, "member.joined", "group:" + to_string(group.id), "");
        chain.save(scope.sql);
    }
};

}  // namespace

TEST_CASE("after she was forgotten nothing names her, and she is a stranger again") {
    Wang wang;
    auto& scope = wang.scope;
    const auto key = *community::key_of(scope, wang.id);
    const std::string sealed = crypto::sealed(key, "her story", "test", scope.moment.random);

    community::forget(scope, wang.id);
    CHECK_FALSE(community::find_person(scope, "telegram", "id-of-Wang"));
    CHECK(community::key_of(scope, wang.id).error().kind == Error::Kind::not_found);
    CHECK(community::talks(scope, wang.id).empty());
    CHECK(community::roles_of(scope, wang.id).empty());
    CHECK(community::groups_of(scope, wang.id).empty());
    CHECK(community::my_data(scope, wang.id).empty());
    CHECK_FALSE(community::find_chat(scope, "telegram", "id-of-Wang"));
    CHECK(scope.sql.one<std::string>("SELECT place FROM chat WHERE id = :id", wang.talk.id) == "");
    CHECK(scope.sql.one<std::string>("SELECT name || wrapped || language FROM person WHERE id = :id", wang.id) == "");
    CHECK(wang.town.look(wang.chat).members == 0);
    CHECK(scope.sql.one<int>("SELECT count(*) FROM seat") == 0);
    CHECK(scope.sql.one<int>("SELECT sum(reserved) FROM chat") == 0);

    CHECK(community::verify_audit(scope.sql).broken == "");
    CHECK(scope.sql.one<int>("SELECT count(*) FROM audit WHERE actor = :id", wang.id) == 1);

    CHECK(wang.town.person("Wang") != wang.id);
    community::forget(scope, wang.id);  // once more changes nothing
}

TEST_CASE("every table that has a column for a person is cleared; a new table cannot be overlooked") {
    Wang wang;
    auto& scope = wang.scope;
    std::set<std::string> tables;
    scope.sql.each<std::string>(
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'person' WHERE m.type = "
        "'table'",
        [&](const std::string& table) { tables.insert(table); });
    CHECK(tables.contains("identity"));
    CHECK(tables.contains("dialog"));
    // Each of them gets a row about her, as far as its other columns allow one with made-up values.
    int made = 0;
    for (const std::string& table : tables) {
        std::string names, values;
        scope.sql.each<std::string, std::string>(
            "SELECT name, type FROM pragma_table_info(:table)",
            [&](const std::string& column, const std::string& type) {
                (names += names.empty() ? "" : ", ") += column;
                const std::string value = column == "person" ? to_string(wang.id)
                                          : type == "TEXT"   ? "'x" + std::to_string(made) + "'"
                                                             : std::to_string(900 + made);
                (values += values.empty() ? "" : ", ") += value;
            },
            table);
        scope.sql.script("INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")");
        ++made;
    }
    community::forget(scope, wang.id);
    for (const std::string& table : tables) {
        CAPTURE(table);
        scope.sql.script("CREATE TEMP TABLE left_over AS SELECT count(*) AS n FROM " + table +
                         " WHERE person = " + to_string(wang.id));
        CHECK(*scope.sql.one<int>("SELECT n FROM temp.left_over") == 0);
        scope.sql.script("DROP TABLE temp.left_over");
    }
}

TEST_CASE("a claim that she made gives nobody a role after she was forgotten") {
    Wang wang;
    const auto issued =
        *community::issue_claim(wang.scope, Town::roles(), "leader", community::scope_of(wang.group), 30);
    REQUIRE(community::claim(wang.scope, issued.code, wang.id));
    community::forget(wang.scope, wang.id);
    CHECK(community::confirm_claim(wang.scope, Town::roles(), issued.claim.mark).error().kind == Error::Kind::conflict);
}

TEST_CASE("what is kept about her, in plain words") {
    Wang wang;
    community::set_language(wang.scope, wang.id, "zh");
    std::string all;
    for (const auto& fact : community::my_data(wang.scope, wang.id))
        all += std::string(fact.english) + "=" + fact.value + "\n";
    CHECK(all.find("We first met on {}=2026-05-28") != std::string::npos);
    CHECK(all.find("Your name as your platform says: {}=Wang") != std::string::npos);
    CHECK(all.find("Your language: {}=zh") != std::string::npos);
    CHECK(all.find("Your account on {}=telegram") != std::string::npos);
    CHECK(all.find("Your group {}=Beitang Women's Group (") != std::string::npos);
    CHECK(all.find("A role at {}=Beitang") != std::string::npos);
    CHECK(all.find("Lines in the audit about things you did, by number and without your name: {}=1") !=
          std::string::npos);
    CHECK(community::my_data(wang.scope, PersonId{1}).empty());
}
