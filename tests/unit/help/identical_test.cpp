// The bot never confirms that a request exists: whatever she, or the man who holds her phone, sends without the code
// word is answered in the same bytes with an open request and without one.
#include <random>

#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* topic = "🛡 Somebody hurts or threatens me";

std::vector<std::string> inputs(const Stage& stage) {
    std::vector<std::string> out;
    for (const Plugin& plugin : stage.router().plugins()) {
        for (const Plugin::Words& words : plugin.words()) {
            for (const std::string& name : words.names) {
                out.push_back(name);
                out.push_back("/" + name);
                out.push_back(name + " now");
                out.push_back("/" + name + " 3052 1074");
            }
        }
    }
    for (int i = 0; i <= 12; ++i) out.push_back(std::to_string(i));
    for (const char* text : {"kettle", "blue", "blue kettl", "Blue  kettles", "is there an answer?", "requests 1", "⑴",
                             "一", "选1", "answer", "my request", "密码", "帮助我", "stop", ""})
        out.emplace_back(text);
    std::mt19937 random(20'260'601);
    for (int i = 0; i < 200; ++i) {
        std::string text;
        for (int j = 0; j < 6; ++j) text += static_cast<char>('a' + random() % 26);
        out.push_back(text);
    }
    return out;
}

// Both went the same way; in one of them what she asked is still open.
void go(Village& village, bool open) {
    village.give("Li", "leader", community::scope_of(village.group));
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", topic, "blue kettle", "He hits me.");
    village.sends("Wang");
    if (!open) {
        village.says("Wang", "blue kettle");
        village.presses("Wang", "Destroy everything");
        village.presses("Wang", "Yes, destroy it");
    }
    village.stage.pass(10min);
    village.stage.out();
    village.says("Wang", "menu");
}

int differences(const std::string& helper_says) {
    Village with, without;
    go(with, true);
    go(without, false);
    if (!helper_says.empty()) {
        with.says("Zhao", "requests");
        with.presses("Zhao", "Open number 1");
        with.says("Zhao", helper_says);
        with.stage.pass(10s);
        with.stage.out();
        without.stage.pass(10s);
    }
    int out = 0;
    for (const std::string& input : inputs(with.stage)) {
        const std::string one = with.says("Wang", input), other = without.says("Wang", input);
        if (one != other) {
            ++out;
            INFO("to: " << input << "\nwith:    " << one << "\nwithout: " << other);
            CHECK(one == other);
        }
        with.stage.pass(6min);  // what it began lapses
        without.stage.pass(6min);
        with.stage.out();
        without.stage.out();
    }
    return out;
}

}  // namespace

TEST_CASE("without the code word every answer is the same, with a request and without") {
    CHECK(differences("") == 0);
}

TEST_CASE("… and when an answer waits for her") {
    CHECK(differences("We are here for you.") == 0);
}

TEST_CASE("control: the code word itself makes the difference") {
    Village with, without;
    go(with, true);
    go(without, false);
    CHECK(with.says("Wang", "blue kettle") != without.says("Wang", "blue kettle"));
}
