// Weekly counts: open and personal questions of her own group, by whole weeks, nothing below five.
#include "bot/model/local_time.hpp"
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

const TimePoint monday = from_millis(1'780'243'200'000);  // 2026-06-01 00:00 on the wall

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// So many requests, each of somebody else, with somebody left out or nobody.
void ask(Village& village, int count, const std::string& topic, const std::string& left_out = "Nobody, go on") {
    static int people = 0;
    for (int i = 0; i < count; ++i) {
        const std::string who = "W" + std::to_string(++people);
        village.stage.happen(village.stage.event(who, "", Opened{"a" + village.group.number}));
        village.heard(who);
        std::string said = village.presses(who, topic);
        while (has(said, "[Yes] [No]")) said = village.presses(who, "Yes");
        village.says(who, "kettle");
        village.presses(who, left_out);
        village.says(who, "Words.");
        village.sends(who);
    }
    village.stage.out();
}

constexpr const char *open = "💬 A question that everybody may hear", *personal = "🏠 Family and everyday life",
                     *health = "🩺 Health and body", *violence = "🛡 Somebody hurts or threatens me";

struct Counted : Village {
    Counted() {
        give("Li", "leader", community::scope_of(group));
        give("Tang", "township", "unit:33.05.22.103");
        give("Zhao", "desk", "unit:33.05");
        stage.pass(monday + 10h - stage.clock().now());
        stage.out();
    }
    std::string next_week() {
        stage.pass(7 * 24h);
        stage.out();
        return says("Li", "weekly");
    }
};

}  // namespace

TEST_CASE("open and personal questions count, and no others") {
    Counted village;
    ask(village, 3, open);
    ask(village, 3, personal);
    ask(village, 2, health);
    ask(village, 2, violence);
    CHECK(has(village.says("Li", "weekly"), "week of 2026-05-25: fewer than 5"));  // of this week nothing yet
    const std::string counts = village.next_week();
    CHECK(
        has(counts, "Questions asked in Beitang, by weeks:\nweek of 2026-06-01: 6\nweek of 2026-05-25: fewer than 5"));
}

TEST_CASE("below five there is no number, none at all looks the same as four") {
    Counted one, none;
    ask(one, 4, open);
    ask(one, 5, violence);
    CHECK(one.next_week() == none.next_week());
}

TEST_CASE("control: the fifth is a number") {
    Counted one, none;
    ask(one, 5, open);
    CHECK(one.next_week() != none.next_week());
}

TEST_CASE("a question that the leader was left out of is not counted") {
    Counted with, without;
    ask(with, 5, open);
    ask(with, 3, open, "Only the leader, Li");
    ask(without, 5, open);
    CHECK(with.next_week() == without.next_week());
}

TEST_CASE("nobody but who answers at the group reads it") {
    Counted village;
    ask(village, 6, open);
    village.next_week();
    for (const char* who : {"Tang", "Zhao", "Mei"}) CHECK(village.says(who, "weekly") == "You answer for no group.\n");
}
