// UTF-8: what is valid, how long it is, where it is cut.
#include "bot/text/utf8.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace noticeboard::text;
using noticeboard::TextUnit;

namespace {

const std::string family =
    "👩‍👩‍👧";  // three people and two joiners: one character, 8 UTF-16 units, 18 bytes
const std::string flag = "🇨🇳";
const std::string accented = "e\u0301";

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    return text;
}

}  // namespace

TEST_CASE("valid and invalid UTF-8") {
    for (const std::string& text :
         {std::string(), std::string("abc"), std::string("王芳"), family, std::string("\u0000", 1)})
        CHECK(valid_utf8(text));
    for (const char* text : {"\xff", "\xc0\xaf", "\xe4\xb8", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "a\xe4"}) {
        CHECK_FALSE(valid_utf8(text));
        CHECK_FALSE(acceptable(text));
    }
    CHECK(acceptable("王芳"));
    CHECK_FALSE(acceptable(std::string_view("a\0b", 3)));
}

TEST_CASE("a broken text is mended, a sound one untouched") {
    CHECK(repaired("王芳") == "王芳");
    CHECK(repaired("a\xff"
                   "b") == "a\uFFFDb");
    CHECK(repaired("王\xe4\xb8") == "王\uFFFD");
    CHECK(repaired(std::string_view("a\0b", 3)) == "ab");
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        std::string noise(random() % 20, '\0');
        for (char& c : noise) c = static_cast<char>(random());
        CHECK(acceptable(repaired(noise)));
    }
}

TEST_CASE("length in each unit") {
    struct Row {
        std::string text;
        std::size_t bytes, utf16, points;
    };
    const Row rows[] = {{"", 0, 0, 0},  {"abc", 3, 3, 3},   {"王芳", 6, 2, 2},
                        {"😀", 4, 2, 1}, {family, 18, 8, 5}, {accented, 3, 2, 2}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(length(row.text, TextUnit::bytes) == row.bytes);
        CHECK(length(row.text, TextUnit::utf16) == row.utf16);
        CHECK(length(row.text, TextUnit::code_points) == row.points);
    }
}

TEST_CASE("a beginning never ends inside a character") {
    CHECK(beginning("王芳", 5, TextUnit::bytes) == "王");
    CHECK(beginning("王芳", 6, TextUnit::bytes) == "王芳");
    CHECK(beginning("a😀", 2, TextUnit::utf16) == "a");
    CHECK(beginning("a" + accented, 2, TextUnit::utf16) == "a");
    CHECK(beginning("a" + family + "b", 8, TextUnit::utf16) == "a");
    CHECK(beginning("a" + family + "b", 9, TextUnit::utf16) == "a" + family);
    CHECK(beginning(flag + flag, 6, TextUnit::utf16) == flag);
    CHECK(beginning("a\r\nb", 2, TextUnit::bytes) == "a");
    CHECK(beginning(family, 4, TextUnit::bytes) == "👩");  // longer than the limit by itself
    CHECK(beginning("王", 2, TextUnit::bytes).empty());
    CHECK(beginning("abc", 10, TextUnit::code_points) == "abc");
}

TEST_CASE("a long text is cut where a reader would") {
    struct Row {
        std::string text;
        std::vector<std::string> expected;
    };
    const Row rows[] = {
        {"", {}},
        {" \n ", {}},
        {"short", {"short"}},
        {"one two three four", {"one two", "three four"}},
        {"hello worl foo", {"hello worl", "foo"}},
        {"first\n\nsecond", {"first", "second"}},
        {"abcde\nfg hij klm", {"abcde", "fg hij klm"}},
        {"你好。今天开会,请大家来", {"你好。今天开会,请大家", "来"}},
        {"今天开会了。请大家都来", {"今天开会了。", "请大家都来"}},
        {"aaaaaaaaaaaaaaaaaaaaaaa", {"aaaaaaaaaa", "aaaaaaaaaa", "aaa"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(pieces(row.text, row.text.find("你好") == 0 ? 11 : 10, TextUnit::utf16) == row.expected);
    }
}

TEST_CASE("pieces fit their limit and lose nothing but blanks") {
    const std::string alphabet[] = {"a", "b", " ", "\n", "\n\n", "。", "王", "😀", family, flag, accented, ". ", "字"};
    std::mt19937 random(11);
    for (int round = 0; round < 1000; ++round) {
        std::string text;
        for (int i = random() % 60; i > 0; --i) text += alphabet[random() % std::size(alphabet)];
        const std::size_t limit = 4 + random() % 30;
        for (const TextUnit unit : {TextUnit::bytes, TextUnit::utf16, TextUnit::code_points}) {
            std::string together;
            for (const auto& piece : pieces(text, limit, unit)) {
                REQUIRE(length(piece, unit) <= limit);
                REQUIRE(valid_utf8(piece));
                REQUIRE_FALSE(piece.empty());
                together += piece;
            }
            REQUIRE(without_blanks(together) == without_blanks(text));
        }
    }
}
