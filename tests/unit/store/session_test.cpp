// Sessions: types, NULL, RETURNING, savepoints, and the snapshot that an unfinished SELECT would hold.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bot/store/database.hpp"
#include "bot/store/id.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using store::Access;
using store::Database;

namespace {

struct Fixture {
    tests::TempFolder folder;
    Database database = *Database::open("sqlite:" + folder.file("test.db"));
    std::unique_ptr<store::Session> session = database.session(Access::write);
    Fixture() { session->script("CREATE TABLE t (a BIGINT PRIMARY KEY, b TEXT, c DOUBLE PRECISION)"); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "values of every kind come back as they went in") {
    session->run("INSERT INTO t (a, b, c) VALUES (:a, :b, :c)", std::int64_t{1} << 60, "群 — «x»", 1.5);
    session->run("INSERT INTO t (a, b, c) VALUES (:a, :b, :c)", 2, std::optional<std::string>(), 0.0);
    const auto rows =
        session->all<std::int64_t, std::optional<std::string>, double>("SELECT a, b, c FROM t ORDER BY a DESC");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == std::tuple(std::int64_t{1} << 60, std::optional<std::string>("群 — «x»"), 1.5));
    CHECK(!std::get<1>(rows[1]).has_value());
    CHECK(session->one<std::string>("SELECT b FROM t WHERE a = :a", 3) == std::nullopt);
}

TEST_CASE_FIXTURE(Fixture, "run says how many rows it changed, RETURNING gives them") {
    for (int i = 0; i < 3; ++i) CHECK(session->run("INSERT INTO t (a) VALUES (:a)", i) == 1);
    CHECK(session->run("INSERT INTO t (a) VALUES (:a) ON CONFLICT (a) DO NOTHING", 1) == 0);
    CHECK(session->all<int>("UPDATE t SET b = 'x' WHERE a > :a RETURNING a", 0) == std::vector<int>{1, 2});
}

TEST_CASE_FIXTURE(Fixture, "a constraint is the statement's fault, and the session goes on") {
    session->run("INSERT INTO t (a) VALUES (:a)", 1);
    try {
        session->run("INSERT INTO t (a) VALUES (:a)", 1);
        FAIL("the second insert went through");
    } catch (const store::Failure& failure) {
        CHECK(failure.kind() == store::Failure::Kind::constraint);
        CHECK(failure.ours());
    }
    CHECK(session->run("INSERT INTO t (a) VALUES (:a)", 2) == 1);
}

TEST_CASE_FIXTURE(Fixture, "what a failure says of itself names the statement, never the values it was given") {
    session->run("INSERT INTO t (a, b) VALUES (:a, :b)", 7, "x");
    try {
        session->run("INSERT INTO t (a, b) VALUES (:a, :b)", 7, "he hits me");
        FAIL("the key is taken");
    } catch (const store::Failure& failure) {
        const std::string what = failure.what();
        CHECK(what.find("INSERT INTO t") != std::string::npos);
        CHECK(what.find("he hits me") == std::string::npos);
    }
}

TEST_CASE_FIXTURE(Fixture, "a savepoint forgets its own and keeps the others'") {
    session->begin();
    session->run("INSERT INTO t (a) VALUES (:a)", 1);
    session->savepoint();
    session->run("INSERT INTO t (a) VALUES (:a)", 2);
    session->rollback_to();
    CHECK(session->in_transaction());
    session->savepoint();
    session->run("INSERT INTO t (a) VALUES (:a)", 3);
    session->release();
    session->commit();
    CHECK(session->all<int>("SELECT a FROM t ORDER BY a") == std::vector<int>{1, 3});
}

TEST_CASE_FIXTURE(Fixture, "another process writes between two of our batches, and ours still commits") {
    for (int i = 0; i < 10; ++i) session->run("INSERT INTO t (a) VALUES (:a)", i);
    for (int round = 0; round < 3; ++round) {
        session->begin();
        // `one` wants a single row of ten: the statement must not stay open behind it.
        CHECK(session->one<int>("SELECT a FROM t WHERE a >= :a ORDER BY a", 0) == 0);
        session->run("INSERT INTO t (a) VALUES (:a)", 100 + round);
        session->commit();
        CHECK(session->one<int>("SELECT a FROM t ORDER BY a") == 0);  // outside a transaction, as views do

        const pid_t other = ::fork();
        if (other == 0) {
            ::execlp("sqlite3", "sqlite3", database.path().c_str(),
                     ("INSERT INTO t (a) VALUES (" + std::to_string(1000 + round) + ")").c_str(), nullptr);
            ::_exit(127);
        }
        int status = 0;
        ::waitpid(other, &status, 0);
        REQUIRE(status == 0);
    }
    CHECK(session->one<int>("SELECT count(*) FROM t") == 16);
}

TEST_CASE_FIXTURE(Fixture, "a reader cannot write") {
    const auto reader = database.session(Access::read);
    CHECK_THROWS_AS(reader->run("INSERT INTO t (a) VALUES (:a)", 1), store::Failure);
    CHECK(reader->one<int>("SELECT count(*) FROM t") == 0);
}

TEST_CASE_FIXTURE(Fixture, "a second server is kept from the same file") {
    auto first = database.lock();
    REQUIRE(first.ok());
    CHECK(database.lock().error().kind == Error::Kind::conflict);
    *first = nullptr;
    CHECK(database.lock().ok());
}

TEST_CASE("an unknown store is refused in words that name the key") {
    const auto opened = Database::open("mysql:x");
    REQUIRE(!opened.ok());
    CHECK(opened.error().message.find("store:") == 0);
}

TEST_CASE("ids grow even when the clock jumps back, and two nodes never make the same") {
    store::IdMaker one(1), two(2);
    const TimePoint now = from_millis(1'780'000'000'000);
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t id = one.next(i == 5000 ? now - 1h : now);
        REQUIRE(id > last);
        last = id;
    }
    CHECK(one.next(now) != two.next(now));
    CHECK(last < std::int64_t{1} << 62);
}

TEST_CASE("after a restart ids go on above those in the store, although the clock was set back") {
    store::IdMaker before(1);
    const TimePoint now = from_millis(1'780'000'000'000);
    const std::int64_t last = before.next(now);
    store::IdMaker after(1);
    CHECK(after.next(now - 1h) < last);  // control
    after.start_after(last);
    CHECK(after.next(now - 1h) > last);
}
