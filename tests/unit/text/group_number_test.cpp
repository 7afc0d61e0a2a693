// Group numbers: reading them, checking them, naming the wrong digit.
#include "bot/text/group_number.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace noticeboard::text;

namespace {

std::string numbered(int seven_digits) {
    const auto text = std::to_string(seven_digits);
    return text + damm_check_digit(text);
}

bool holds(const std::vector<Correction>& all, const std::string& number) {
    return std::any_of(all.begin(), all.end(), [&](const Correction& one) { return one.number == number; });
}

}  // namespace

TEST_CASE("a number is read however it is typed") {
    for (const char* text : {"30521074", "3052 1074", "3052-1074", "３０５２　１０７４", "３０５２－１０７４",
                             "群号30521074", "群号：3052 1074", "羣號 30521074", "三零五二一零七四",
                             "三〇五二 幺〇七四", "No. 3052 1074", "#30521074", "group 3052-1074", "3 0 5 2 1 0 7 4",
                             "3052·1074", "30521074。", "群号是30521074", "3052\u200b1074", "③052 1074"}) {
        CAPTURE(std::string(text));
        CHECK(group_digits(text) == "30521074");
    }
}

TEST_CASE("what is not eight digits is no number") {
    for (const char* text : {"", "3052107", "305210744", "3052 1074 x", "加入30521074", "3052l074", "三十五",
                             "3052 群 1074", "十二三四五六七八"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(group_digits(text).has_value());
    }
    CHECK_FALSE(group_digits(std::string(1000, '1')).has_value());
}

TEST_CASE("Damm's own example, and the number in our documents") {
    CHECK(damm_check_digit("572") == '4');
    CHECK(damm_valid("5724"));
    CHECK_FALSE(damm_valid("5727"));
    CHECK(damm_valid("30521074"));
    for (const char* text : {"", "abc", "5724x", "-1"}) CHECK_FALSE(damm_valid(text));
}

TEST_CASE("every wrong digit and every swap of neighbours is noticed, and its correction offered") {
    for (int n = 1000000; n < 1000000 + 300 * 29989; n += 29989) {
        const auto number = numbered(n);
        REQUIRE(damm_valid(number));
        REQUIRE(corrections(number).empty());
        for (std::size_t at = 0; at < number.size(); ++at) {
            for (char digit = '0'; digit <= '9'; ++digit) {
                auto wrong = number;
                wrong[at] = digit;
                if (wrong == number) continue;
                REQUIRE_FALSE(damm_valid(wrong));
                REQUIRE(holds(corrections(wrong), number));
            }
            if (at + 1 == number.size() || number[at] == number[at + 1]) continue;
            auto wrong = number;
            std::swap(wrong[at], wrong[at + 1]);
            REQUIRE_FALSE(damm_valid(wrong));
            REQUIRE(holds(corrections(wrong), number));
        }
    }
}

TEST_CASE("a correction says which digit") {
    const auto number = numbered(3052107);
    auto wrong = number;
    wrong[5] = wrong[5] == '9' ? '8' : '9';
    const auto all = corrections(wrong);
    const auto it = std::find_if(all.begin(), all.end(), [&](const Correction& one) { return one.number == number; });
    REQUIRE(it != all.end());
    CHECK(it->position == 5);
    CHECK_FALSE(it->swapped);
    CHECK(std::count_if(all.begin(), all.end(), [](const Correction& one) { return !one.swapped; }) == 8);
    CHECK(corrections("3052").empty());
}

TEST_CASE("a number is shown four and four") {
    CHECK(grouped("30521074") == "3052 1074");
    CHECK(grouped("305") == "305");
}
