// Folding: the spellings that must become one.
#include "bot/text/fold.hpp"

#include <doctest/doctest.h>

#include <random>

using noticeboard::text::folded;

TEST_CASE("spellings that mean the same become the same") {
    const std::pair<const char*, const char*> rows[] = {
        {"", ""},
        {"  /Join   3052 1074\n", "/join 3052 1074"},
        {"/ＪＯＩＮ　３０５２", "/join 3052"},
        {"／加入", "/加入"},
        {"加\u200b入\ufeff", "加入"},
        {"\u202a菜单\u202c", "菜单"},
        {"幫助", "帮助"},
        {"婦女聯合會羣組", "妇女联合会群组"},
        {"①", "1"},
        {"Ｎｏ．　３", "no. 3"},
        {"Straße", "strasse"},
        {"ÉCOLE", "école"},
        {"e\u0301cole", "école"},
        {"ｶﾞ", "ガ"},
        {"a\tb\r\nc", "a b c"},
        {"\u3000菜单\u3000", "菜单"},
        {"a\x01"
         "b",
         "a b"},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(std::string(text));
        CHECK(folded(text) == expected);
    }
}

TEST_CASE("words that differ stay different") {
    CHECK(folded("加入") != folded("加人"));
    CHECK(folded("join") != folded("jo in"));
}

TEST_CASE("folding twice changes nothing, and broken bytes do not stop it") {
    for (const char* text : {"ＪＯＩＮ　①", "婦女", "Straße", "\xff\xfe", "王\xe4\xb8", "ﬃ", "㍿"}) {
        const auto once = folded(text);
        CHECK(folded(once) == once);
    }
    std::mt19937 random(3);
    for (int i = 0; i < 2000; ++i) {
        std::string noise(random() % 24, '\0');
        for (char& c : noise) c = static_cast<char>(random());
        CHECK_NOTHROW((void)folded(noise));
    }
}
