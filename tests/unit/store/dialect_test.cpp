// Dialect: how SQLite stores the tables that the schemas describe.
#include "bot/store/dialect.hpp"

#include <doctest/doctest.h>

#include "bot/store/database.hpp"
#include "bot/store/migration.hpp"
#include "tests/support.hpp"

using namespace noticeboard;

TEST_CASE("a table is stored by its primary key") {
    CHECK(store::for_sqlite("CREATE TABLE a (id BIGINT PRIMARY KEY, x TEXT)") ==
          "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)");
    CHECK(store::for_sqlite("CREATE TABLE a (k TEXT PRIMARY KEY);\nCREATE INDEX i ON a (k);") ==
          "CREATE TABLE a (k TEXT PRIMARY KEY) WITHOUT ROWID;\nCREATE INDEX i ON a (k);");
    CHECK(store::for_sqlite("CREATE TABLE a (x BIGINT, y BIGINT, PRIMARY KEY (x, y)); CREATE TABLE b (z TEXT)") ==
          "CREATE TABLE a (x BIGINT, y BIGINT, PRIMARY KEY (x, y)) WITHOUT ROWID; CREATE TABLE b (z TEXT)");
}

TEST_CASE("brackets in comments and texts close nothing, and a broken statement stays as it is") {
    const char* told =
        "-- CREATE TABLE no (;\nCREATE TABLE a (k TEXT DEFAULT ')', -- a) b; c\n n BIGINT, PRIMARY KEY (k))";
    CHECK(store::for_sqlite(told) == std::string(told) + " WITHOUT ROWID");
    CHECK(store::for_sqlite("CREATE TABLE a (k TEXT") == "CREATE TABLE a (k TEXT");
    CHECK(store::for_sqlite("CREATE TABLE") == "CREATE TABLE");
}

TEST_CASE("what a migration makes is one tree per table") {
    tests::TempFolder folder;
    const auto database = *store::Database::open("sqlite:" + folder.file("d.db"));
    const auto session = database.session(store::Access::write);
    const std::vector<store::Migrations> components{
        {"one", {"CREATE TABLE a (id BIGINT PRIMARY KEY); CREATE TABLE b (x TEXT, y BIGINT, PRIMARY KEY (x, y));"}}};
    REQUIRE(store::migrate(*session, components).ok());
    CHECK(session->one<int>("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND rootpage <> 0") == 0);
}
