// Word lists: found however a word was typed, not found inside another word; the quick way and the long way agree.
#include "bot/text/word_list.hpp"

#include <doctest/doctest.h>

#include <random>

#include "bot/text/fold.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::text {
namespace {

WordList list_of(const std::vector<std::string>& words) {
    auto out = WordList::compile(words);
    REQUIRE(out.ok());
    return std::move(*out);
}

// The same text by the long way: a letter with an accent of its own behind it, which is then taken off.
Squeezed by_the_long_way(const std::string& text) {
    Squeezed out = squeezed(text + "|xe\u0301");
    REQUIRE(out.text.ends_with("x\u00E9"));
    out.text.resize(out.text.size() - 3);
    if (!out.breaks.empty() && out.breaks.back() == out.text.size()) out.breaks.pop_back();
    return out;
}

}  // namespace

TEST_CASE("a word is found in every dress") {
    const WordList list = list_of({"加微信", "刷单", "viagra", "代开发票", "free money", "t.me/joinchat"});
    for (const char* text : {"加微信",
                             "请 加 微 信 领奖",
                             "加微.信！",
                             "加\u200B微\u200D信",
                             "加❤微❤信",
                             "加微\n信",
                             "代開發票",
                             "ＶＩＡＧＲＡ",
                             "v i a g r a",
                             "v.i-a_g*r a!",
                             "vi\u00ADagra",
                             "vi agra",
                             "buy viagra now",
                             "Free-Money",
                             "刷單",
                             "买viagra吧",
                             "𝐯𝐢𝐚𝐠𝐫𝐚",
                             "viagra\u0301x viagra",
                             "https://t.me/JoinChat/abc",
                             "😀刷😀单"}) {
        CAPTURE(text);
        CHECK(list.find(text).has_value());
    }
    CHECK(list.find("买viagra吧") == 2);
}

TEST_CASE("a word is not found inside another one") {
    const WordList list = list_of({"ass", "free money", "12345", "加vx"});
    for (const char* text :
         {"first class", "assess", "as sess", "freemoneyless", "1234567", "加v", "", "微信 加", "☺"}) {
        CAPTURE(text);
        CHECK_FALSE(list.find(text).has_value());
    }
    CHECK(list.find("加VX123456").has_value());  // between letter and digit a word may end
    CHECK(list.find("class, ass").has_value());  // the first place does not count, the second does
}

TEST_CASE("what cannot be a word is refused, and too many are") {
    CHECK_FALSE(WordList::compile({"加微信", "赌"}).ok());
    CHECK(WordList::compile({"加微信", "赌"}).error().message.starts_with("word 2:"));
    CHECK_FALSE(word_for_list("❤❤❤").ok());
    CHECK_FALSE(word_for_list(std::string(61, 'a')).ok());
    CHECK(*word_for_list(" 加 微-信 ") == "加微信");
    CHECK_FALSE(WordList::compile(std::vector<std::string>(WordList::most_words + 1, "word")).ok());
    CHECK(WordList().find("anything") == std::nullopt);
    CHECK(list_of({}).size() == 0);
}

TEST_CASE("a text of any size costs no more than its bound") {
    const WordList list = list_of({"viagra"});
    const std::string padding(WordList::longest_text, 'x');
    CHECK_FALSE(list.find(padding + " viagra").has_value());
    CHECK_FALSE(list.find(padding.substr(6) + " viagra").has_value());  // cut within the word
    CHECK(list.find(padding.substr(7) + " viagra").has_value());
}

TEST_CASE("ten thousand words are told apart") {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < WordList::most_words; ++i) words.push_back("词" + std::to_string(100000 + i) + "号");
    const WordList list = list_of(words);
    for (const std::size_t i : {std::size_t{0}, std::size_t{4711}, WordList::most_words - 1})
        CHECK(list.find("看 " + words[i] + " 这里") == i);
    CHECK_FALSE(list.find("词1号").has_value());
}

TEST_CASE("the quick way and the long way give the same") {
    std::mt19937 random(20260101);
    const std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges{
        {0, 0x17F},       {0x200, 0x24F},     {0x370, 0x52F},     {0x1E00, 0x20CF},
        {0x2100, 0x27BF}, {0x2E80, 0x30FF},   {0x3400, 0x9FFF},   {0xF900, 0xFAFF},
        {0xFE00, 0xFFEF}, {0x1D400, 0x1D7FF}, {0x1F100, 0x1F6FF}, {0x20000, 0x2A6DF}};
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const std::size_t size = random() % 12;
        for (std::size_t i = 0; i < size; ++i) {
            const auto [from, to] = ranges[random() % ranges.size()];
            const std::uint32_t c = from + random() % (to - from + 1);
            if (c < 0x80) {
                text.push_back(static_cast<char>(c));
            } else if (c < 0x800) {
                text += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
            } else if (c < 0x10000) {
                text += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                         static_cast<char>(0x80 | (c & 0x3F))};
            } else {
                text += {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3F)),
                         static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
            }
        }
        if (random() % 8 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(random());
        CAPTURE(round);
        CAPTURE(text);
        const Squeezed quick = squeezed(text), slow = by_the_long_way(text);
        REQUIRE(quick.text == slow.text);
        REQUIRE(quick.breaks == slow.breaks);
    }
}

TEST_CASE("few words and many are found alike") {
    std::mt19937 random(11);
    const std::vector<std::string> letters{"加", "微", "信", "a", "b", "1", "é"};
    const auto some = [&](std::size_t least, std::size_t most, const char* between) {
        std::string out;
        for (std::size_t i = 0, count = least + random() % (most - least + 1); i < count; ++i)
            out += letters[random() % letters.size()] + (random() % 3 == 0 ? between : "");
        return out;
    };
    std::vector<std::string> words;
    for (int i = 0; i < 40; ++i) words.push_back(some(2, 4, ""));
    const WordList few = list_of(words);
    std::vector<std::string> padded = words;
    while (padded.size() <= WordList::few_words) padded.push_back("padding" + std::to_string(padded.size()));
    const WordList many = list_of(padded);
    int found = 0;
    for (int i = 0; i < 5000; ++i) {
        const std::string text = some(1, 12, i % 2 == 0 ? " " : "-");
        CAPTURE(text);
        REQUIRE(few.find(text).has_value() == many.find(text).has_value());
        found += few.find(text) ? 1 : 0;
    }
    CHECK(found > 500);
    CHECK(found < 4500);
}

}  // namespace noticeboard::text
