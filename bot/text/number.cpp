// Choices read from text: fold it, take the words around the number away, read the number.
#include "bot/text/number.hpp"

#include <string>

#include "bot/text/chinese_digit.hpp"
#include "bot/text/fold.hpp"

namespace noticeboard::text {
namespace {

constexpr std::string_view words_before[] = {"选择", "选",     "我选", "我要",   "要",     "第", "no.",
                                             "no",   "number", "num",  "option", "choice", "#",  "(",
                                             "[",    "【",     "回复", "编号",   "按"};
constexpr std::string_view words_after[] = {
    "个", "项", "号", "条", "种", ".",  "。", "、",    ",",
    ")",  "]",  "】", "!",  ":",  "了", "吧", "\u20e3"};  // the last: keycap emoji

bool strip_front(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
    return true;
}

bool strip_back(std::string_view& text, std::string_view word) {
    if (!text.ends_with(word)) return false;
    text.remove_suffix(word.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    return true;
}

std::string_view bare(std::string_view text) {
    for (bool again = true; again;) {
        again = false;
        for (const auto word : words_before) again = strip_front(text, word) || again;
        for (const auto word : words_after) again = strip_back(text, word) || again;
    }
    return text;
}

std::optional<int> plain_number(std::string_view text) {
    while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
    if (text.empty() || text.size() > 2) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value > 0 ? std::optional(value) : std::nullopt;
}

// A digit from 1 to 9 that is the whole text.
std::optional<int> single(std::string_view text) {
    const auto digit = chinese_digit(text);
    return digit && digit->size == text.size() && digit->value > 0 ? std::optional(digit->value) : std::nullopt;
}

}  // namespace

std::optional<int> chinese_number(std::string_view text) {
    constexpr std::string_view ten = "十";
    const auto at = text.find(ten);
    if (at == std::string_view::npos) return single(text);
    const auto tens = at == 0 ? std::optional(1) : single(text.substr(0, at));
    const auto rest = text.substr(at + ten.size());
    const auto ones = rest.empty() ? std::optional(0) : single(rest);
    if (!tens || !ones) return std::nullopt;
    return *tens * 10 + *ones;
}

std::optional<int> choice_number(std::string_view text) {
    if (text.size() > 64) return std::nullopt;
    const std::string spelling = folded(text);
    const auto word = bare(spelling);
    if (const auto number = plain_number(word)) return number;
    return chinese_number(word);
}

}  // namespace noticeboard::text
