// The record: what becomes of it when she is forgotten, whom she left out, and the desk's own chain.
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* topic = "🛡 Somebody hurts or threatens me";

}  // namespace

TEST_CASE("forgotten, her requests name nobody, and stay sealed for their time") {
    Village village;
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", topic, "blue kettle", "He hits me.");
    village.sends("Wang");
    village.says("Zhao", "requests");
    village.presses("Zhao", "Open number 1");
    const std::string done = [&] {
        village.says("Wang", "forgetme");
        return village.presses("Wang", "Yes, forget me");
    }();
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_request WHERE asker <> 0") == 0);
    CHECK(village.stage.sql().one<std::string>("SELECT reason FROM help_request") == "without code word");
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_entry") == 1);
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_consent") == 0);
    village.says("Mei", "forgetme");
    CHECK(village.presses("Mei", "Yes, forget me") == done);  // who never asked reads the same
    village.stage.pass(1096 * 24h);
    CHECK(village.stage.sql().one<std::string>("SELECT wrapped FROM help_request") ==
          "");  // its time is over: the key is gone
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_entry") == 0);
}

TEST_CASE("a draft that was never sent is gone after a day, and nobody was told") {
    Village village;
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", topic, "blue kettle", "He hits me.");
    village.stage.pass(26h);
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_entry") == 0);
    CHECK(village.says("Zhao", "requests") == "Nothing waits for you.\n");
}

TEST_CASE("a desk's chain shows that somebody changed it") {
    Village village;
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", topic, "blue kettle", "He hits me.");
    village.sends("Wang");
    village.says("Zhao", "requests");
    village.presses("Zhao", "Open number 1");
    CHECK(village.says("Zhao", "requests").find("record was changed") == std::string::npos);
    SUBCASE("a line that says something else") {
        village.stage.sql().run("UPDATE help_chain SET what = 'looked away' WHERE what = 'opened'");
    }
    SUBCASE("a line that is missing") {
        village.stage.sql().run("DELETE FROM help_chain WHERE what = 'claimed'");
    }
    CHECK(village.says("Zhao", "requests").find("record was changed") != std::string::npos);
}

TEST_CASE("more than three a day are kept, and nobody is disturbed; danger always comes through") {
    Village village;
    village.give("Zhao", "desk", "unit:33.05");
    for (int i = 0; i < 4; ++i) {
        village.ask("Wang", topic, "kettle " + std::string(1, static_cast<char>('a' + i)), "He shouts.");
        village.sends("Wang");
    }
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_request WHERE silent = 1") == 1);
    village.ask("Wang", topic, "kettle z", "He will kill me");
    village.sends("Wang");
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_request WHERE silent = 0") == 4);
    CHECK(village.says("Zhao", "requests").find("5 · confidential") != std::string::npos);
}

TEST_CASE("on to the next desk, those of the first may still answer") {
    Village village;
    village.give("Sun", "minors", "unit:33.05");
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", "🧒 A child is in trouble", "blue kettle", "My sister is nine.");
    village.sends("Wang");
    CHECK(village.says("Zhao", "requests") == "Nothing waits for you.\n");
    village.stage.pass(31min);
    CHECK(village.says("Zhao", "requests").find("confidential") != std::string::npos);
    CHECK(village.says("Sun", "requests").find("confidential") != std::string::npos);
}

TEST_CASE("a heap of requests from one place rings no phone all night: they stand in the list, and their clock tells") {
    Village village;
    village.give("Zhao", "desk", "unit:33.05");
    const int most = village.config.help.most_an_hour_from_a_group;
    int told = 0;
    for (int i = 0; i < most + 3; ++i) {
        const std::string who = "Asker" + std::to_string(i);
        village.ask(who, topic, "word " + std::to_string(i), "A joke.");
        village.presses(who, "Done, send it");
        village.stage.press(who, village.last.at(who + ":No, I look by myself"));
        told += village.heard("Zhao").find("waits for an answer") != std::string::npos ? 1 : 0;
    }
    CHECK(told == most);
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_request WHERE state = 1 AND silent = 0") == most + 3);

    // Whoever speaks of danger is among them and is not kept waiting.
    village.ask("Wang", topic, "blue kettle", "He has a knife, help me now");
    village.presses("Wang", "Done, send it");
    village.stage.press("Wang", village.last.at("Wang:No, I look by myself"));
    CHECK(village.heard("Zhao").find("Urgent") != std::string::npos);

    // The others' clocks run all the same.
    village.stage.pass(31min);
    CHECK(village.heard("Zhao").find("number " + std::to_string(most + 2)) != std::string::npos);
}
