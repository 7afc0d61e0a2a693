// Migrations: each step once, in order, and never backwards.
#include "bot/store/migration.hpp"

#include <doctest/doctest.h>

#include "bot/store/database.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using store::Migrations;

TEST_CASE("migrations run each step once, per component") {
    tests::TempFolder folder;
    const auto database = *store::Database::open("sqlite:" + folder.file("m.db"));
    const auto session = database.session(store::Access::write);
    std::vector<Migrations> components{{"one", {"CREATE TABLE a (x BIGINT)"}}};
    REQUIRE(store::migrate(*session, components).ok());
    REQUIRE(store::migrate(*session, components).ok());

    components[0].steps.push_back("ALTER TABLE a ADD COLUMN y BIGINT; INSERT INTO a VALUES (1, 2)");
    components.push_back({"two", {"CREATE TABLE b (x BIGINT)"}});
    REQUIRE(store::migrate(*session, components).ok());
    REQUIRE(store::migrate(*session, components).ok());
    CHECK(session->one<int>("SELECT count(*) FROM a") == 1);

    components[0].steps.resize(1);
    const auto older = store::migrate(*session, components);
    REQUIRE(!older.ok());
    CHECK(older.error().kind == Error::Kind::conflict);
    CHECK(!session->in_transaction());
}

TEST_CASE("a step that fails leaves nothing behind") {
    tests::TempFolder folder;
    const auto database = *store::Database::open("sqlite:" + folder.file("m.db"));
    const auto session = database.session(store::Access::write);
    const std::vector<Migrations> broken{{"one", {"CREATE TABLE a (x BIGINT)", "CREATE TABLE a (x BIGINT)"}}};
    CHECK_THROWS(static_cast<void>(store::migrate(*session, broken)));
    CHECK(session->one<int>("SELECT count(*) FROM sqlite_master") == 0);
}
