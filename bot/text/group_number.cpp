// Group numbers read from text, checked, and corrected.
#include "bot/text/group_number.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "bot/text/chinese_digit.hpp"
#include "bot/text/fold.hpp"

namespace noticeboard::text {
namespace {

// Row: the interim digit so far; column: the next digit. Totally anti-symmetric, zeros on the diagonal.
constexpr std::uint8_t quasigroup[10][10] = {
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3}, {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6}, {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7}, {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

constexpr std::string_view words_before[] = {"群号码", "群号", "群组", "群",     "编号",  "号码",
                                             "号",     "小组", "组号", "number", "group", "no."};
constexpr std::string_view separators[] = {" ", "-", "‐", "‑",  "–", "—",  "·",  ".", "_",
                                           "/", ":", "#", "是", ",", "、", "。", "ー"};

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <std::size_t count>
bool skip_one(std::string_view& text, const std::string_view (&words)[count]) {
    for (const auto word : words) {
        if (!text.starts_with(word)) continue;
        text.remove_prefix(word.size());
        return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> group_digits(std::string_view typed) {
    if (typed.size() > 128) return std::nullopt;
    const std::string spelling = folded(typed);
    std::string_view text(spelling);
    std::string digits;
    while (!text.empty()) {
        if (text.front() >= '0' && text.front() <= '9') {
            digits.push_back(text.front());
            text.remove_prefix(1);
        } else if (const auto digit = chinese_digit(text)) {
            digits.push_back(static_cast<char>('0' + digit->value));
            text.remove_prefix(digit->size);
        } else if (!(digits.empty() && skip_one(text, words_before)) && !skip_one(text, separators)) {
            return std::nullopt;
        }
    }
    return digits.size() == group_number_size ? std::optional(std::move(digits)) : std::nullopt;
}

char damm_check_digit(std::string_view digits) {
    std::uint8_t interim = 0;
    for (const char c : digits) interim = quasigroup[interim][c - '0'];
    return static_cast<char>('0' + interim);
}

bool damm_valid(std::string_view digits) {
    return all_digits(digits) && damm_check_digit(digits) == '0';
}

std::string grouped(std::string_view number) {
    if (number.size() != group_number_size) return std::string(number);
    return std::string(number.substr(0, 4)) + ' ' + std::string(number.substr(4));
}

std::vector<Correction> corrections(std::string_view number) {
    std::vector<Correction> out;
    if (number.size() != group_number_size || !all_digits(number) || damm_valid(number)) return out;
    for (std::size_t at = 0; at < number.size(); ++at) {
        std::string changed(number);
        for (char digit = '0'; digit <= '9'; ++digit) {
            changed[at] = digit;
            if (damm_valid(changed)) out.push_back({changed, at, false});
        }
    }
    for (std::size_t at = 0; at + 1 < number.size(); ++at) {
        std::string changed(number);
        std::swap(changed[at], changed[at + 1]);
        if (damm_valid(changed)) out.push_back({changed, at, true});
    }
    return out;
}

}  // namespace noticeboard::text
