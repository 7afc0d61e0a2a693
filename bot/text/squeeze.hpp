// Squeezing: a text as forbidden words are looked for in it: folded, and without whatever people put between the
// letters of a word to hide it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace noticeboard::text {

// "加 ❤ ＶＸ：1" → "加vx1". Letters, marks and digits of folded() stay; blanks, punctuation, symbols and invisible
// marks go. `breaks`: the offsets in `text` where something visible went, ascending: there one word may end and another
// begin.
struct Squeezed {
    std::string text;
    std::vector<std::uint32_t> breaks;
    bool operator==(const Squeezed&) const = default;
};
Squeezed squeezed(std::string_view text);
std::string_view squeeze(std::string_view text, std::string& room);  // its text alone, written into `room`

// Whether a word may begin or end here: at an end, at a break, between letter and digit, beside a character of a script
// that writes without blanks (Chinese). "ass" is no word of "class", 加微 is one of 请加微信.
bool at_edge(const Squeezed& in, std::size_t offset);

}  // namespace noticeboard::text
