// Given texts: see given.hpp.
#include "bot/community/given.hpp"

#include "bot/text/utf8.hpp"

namespace noticeboard::community {

Result<std::string> given(std::string_view what, std::string_view text, std::size_t longest, Blank blank) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    text = first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(blanks) - first + 1);
    if (text.empty() && blank == Blank::refused) return invalid("the " + std::string(what) + " is missing");
    if (!text::acceptable(text)) return invalid("the " + std::string(what) + " is not UTF-8");
    if (text::length(text, TextUnit::utf16) > longest) {
        return invalid("the " + std::string(what) + " is longer than " + std::to_string(longest) + " characters");
    }
    return std::string(text);
}

}  // namespace noticeboard::community
