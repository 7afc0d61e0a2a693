// Who must not know: a person by number or name, her village, her township, at every later step: told, listed, claimed,
// handed to, gone on to, asked to agree.
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* health = "🩺 Health and body";
constexpr const char* violence = "🛡 Somebody hurts or threatens me";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// Up to “who must not learn of this?”.
std::string begin(Village& village, const std::string& topic) {
    village.stage.happen(village.stage.event("Wang", "", Opened{"a" + village.group.number}));
    village.heard("Wang");
    std::string said = village.presses("Wang", topic);
    while (has(said, "[Yes] [No]")) said = village.presses("Wang", "Yes");
    return village.says("Wang", "blue kettle");
}

void send(Village& village) {
    village.says("Wang", "It hurts.");
    village.presses("Wang", "Done, send it");
    village.stage.press("Wang", village.last.at("Wang:No, I look by myself"));
}

// Everything that ever reaches somebody of the request, over a day of nobody acting.
std::string reaches(Village& village, const std::string& who) {
    std::string out;
    const auto take = [&] {
        for (const delivery::Row& row : village.stage.out()) {
            if (row.outgoing.place.id == who && row.outgoing.say() != nullptr) out += row.outgoing.say()->text + "\n";
        }
    };
    take();
    for (int i = 0; i < 10; ++i) village.stage.pass(5h), take();
    return out + village.says(who, "requests") + village.says(who, "unseal 1 I want to know");
}

bool learns(Village& village, const std::string& who) {
    const std::string all = reaches(village, who);
    return has(all, "umber 1 waits") || has(all, "1 · ") || has(all, "umber 1 still") || has(all, "needs no second");
}

void people(Village& village) {
    village.give("Tang", "township", "unit:33.05.22.103");
    village.give("Kong", "county", "unit:33.05.22");
    village.give("Zhao", "desk", "unit:33.05");
    village.give("Qian", "desk", "unit:33.05");
    village.stage.out();
}

}  // namespace

TEST_CASE("one of those who could answer, by her number") {
    Village village;
    people(village);
    begin(village, health);
    const std::string list = village.presses("Wang", "Somebody else");
    CHECK(has(list, "[Tang (township)] [Kong (county)] [Go on]"));
    CHECK(!has(list, "Zhao"));  // the desk never hears of it
    const std::string after = village.says("Wang", "1");
    CAPTURE(after);
    CHECK(has(after, "Left out. Somebody else? [Kong (county)] [Go on]"));
    village.presses("Wang", "Go on");
    send(village);
    const bool control = learns(village, "Kong");
    CHECK(control);
    CHECK(!learns(village, "Tang"));
}

TEST_CASE("control: not left out, she learns of it") {
    Village village;
    people(village);
    begin(village, health);
    village.presses("Wang", "Nobody, go on");
    send(village);
    CHECK(learns(village, "Tang"));
}

TEST_CASE("by her name, however it is typed; and whoever bears it later") {
    Village village;
    people(village);
    begin(village, violence);
    CHECK(has(village.presses("Wang", "Somebody else"), "[Zhao (desk)] [Qian (desk)] [Go on]"));
    CHECK(has(village.says("Wang", "x"), "Please type the whole name"));
    const std::string known = village.says("Wang", "ＺＨＡＯ");
    CHECK(has(known, "Left out, whoever bears that name. Somebody else? [Qian (desk)]"));
    const std::string unknown = village.says("Wang", "Sun");
    CHECK(unknown == known);  // it does not say whether somebody is called so
    village.presses("Wang", "Go on");
    send(village);
    village.stage.out();
    village.give("Sun", "desk", "unit:33.05");
    CHECK(!learns(village, "Sun"));
    CHECK(!learns(village, "Zhao"));
    CHECK(learns(village, "Qian"));
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_excluded_name WHERE name LIKE '%un%'") == 0);
}

TEST_CASE("left out of handing over and of claiming, too") {
    Village village;
    people(village);
    begin(village, violence);
    village.presses("Wang", "Somebody else");
    village.presses("Wang", "Zhao (desk)");
    village.presses("Wang", "Go on");
    send(village);
    village.says("Qian", "requests");
    village.presses("Qian", "Open number 1");
    CHECK(has(village.presses("Qian", "Hand over"), "There is nobody else who may know of it."));
    // Not with the button of somebody who may either.
    village.says("Zhao", "menu");
    village.stage.sql().run(
        "UPDATE button SET chat = (SELECT max(b.chat) FROM button b WHERE b.person = :zhao), person = :same WHERE name "
        "= "
        "'take'",
        village.person("Zhao"), village.person("Zhao"));
    for (const auto& token : village.stage.sql().all<std::string>("SELECT token FROM button WHERE name = 'take'")) {
        village.stage.press("Zhao", token);
        CHECK(has(village.heard("Zhao"), "This is not yours to open any more."));
    }
}

TEST_CASE("five people at a time") {
    Village village;
    for (int i = 0; i < 7; ++i) village.give("Desk" + std::to_string(i), "desk", "unit:33.05");
    begin(village, violence);
    const std::string first = village.presses("Wang", "Somebody else"), second = village.presses("Wang", "More");
    CHECK(has(first, "Desk4"));
    CHECK(!has(first, "Desk5"));
    CHECK(has(second, "Desk5"));
    CHECK(has(village.presses("Wang", "More"), "Desk0"));
}
