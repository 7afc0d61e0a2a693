// Choices from a numbered list, as people type them.
#include "bot/text/number.hpp"

#include <doctest/doctest.h>

#include <string>

using noticeboard::text::chinese_number;
using noticeboard::text::choice_number;

TEST_CASE("a choice is understood in many spellings") {
    const std::pair<const char*, int> rows[] = {
        {"1", 1},      {"１", 1},      {"①", 1},       {"一", 1},        {"选1", 1},   {"選一", 1},     {"1.", 1},
        {"1。", 1},    {"1、", 1},     {"(1)", 1},     {"（２）", 2},    {"⑵", 2},     {"⒊", 3},        {"第二", 2},
        {"第二个", 2}, {"第 3 项", 3}, {"no. 3", 3},   {"No.3", 3},      {"＃４", 4},  {"option 5", 5}, {"十", 10},
        {"十二", 12},  {"二十", 20},   {"九十九", 99}, {"99", 99},       {"07", 7},    {" 8 \n", 8},    {"我选两个", 2},
        {"㈠", 1},     {"壹", 1},      {"⑳", 20},      {"选择 6 吧", 6}, {"回复1", 1}, {"3️⃣", 3},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(std::string(text));
        CHECK(choice_number(text) == expected);
    }
}

TEST_CASE("what is no choice is left alone") {
    for (const char* text : {"", "0", "100", "三八", "一二", "十十", "百", "1 2", "1a", "yes", "no", "选", "第", "-1",
                             "1.5", "零", "一起来", "30521074", "1点开会"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(choice_number(text).has_value());
    }
    CHECK_FALSE(choice_number(std::string(100000, '1')).has_value());
}

TEST_CASE("Chinese numbers count from 1 to 99") {
    const char* digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    for (int value = 1; value < 100; ++value) {
        const std::string tens = value < 10 ? "" : value < 20 ? "十" : std::string(digits[value / 10]) + "十";
        CHECK(chinese_number(tens + digits[value % 10]) == value);
    }
}
