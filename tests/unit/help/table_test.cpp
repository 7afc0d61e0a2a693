// Who learns of what: every role against every topic, over all that the bot says to her: notifications, the list, every
// command of the registry with what could follow it, every button she is shown, the morning digest, the pages.
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

struct Someone {
    const char *name, *role, *scope;
    bool open, personal, sensitive, confidential, minors;  // may learn of it at once
};

// Nobody of the group, the village or the township ever learns of a confidential request; the desk's people do, but not
// the one who is also the township's official.
const Someone people[] = {
    {"leader", "leader", "group", true, true, false, false, false},
    {"deputy", "deputy", "group", true, true, false, false, false},
    {"township", "township", "unit:33.05.22.103", false, false, true, false, false},
    {"elsewhere", "township", "unit:33.05.22.104", false, false, false, false, false},
    {"county", "county", "unit:33.05.22", false, false, false, false, false},
    {"city", "city", "unit:33.05", false, false, false, false, false},
    {"desk", "desk", "unit:33.05", false, false, false, true, false},
    {"minors", "minors", "unit:33.05", false, false, false, false, true},
    {"operator", "operator", "unit:", false, false, false, false, false},
    {"neighbour", nullptr, nullptr, false, false, false, false, false},
    {"both", "desk", "unit:33.05", false, false, true, false, false},  // also the township's
};

struct Ask {
    const char* topic;
    bool Someone::*may;
};
const Ask asks[] = {{"💬 A question that everybody may hear", &Someone::open},
                    {"🏠 Family and everyday life", &Someone::personal},
                    {"🩺 Health and body", &Someone::sensitive},
                    {"🛡 Somebody hurts or threatens me", &Someone::confidential},
                    {"🧒 A child is in trouble", &Someone::minors}};

constexpr const char* secret = "seventeen geese";

// Whether anything that is said to her betrays that somebody asks.
bool learns(Village& village, const std::string& who, const std::string& pushed) {
    std::string all = pushed;
    for (const Plugin& plugin : village.stage.router().plugins()) {
        for (const Plugin::Words& words : plugin.words()) {
            for (const char* rest : {"", " now", " 1", " 1 I want to know", " 3052 1074"})
                all += village.says(who, "/" + words.names.front() + rest);
        }
    }
    for (const char* text : {"1", "2", "number 1", "3052 1074"}) all += village.says(who, text);
    for (const auto& [label, token] : std::map(village.last)) {  // what she was shown and may press
        if (!label.starts_with(who + ":") || label.find("forget") != std::string::npos) continue;
        village.stage.press(who, token);
        all += village.heard(who);
    }
    return all.find("Number 1") != std::string::npos || all.find("number 1") != std::string::npos ||
           all.find(secret) != std::string::npos;
}

int leaks(HelpPlan plan_of(HelpPlan)) {
    int out = 0;
    for (const Ask& ask : asks) {
        for (const Someone& someone : people) {
            Village village;
            const auto current = std::make_shared<turn::Current>(*village.stage.services().current());
            current->site.help = plan_of(current->site.help);
            village.stage.services().exchange(current);
            for (const Someone& one : people) {
                if (one.role == nullptr) {
                    village.person(one.name);
                    continue;
                }
                const bool group = std::string_view(one.scope) == "group";
                village.give(one.name, one.role, group ? community::scope_of(village.group) : one.scope);
            }
            village.give("both", "township", "unit:33.05.22.103");
            village.stage.out();
            village.ask("Wang", ask.topic, "blue kettle", secret);
            village.sends("Wang");
            const std::string pushed = village.heard(someone.name);
            CAPTURE(ask.topic);
            CAPTURE(someone.name);
            const bool may = someone.*ask.may;
            const bool learned = learns(village, someone.name, pushed);
            if (learned != may) ++out;
        }
    }
    return out;
}

HelpPlan as_it_is(HelpPlan plan) {
    return plan;
}
HelpPlan careless(HelpPlan plan) {  // what the check of topics.json refuses
    for (Topic& topic : plan.topics) {
        if (topic.level == 3) topic.level = 2, topic.desk = "township";
    }
    return plan;
}

}  // namespace

TEST_CASE("nobody learns of a request but those whose it is") {
    CHECK(leaks(as_it_is) == 0);
}

TEST_CASE("control: with a confidential topic sent to the township the table leaks") {
    CHECK(leaks(careless) > 0);
}
