// A handler that fails costs its own turn and no other's.
#include <doctest/doctest.h>

#include <thread>

#include "bot/community/erasure.hpp"
#include "bot/community/person.hpp"
#include "bot/turn/dead_letter.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;
using Kind = turn::Settled::Kind;

namespace {

bool mended = false;
std::atomic<bool> looping{false};

Plugin fragile() {
    return Plugin("fragile", "Breaks")
        .command({"good"},
                 [](Turn& turn) {
                     turn.sql().run("INSERT INTO done (who) VALUES (:who)", turn.event().from.id);
                     turn.reply("good");
                 })
        .command({"throw"},
                 [](Turn& turn) {
                     turn.sql().run("INSERT INTO done (who) VALUES (:who)", "never");
                     turn.audit("never", "never");
                     turn.reply("never");
                     if (!mended) throw std::runtime_error("broken wheel");
                 })
        .command({"sql"},
                 [](Turn& turn) {
                     turn.sql().run("INSERT INTO done (who) VALUES (:who)", turn.event().from.id);
                     turn.sql().run("INSERT INTO done (who) VALUES (:who)", turn.event().from.id);
                 })
        .command({"lose"},
                 [](Turn& turn) {
                     turn.sql().script("ROLLBACK");
                     throw std::runtime_error("lost");
                 })
        .command({"loop"},
                 [](Turn& turn) {
                     looping.store(true);
                     while (true) turn.sql().one<int>("SELECT count(*) FROM done");
                 })
        .migrations({"CREATE TABLE done (who TEXT PRIMARY KEY)"});
}

std::vector<turn::Job> jobs_of(Stage& stage, std::vector<std::pair<std::string, std::string>> written,
                               std::vector<Kind>& kinds) {
    std::vector<turn::Job> jobs;
    kinds.resize(written.size());
    for (std::size_t i = 0; i < written.size(); ++i) {
        turn::Job job;
        job.account = Stage::account;
        job.event = stage.event(written[i].first, "", Message{.text = written[i].second});
        job.key = job.event->key;
        job.done = [&kinds, i](turn::Settled settled) { kinds[i] = settled.kind; };
        jobs.push_back(std::move(job));
    }
    return jobs;
}

std::vector<std::string> done(Stage& stage) {
    return stage.sql().all<std::string>("SELECT who FROM done ORDER BY who");
}

}  // namespace

TEST_CASE("a handler that throws loses its own work only; the event is kept, the person reads an apology") {
    mended = false;
    Stage stage({fragile()});
    std::vector<Kind> kinds;
    auto jobs = jobs_of(stage, {{"a", "/good"}, {"b", "/throw secret words"}, {"c", "/good"}}, kinds);
    while (!jobs.empty()) stage.runner().run_batch(jobs);
    CHECK(kinds == std::vector<Kind>{Kind::done, Kind::dead, Kind::done});
    CHECK(done(stage) == std::vector<std::string>{"a", "c"});
    const auto texts = stage.texts();
    REQUIRE(texts.size() == 3);
    CHECK(texts[1].starts_with("b: Sorry"));
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM audit") == 0);

    auto scope = stage.scope();
    const auto letters = turn::dead_letters(scope);
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].plugin == "fragile");
    CHECK(letters[0].error == "broken wheel");
    const std::string shown = *turn::letter_text(scope, letters[0].id);
    CHECK(shown.find("secret words") == std::string::npos);  // a private talk is for nobody to read, a letter says when
    CHECK(shown.find("(private)") != std::string::npos);

    mended = true;  // the fault is repaired: the letter is run again, once
    auto job = turn::exhume(scope, letters[0].id);
    REQUIRE(job.ok());
    CHECK(stage.run(std::move(*job)).kind == Kind::done);
    CHECK(stage.texts() == std::vector<std::string>{"b: never"});
    CHECK(turn::dead_letters(scope).empty());
    CHECK(turn::exhume(scope, letters[0].id).error().kind == Error::Kind::conflict);
}

TEST_CASE("a statement that breaks a constraint is the handler's fault") {
    Stage stage({fragile()});
    std::vector<Kind> kinds;
    auto jobs = jobs_of(stage, {{"a", "/good"}, {"b", "/sql"}, {"c", "/good"}}, kinds);
    while (!jobs.empty()) stage.runner().run_batch(jobs);
    CHECK(kinds == std::vector<Kind>{Kind::done, Kind::dead, Kind::done});
    CHECK(done(stage) == std::vector<std::string>{"a", "c"});
}

TEST_CASE("a handler that loses the whole transaction is buried unrun and the others run again, once") {
    Stage stage({fragile()});
    std::vector<Kind> kinds;
    auto jobs = jobs_of(stage, {{"a", "/good"}, {"b", "/lose"}, {"c", "/good"}, {"d", "/lose"}, {"e", "/good"}}, kinds);
    while (!jobs.empty()) stage.runner().run_batch(jobs);
    CHECK(kinds == std::vector<Kind>{Kind::done, Kind::dead, Kind::done, Kind::dead, Kind::done});
    CHECK(done(stage) == std::vector<std::string>{"a", "c", "e"});
    auto scope = stage.scope();
    CHECK(turn::dead_letters(scope).size() == 2);
}

TEST_CASE("a handler that loops is interrupted at its next call") {
    Stage stage({fragile()});
    std::vector<Kind> kinds;
    auto jobs = jobs_of(stage, {{"a", "/good"}, {"b", "/loop"}, {"c", "/good"}}, kinds);
    std::thread watchdog([&] {  // what Lanes does after two seconds
        turn::Running& running = stage.runner().running();
        while (!looping.load()) std::this_thread::yield();
        running.overlong.store(true);
        stage.sql().interrupt();
    });
    while (!jobs.empty()) stage.runner().run_batch(jobs);
    watchdog.join();
    CHECK(kinds == std::vector<Kind>{Kind::done, Kind::dead, Kind::done});
    CHECK(done(stage) == std::vector<std::string>{"a", "c"});
}

TEST_CASE("a dead letter names nobody in the clear, and goes with the person who wrote it") {
    mended = false;
    Stage stage({fragile()});
    stage.write("visible-name", "/throw");
    CHECK(stage.sql().one<int>(
              "SELECT count(*) FROM dead_letter WHERE mark LIKE '%visible-name%' OR event LIKE '%visible-name%'") == 0);
    stage.write("somebody else", "/throw");
    auto scope = stage.scope();
    community::forget(scope, *community::find_person(scope, Stage::account, "visible-name"));
    CHECK(stage.sql().one<int>("SELECT count(*) FROM dead_letter") == 1);
}
