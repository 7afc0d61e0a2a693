// A lane: order, bounded room, many turns to a commit.
#include "bot/turn/lane.hpp"

#include <doctest/doctest.h>

#include <future>

#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;

namespace {

turn::Job job_of(Stage& stage, const std::string& text, std::function<void(turn::Settled)> done) {
    turn::Job job;
    job.account = Stage::account;
    job.event = stage.event("wang", "", Message{.text = text});
    job.key = job.event->key;
    job.done = std::move(done);
    return job;
}

// A runner of its own beside the stage's, on the same store.
std::unique_ptr<turn::Runner> runner(Stage& stage, turn::Outlet outlet) {
    auto session = store::Database::open("sqlite:" + stage.file("stage.db"))->session(store::Access::write);
    return std::make_unique<turn::Runner>(stage.services(), std::move(session), 1, turn::PoisonGuard(),
                                          std::move(outlet));
}

}  // namespace

TEST_CASE("a lane runs what it was given in order, and refuses what it has no room for") {
    std::promise<void> gate;
    auto opened = gate.get_future().share();
    std::vector<std::string> seen;
    Stage stage({Plugin("order", "Notes")
                     .command({"wait"}, [opened](Turn&) { opened.wait(); })
                     .command({"note"}, [&seen](Turn& turn) { seen.emplace_back(turn.args()); })});
    std::atomic<int> settled{0};
    const auto count = [&settled](turn::Settled) { ++settled; };
    turn::Lane lane(runner(stage, {}), 50);
    CHECK(lane.offer(job_of(stage, "/wait", count)));
    int taken = 1;
    while (lane.offer(job_of(stage, "/note " + std::to_string(taken), count))) ++taken;
    CHECK(taken == 50);
    gate.set_value();
    lane.stop();
    CHECK(settled == 50);
    REQUIRE(seen.size() == 49);
    for (int i = 0; i < 49; ++i) CHECK(seen[static_cast<std::size_t>(i)] == std::to_string(i + 1));
    CHECK(!lane.offer(job_of(stage, "/note x", count)));
}

TEST_CASE("the outlet gets the rows before the answer goes out, and only after the commit") {
    Stage stage({Plugin("echo", "").command({"echo"}, [](Turn& turn) { turn.reply("echo"); })});
    std::promise<bool> order;
    std::atomic<bool> posted{false};
    auto database = store::Database::open("sqlite:" + stage.file("stage.db"));
    const auto reader = database->session(store::Access::read);
    turn::Lane lane(runner(stage, [&](std::vector<delivery::Row> rows) {
        posted = reader->one<int>("SELECT count(*) FROM outbox") == static_cast<int>(rows.size());
    }));
    lane.offer(job_of(stage, "/echo", [&](turn::Settled) { order.set_value(posted); }));
    CHECK(order.get_future().get());
}

TEST_CASE("a store that is gone refuses the batch and nothing of it is kept") {
    Stage stage({Plugin("echo", "").command({"echo"}, [](Turn& turn) { turn.reply("echo"); })});
    const auto blocker = store::Database::open("sqlite:" + stage.file("stage.db"))->session(store::Access::write);
    stage.sql().script("PRAGMA busy_timeout=1");
    blocker->begin();
    const Event event = stage.event("wang", "", Message{.text = "/echo"});
    CHECK(stage.happen(event).kind == turn::Settled::Kind::refused);
    blocker->rollback();
    CHECK(stage.happen(event).kind == turn::Settled::Kind::done);
}
