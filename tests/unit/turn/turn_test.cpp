// A turn: one event, one key, one savepoint, and everything that follows from it.
#include <doctest/doctest.h>

#include "bot/community/audit.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;
using Kind = turn::Settled::Kind;

namespace {

Plugin counter() {
    return Plugin("counter", "Counts")
        .command({"count", "数"},
                 [](Turn& turn) {
                     turn.sql().run("INSERT INTO counted (id) VALUES (:id)", turn.community().make_id<TimerId>());
                     turn.audit("counted", "x:1", "some words");
                     turn.reply("counted");
                 })
        .migrations({"CREATE TABLE counted (id BIGINT PRIMARY KEY)"});
}

int counted(Stage& stage) {
    return *stage.sql().one<int>("SELECT count(*) FROM counted");
}

}  // namespace

TEST_CASE("an event delivered three times has one effect and one reply") {
    Stage stage({counter()});
    const Event event = stage.event("wang", "", Message{.text = "/count"});
    CHECK(stage.happen(event).kind == Kind::done);
    CHECK(stage.happen(event).kind == Kind::duplicate);
    stage.restart();
    CHECK(stage.happen(event).kind == Kind::duplicate);
    CHECK(counted(stage) == 1);
    CHECK(stage.texts() == std::vector<std::string>{"wang: counted"});
}

TEST_CASE("control: without turn keys the same event has three effects") {
    Stage stage({counter()});
    stage.runner().set_guards({.turn_keys = false});
    const Event event = stage.event("wang", "", Message{.text = "/count"});
    for (int i = 0; i < 3; ++i) stage.happen(event);
    CHECK(counted(stage) == 3);
}

TEST_CASE("the webhook's answer may carry the reply, until its deadline, and a redelivery gets the same one") {
    Stage stage({counter()});
    const Event event = stage.event("wang", "", Message{.text = "/count"});
    const auto deliver = [&] {
        turn::Job job;
        job.account = Stage::account;
        job.key = event.key;
        job.event = event;
        job.inline_until = stage.clock().now() + 4s;
        return stage.run(std::move(job));
    };
    const auto first = deliver();
    REQUIRE(first.answer.has_value());
    CHECK(first.answer->state == delivery::State::inline_);
    const auto again = deliver();
    CHECK(again.kind == Kind::duplicate);
    REQUIRE(again.answer.has_value());
    CHECK(again.answer->id == first.answer->id);
    CHECK(again.answer->outgoing.say()->text == "counted");

    // Once it became a queued row, no later delivery gets it: never both.
    CHECK(delivery::move(stage.sql(), first.answer->id, delivery::State::inline_, delivery::State::queued));
    CHECK(!delivery::move(stage.sql(), first.answer->id, delivery::State::inline_, delivery::State::queued));
    CHECK(!deliver().answer.has_value());
}

TEST_CASE("a reply does not go inline past one that is still on its way") {
    Stage stage({counter()});
    stage.write("wang", "/count");
    turn::Job job;
    job.account = Stage::account;
    job.event = stage.event("wang", "", Message{.text = "/count"});
    job.key = job.event->key;
    job.inline_until = stage.clock().now() + 4s;
    CHECK(!stage.run(std::move(job)).answer.has_value());
}

TEST_CASE("a text longer than the platform takes becomes several rows, the buttons under the last") {
    Stage stage({Plugin("long", "Talks much").command({"talk"}, [](Turn& turn) {
        turn.reply(Reply("One sentence here. Another sentence there. A third.").button("More", "more"));
    })});
    stage.platform().text_limit = 24;
    stage.write("wang", "/talk");
    const auto out = stage.out();
    REQUIRE(out.size() == 3);
    CHECK(out[0].outgoing.say()->text == "One sentence here.");
    CHECK(out[0].outgoing.say()->buttons.empty());
    CHECK(out[2].outgoing.say()->buttons.size() == 1);
}

TEST_CASE("what lies in the store of a private talk cannot be read there") {
    Stage stage({Plugin("secret", "Keeps a word").command({"keep"}, [](Turn& turn) {
        turn.ask("MARKER in the reply", "next", 5min, "MARKER in the dialog");
        turn.after(1h, "later", "MARKER in a timer");
    })});
    stage.write("MARKER-person", "/keep MARKER in the text");
    for (const char* table : {"outbox", "dialog", "timer", "person", "identity", "chat", "turn_key", "dead_letter"}) {
        const std::string dump =
            "sqlite3 " + stage.file("stage.db") + " 'SELECT * FROM " + table + "' > " + stage.file("dump");
        REQUIRE(std::system(dump.c_str()) == 0);
        CHECK_MESSAGE(std::system(("grep -q MARKER " + stage.file("dump")).c_str()) != 0, table);
    }
}

TEST_CASE("the audit's chain is whole, and a changed row shows") {
    Stage stage({counter()});
    for (int i = 0; i < 5; ++i) stage.write("wang", "/count");
    stage.restart();
    stage.write("wang", "/count");
    auto report = community::verify_audit(stage.sql());
    CHECK(report.broken.empty());
    CHECK(report.rows == 6);
    SUBCASE("a word changed") {
        stage.sql().run("UPDATE audit SET what = 'other' WHERE seq = 3");
    }
    SUBCASE("a row gone") {
        stage.sql().run("DELETE FROM audit WHERE seq = 2");
    }
    SUBCASE("the end cut off") {
        stage.sql().run("DELETE FROM audit WHERE seq = 6");
    }
    SUBCASE("words exchanged") {
        stage.sql().run("UPDATE audit SET words = '' WHERE seq = 4");
    }
    CHECK(!community::verify_audit(stage.sql()).broken.empty());
}
