// The poison guard: a turn that takes the program down twice is not run a third time.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bot/turn/dead_letter.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;
using Kind = turn::Settled::Kind;

namespace {

Plugin deadly() {
    return Plugin("deadly", "Crashes the program")
        .command({"crash"}, [](Turn&) { ::_exit(66); })
        .command({"good"}, [](Turn& turn) { turn.reply("good"); });
}

Stage::Options in(const tests::TempFolder& folder) {
    Stage::Options options;
    options.folder = folder.file("");
    return options;
}

// Delivers the event in a process of its own; gives how that ended: -1 crashed, else the kind.
int deliver(const tests::TempFolder& folder, const char* key, const char* text) {
    const pid_t child = ::fork();
    if (child == 0) {
        Stage stage({deadly()}, in(folder));
        Event event = stage.event("wang", "", Message{.text = text});
        event.key = key;
        ::_exit(static_cast<int>(stage.happen(event).kind));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status) == 66 ? -1 : WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("the third start buries the event that crashed the first two, and serves the others") {
    tests::TempFolder folder;
    CHECK(deliver(folder, "poison", "/crash") == -1);
    CHECK(deliver(folder, "fine", "/good") == static_cast<int>(Kind::done));
    CHECK(deliver(folder, "poison", "/crash") == -1);
    CHECK(deliver(folder, "poison", "/crash") == static_cast<int>(Kind::dead));
    CHECK(deliver(folder, "poison", "/crash") == static_cast<int>(Kind::duplicate));
    CHECK(deliver(folder, "other", "/good") == static_cast<int>(Kind::done));
    Stage stage({deadly()}, in(folder));
    auto scope = stage.scope();
    REQUIRE(turn::dead_letters(scope).size() == 1);
    CHECK(turn::dead_letters(scope)[0].error == "took the program down twice");
}

TEST_CASE("control: a turn that ran well after a crash is suspected no longer") {
    tests::TempFolder folder;
    const std::string file = folder.file("running");
    for (int round = 0; round < 4; ++round) {
        {
            turn::PoisonGuard guard(file);
            guard.enter("a");  // and then the power fails
        }
        turn::PoisonGuard guard(file);
        CHECK(!guard.is_poison("a"));
        guard.enter("a");
        guard.leave();
    }
}
