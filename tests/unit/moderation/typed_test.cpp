// What a leader types behind an act.
#include "plugins/moderation/typed.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using namespace noticeboard::plugins::moderating;

TEST_CASE("lengths of time, as they are typed") {
    const std::vector<std::pair<std::string, Millis>> known{
        {"1h", 1h},          {"30m", 30min}, {"2d", 48h},    {"1小时", 1h},
        {"３０分钟", 30min}, {"2天", 48h},   {"1 hour", 1h}, {"365d", Millis(24h) * 365}};
    for (const auto& [text, length] : known) {
        CAPTURE(text);
        CHECK(length_in(text) == length);
    }
    for (const char* text : {"", "h", "0h", "-1h", "1", "1 fortnight", "366d", "9999999999999h", "1hh", "Mei"}) {
        CAPTURE(text);
        CHECK_FALSE(length_in(text).has_value());
    }
}

TEST_CASE("a name, and a length behind it") {
    CHECK(name_and_length("Mei").name == "Mei");
    CHECK(name_and_length("Wang Mei 2h").name == "Wang Mei");
    CHECK(name_and_length("Wang Mei 2 hours").name == "Wang Mei");
    CHECK(name_and_length("张三 1小时").length == 1h);
    CHECK_FALSE(name_and_length("Wang Mei").length.has_value());
}

TEST_CASE("an act is a word by itself, or with a length; anything else is talk") {
    CHECK(act_in("ban")->first == Act::ban);
    CHECK(act_in("Mute 2h")->second == "2h");
    CHECK(act_in("禁言1小时")->first == Act::mute);
    CHECK(act_in("禁言 2天")->second == "2天");
    for (const char* text : {"banana", "ban the bomb", "警告大家小心骗子", "mute button is broken", "remove it", ""}) {
        CAPTURE(text);
        CHECK_FALSE(act_in(text).has_value());
    }
}
