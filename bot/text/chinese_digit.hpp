// The digits 0 to 9 as they are written and spoken in Chinese, in folded text.
#pragma once

#include <optional>
#include <string_view>

namespace noticeboard::text {

struct ChineseDigit {
    int value;
    std::size_t size;  // bytes of its character
};

// The digit that `text` begins with: 零 〇 一 … 九, 两, 幺 (one, over the telephone), and the banker's 壹 … 玖.
inline std::optional<ChineseDigit> chinese_digit(std::string_view text) {
    constexpr std::string_view spellings[] = {"零〇", "一壹幺", "二贰两", "三叁", "四肆",
                                              "五伍", "六陆",   "七柒",   "八捌", "九玖"};
    constexpr std::size_t size = 3;  // all of them are three bytes in UTF-8
    if (text.size() < size) return std::nullopt;
    for (int value = 0; value < 10; ++value) {
        const auto at = spellings[value].find(text.substr(0, size));
        if (at != std::string_view::npos && at % size == 0) return ChineseDigit{value, size};
    }
    return std::nullopt;
}

}  // namespace noticeboard::text
