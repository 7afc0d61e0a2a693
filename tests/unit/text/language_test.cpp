// Language names and Accept-Language.
#include "bot/text/language.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace noticeboard::text;

TEST_CASE("every way to name a language has one short name") {
    const std::pair<const char*, const char*> rows[] = {{"zh", "zh"},      {"zh_CN", "zh"},
                                                        {"zh-hans", "zh"}, {"zh-Hant-TW", "zh"},
                                                        {"ZH", "zh"},      {"zh_CN.UTF-8", "zh"},
                                                        {"en-GB", "en"},   {" en ", "en"},
                                                        {"*", "*"},        {"", ""},
                                                        {"1", ""},         {"<script>", ""},
                                                        {"中文", ""},      {"aaaaaaaaaaaa", ""}};
    for (const auto& [name, expected] : rows) {
        CAPTURE(name);
        CHECK(short_language(name) == expected);
    }
}

TEST_CASE("the best language is the reader's first that we speak, else our first") {
    const std::vector<std::string> chinese_first{"zh", "en"}, english_first{"en", "zh"};
    const std::pair<const char*, const char*> rows[] = {{"zh-CN,zh;q=0.9,en;q=0.5", "zh"},
                                                        {"en-US,en;q=0.9,zh;q=0.8", "en"},
                                                        {"fr,en;q=0.1", "en"},
                                                        {"en;q=0.1, zh;q=0.2", "zh"},
                                                        {"en;q=0, fr", "zh"},
                                                        {"fr;q=1, *;q=0.5, en;q=0.4", "zh"},
                                                        {"", "zh"},
                                                        {"de", "zh"},
                                                        {"en;q=x", "zh"},
                                                        {"en;q=nan", "zh"},
                                                        {",,;;q=,en", "en"},
                                                        {"en ; q=1", "en"}};
    for (const auto& [header, expected] : rows) {
        CAPTURE(header);
        CHECK(best_language(header, chinese_first) == expected);
    }
    CHECK(best_language("de", english_first) == "en");
    CHECK(best_language("zh_CN", english_first) == "zh");
    CHECK(best_language(std::string(100000, ','), english_first) == "en");
}

TEST_CASE("Chinese characters give Chinese away, nothing else gives anything away") {
    CHECK(written_language("加入 30521074") == "zh");
    CHECK(written_language("hi 龥") == "zh");
    CHECK(written_language("/join 3052 1074") == "");
    CHECK(written_language("ｊｏｉｎ ①　かな") == "");
    CHECK(written_language("\xE5") == "");
}
