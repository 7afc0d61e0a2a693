// Dialogs and timers: they survive a restart, lapse on time, and have a way out.
#include <doctest/doctest.h>

#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;

namespace {

std::vector<Plugin> plugins() {
    std::vector<Plugin> out;
    out.push_back(
        Plugin("story", "Collects a story")
            .command({"story"}, [](Turn& turn) { turn.ask("What happened?", "when", 5min, "draft 7"); })
            .step("when",
                  [](Turn& turn) {
                      turn.ask("When was that?", "done", 5min, turn.data() + "|" + std::string(turn.args()));
                  })
            .step("done", [](Turn& turn) { turn.reply("Kept: " + turn.data() + "|" + std::string(turn.args())); })
            .command({"later"}, [](Turn& turn) { turn.after(10min, "ring", "tea"); })
            .timer("ring", [](Turn& turn) { turn.reply("Rings: " + turn.data()); }));
    out.push_back(
        Plugin("basics", "Menu").anytime({"menu"}, [](Turn& turn) { turn.reply("menu"); }).otherwise([](Turn& turn) {
            return turn.reply("otherwise"), true;
        }));
    return out;
}

}  // namespace

TEST_CASE("a dialog goes on after a restart, with what was said before") {
    Stage stage(plugins());
    stage.write("wang", "/story");
    stage.restart();
    stage.write("wang", "We won a prize");
    stage.restart();
    stage.write("wang", "Yesterday");
    stage.write("wang", "Hello");
    CHECK(stage.texts() == std::vector<std::string>{"wang: What happened?", "wang: When was that?",
                                                    "wang: Kept: draft 7|We won a prize|Yesterday", "wang: otherwise"});
}

TEST_CASE("a dialog lapses into the ordinary talk") {
    Stage stage(plugins());
    stage.write("wang", "/story");
    stage.pass(5min);
    stage.write("wang", "We won a prize");
    CHECK(stage.texts().back() == "wang: otherwise");
}

TEST_CASE("menu is the way out of a dialog, an ordinary command word is an answer") {
    Stage stage(plugins());
    stage.write("wang", "/story");
    stage.write("wang", "later");
    CHECK(stage.texts().back() == "wang: When was that?");
    stage.write("wang", "menu");
    stage.write("wang", "Yesterday");
    CHECK(stage.texts() == std::vector<std::string>{"wang: menu", "wang: otherwise"});
}

TEST_CASE("each person in a chat has a dialog of her own") {
    Stage stage(plugins());
    stage.write("wang", "/story");
    stage.write("li", "Hello");
    CHECK(stage.texts().back() == "li: otherwise");
}

TEST_CASE("a timer rings once, in its chat, also after a restart") {
    Stage stage(plugins());
    stage.write("wang", "/later");
    stage.pass(9min);
    CHECK(stage.texts().empty());
    stage.restart();
    stage.pass(1h);
    CHECK(stage.texts() == std::vector<std::string>{"wang: Rings: tea"});
    stage.pass(1h);
    CHECK(stage.texts().empty());
}
