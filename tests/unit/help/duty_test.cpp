// The rota: whom a request wakes at three in the morning, where it goes when a desk is closed, and what nobody covers.
#include "plugins/help/duty.hpp"

#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using namespace noticeboard::plugins::helping;

namespace {

constexpr const char* topic = "🛡 Somebody hurts or threatens me";
const TimePoint monday = from_millis(1'780'243'200'000);  // 2026-06-01 00:00 on the wall

TimePoint at(int day, int hour, int minute = 0) {  // 1: Monday
    return monday + (day - 1) * 24h + hour * 1h + minute * 1min;
}

void until(Village& village, TimePoint when) {
    village.stage.pass(when - village.stage.clock().now());
    village.stage.out();
}

// Who is told of a request sent now.
std::set<std::string> woken(Village& village) {
    village.ask("Wang", topic, "kettle " + std::to_string(village.last.size()) + "x", "He hits me.");
    village.presses("Wang", "Done, send it");
    village.stage.out();
    village.stage.press("Wang", village.last.at("Wang:No, I look by myself"));
    std::set<std::string> out;
    for (const delivery::Row& row : village.stage.out()) {
        if (row.outgoing.say() != nullptr && row.outgoing.place.id != "Wang") out.insert(row.outgoing.place.id);
    }
    return out;
}

}  // namespace

TEST_CASE("shifts are read as people write them, and cover what they say") {
    const Shift office = *read_shift("1-5", "8-18");
    CHECK(shift_text(office) == "1-5 08:00-18:00");
    CHECK(office.covers(at(1, 8)));
    CHECK(office.covers(at(5, 17, 59)));
    CHECK(!office.covers(at(5, 18)));
    CHECK(!office.covers(at(6, 9)));
    const Shift night = *read_shift("sun", "20:30-8:00");
    CHECK(shift_text(night) == "7 20:30-08:00");
    CHECK(night.covers(at(7, 23)));
    CHECK(night.covers(at(8, 7, 59)));  // Monday morning
    CHECK(!night.covers(at(7, 3)));     // Sunday morning
    CHECK(!night.covers(at(8, 20, 30)));
    const Shift whole = *read_shift("daily", "0-24");
    CHECK(whole.covers(at(3, 3)));
    CHECK(shift_text(*read_shift("sat-mon", "0-0")) == "1,6-7 00:00-00:00");
    for (const char* wrong : {"0-5", "mon-", "8", "", "monday"}) CHECK(!read_shift(wrong, "8-18"));
    for (const char* wrong : {"8", "8-25", "24-8", "8:60-9", "", "-"}) CHECK(!read_shift("daily", wrong));
}

TEST_CASE("who is on duty is woken, the others are not; nobody on duty, all are") {
    Village village;
    for (const char* name : {"Zhao", "Qian"}) village.give(name, "desk", "unit:33.05");
    const Desk desk{"safety", "unit:33.05"};
    until(village, at(2, 3));
    CHECK(woken(village) == std::set<std::string>{"Zhao", "Qian"});
    CHECK(village.says("Qian", "duty 1-7 20-8").find("On duty now: Qian.") != std::string::npos);
    CHECK(woken(village) == std::set<std::string>{"Qian"});
    until(village, at(2, 9));
    CHECK(woken(village) == std::set<std::string>{"Zhao", "Qian"});
    CHECK(village.says("Zhao", "/duty daily 8-20").find("On duty now: Zhao.") != std::string::npos);
    until(village, at(3, 9, 30));
    CHECK(woken(village) == std::set<std::string>{"Zhao"});
    village.says("Zhao", "duty off");
    until(village, at(4, 9, 30));
    CHECK(woken(village) == std::set<std::string>{"Zhao", "Qian"});
    CHECK(village.says("Zhao", "requests").find("1 · confidential") != std::string::npos);  // who may, does not change
}

TEST_CASE("a closed desk lets the next be told; the last is told at any hour") {
    Village village;
    village.give("Sun", "minors", "unit:33.05");
    village.give("Zhao", "desk", "unit:33.05");
    auto scope = village.stage.scope();
    add_shift(scope, {"minors", "unit:33.05"}, *read_shift("1-5", "8-18"));
    add_shift(scope, {"safety", "unit:33.05"}, *read_shift("1-5", "8-18"));
    const auto child = [&] {
        village.ask("Wang", "🧒 A child is in trouble", "kettle " + std::to_string(village.last.size()) + "x",
                    "Nine.");
        village.presses("Wang", "Done, send it");
        village.stage.press("Wang", village.last.at("Wang:No, I look by myself"));
        std::string told;
        for (const delivery::Row& row : village.stage.out())
            if (row.outgoing.place.id != "Wang") told += row.outgoing.place.id;
        return told;
    };
    until(village, at(2, 10));
    CHECK(child() == "Sun");
    until(village, at(3, 3));
    CHECK(child() == "Zhao");  // closed as well, and nobody comes after it
}

TEST_CASE("nobody acts: the last desk pages who is on duty then") {
    Village village;
    for (const char* name : {"Zhao", "Qian"}) village.give(name, "desk", "unit:33.05");
    until(village, at(2, 7, 45));
    village.says("Qian", "duty daily 20-8");
    village.says("Zhao", "duty daily 8-20");
    CHECK(woken(village) == std::set<std::string>{"Qian"});
    village.stage.pass(31min);
    CHECK(village.heard("Zhao").find("Number 1 still waits, 30 min") != std::string::npos);
}

TEST_CASE("hours that nobody covers are found to the quarter") {
    const Shift day = *read_shift("daily", "8-20"), night = *read_shift("daily", "20:30-8");
    const auto gap = first_gap(at(1, 9), [&](TimePoint when) { return day.covers(when) || night.covers(when); });
    REQUIRE(gap);
    CHECK(*gap == at(1, 20));
    CHECK(!first_gap(at(1, 9), [](TimePoint) { return true; }));
}

TEST_CASE("the rota is for people of a desk; forgotten, she stands in none") {
    Village village;
    village.give("Zhao", "desk", "unit:33.05");
    CHECK(village.says("Wang", "duty") == "You are at no desk.\n");
    CHECK(village.says("Wang", "duty 1-5 8-18") == "You are at no desk.\n");
    CHECK(village.says("Zhao", "duty whenever").find("I cannot read this.") == 0);
    village.says("Zhao", "duty 1-5 8-18");
    village.says("Zhao", "forgetme");
    village.presses("Zhao", "Yes, forget me");
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_shift") == 0);
}
