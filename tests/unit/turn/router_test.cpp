// The router: what people type, and who hears it.
#include <doctest/doctest.h>

#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;

namespace {

Handler echo(const std::string& name) {
    return [name](Turn& turn) { turn.reply(name + "(" + std::string(turn.args()) + ")"); };
}

std::vector<Plugin> plugins() {
    std::vector<Plugin> out;
    out.push_back(Plugin("join", "Joins")
                      .command({"join", "加入"}, echo("join"), "Join a group")
                      .command({"close"}, echo("close"), "Close", right::approve)
                      .event<Left>(echo("left"))
                      .otherwise([](Turn& turn) {
                          if (turn.args() != "30521074") return false;
                          turn.reply("number");
                          return true;
                      }));
    out.push_back(Plugin("basics", "Menu")
                      .anytime({"menu", "菜单"},
                               [](Turn& turn) {
                                   turn.reply(
                                       Reply("menu").button("First", "first", "a").button("Second", "second", "b"));
                               })
                      .words({"thanks", "谢谢"}, echo("thanks"))
                      .button("first", [](Turn& turn) { turn.reply("first:" + turn.data()); })
                      .button("second", [](Turn& turn) { turn.reply("second:" + turn.data()); })
                      .otherwise([](Turn& turn) { return turn.reply("what?"), true; }));
    return out;
}

std::string answer(Stage& stage, const std::string& text, const std::string& in = {}) {
    stage.write("wang", text, in);
    const auto texts = stage.texts();
    if (texts.empty()) return {};
    return texts.front().substr(texts.front().find(' ') + 1);
}

}  // namespace

TEST_CASE("commands and words as people type them in a private talk") {
    Stage stage(plugins());
    stage.platform().bot_name = "Board_bot";
    const std::pair<const char*, const char*> table[] = {
        {"/join 3052 1074", "join(3052 1074)"},
        {"／join　3052", "join(3052)"},
        {"/JOIN@board_bot 1", "join(1)"},
        {"/join@other_bot 1", "what?"},
        {"join 1", "join(1)"},
        {"加入 30521074", "join(30521074)"},
        {"加入30521074", "join(30521074)"},
        {"  加入３０５２１０７４ ", "join(30521074)"},
        {"加入我们吧", "what?"},
        {"謝謝", "thanks()"},
        {"thanks", "thanks()"},
        {"thanks a lot", "what?"},
        {"30521074", "number"},
        {"/nonsense", "what?"},
    };
    for (const auto& [typed, expected] : table) {
        CAPTURE(typed);
        CHECK(answer(stage, typed) == expected);
    }
}

TEST_CASE("in a group only commands with a slash count, and other bots' are left alone") {
    Stage stage(plugins());
    stage.platform().bot_name = "board_bot";
    CHECK(answer(stage, "/join 1", "beitang") == "join(1)");
    CHECK(answer(stage, "/join@board_bot 1", "beitang") == "join(1)");
    CHECK(answer(stage, "/join@other_bot 1", "beitang").empty());
    CHECK(answer(stage, "/nonsense", "beitang").empty());
    CHECK(answer(stage, "join 1", "beitang").empty());
    CHECK(answer(stage, "1", "beitang").empty());
    CHECK(answer(stage, "谢谢", "beitang") == "thanks()");
}

TEST_CASE("nobody is written down for talking in a group") {
    Stage stage(plugins());
    stage.write("wang", "good morning", "beitang");
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM person") == 0);
    stage.write("wang", "/join 1", "beitang");
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM person") == 1);
}

TEST_CASE("a menu's buttons are pressed or chosen by number, in the ways people write one") {
    Stage stage(plugins());
    for (const char* two : {"2", "②", "二", "选2", "２", "第二个"}) {
        CAPTURE(two);
        stage.write("wang", "menu");
        stage.out();
        CHECK(answer(stage, two) == "second:b");
    }
    stage.write("wang", "menu");
    const std::string token = stage.out()[0].outgoing.say()->buttons[0].token;
    stage.press("wang", token);
    auto rows = stage.out();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].outgoing.say()->text == "first:a");
    CHECK(rows[1].outgoing.action()->kind() == Action::Kind::answer_press);

    stage.press("li", token);  // not hers
    CHECK(stage.texts().front() == "li: This button is too old. Here is the menu.");
    stage.pass(8 * 24h);
    stage.press("wang", token);
    CHECK(stage.texts().front() == "wang: This button is too old. Here is the menu.");
}

TEST_CASE("a command that needs a right is refused without it, and again when it was taken away") {
    Stage stage(plugins(), {.roles = {{"leader", {"group.approve"}}}});
    CHECK(answer(stage, "/close") == "You may not do that here.");
    const auto person = *stage.sql().one<PersonId>("SELECT person FROM identity");
    stage.sql().run(
        "INSERT INTO role (person, role, scope, expires, granted_by, granted) VALUES (:p, 'leader', 'group:1', 0, 0, "
        "0)",
        person);
    CHECK(answer(stage, "/close") == "close()");
    stage.sql().run("UPDATE role SET expires = 1");
    CHECK(answer(stage, "/close") == "You may not do that here.");
}

TEST_CASE("an event goes to the plugins that asked for its kind") {
    Stage stage(plugins());
    stage.happen(stage.event("wang", "beitang", Left{}));
    CHECK(stage.texts() == std::vector<std::string>{"beitang: left()"});
    stage.happen(stage.event("wang", "beitang", Joined{}));
    CHECK(stage.texts().empty());
}

TEST_CASE("two plugins that answer to the same word are a broken start") {
    std::vector<Plugin> both;
    both.push_back(Plugin("one", "").command({"join"}, echo("one")));
    both.push_back(Plugin("two", "").words({"JOIN"}, echo("two")));
    CHECK_THROWS_WITH(turn::Router{std::move(both)}, "plugins one and two both answer to \"JOIN\"");
}
