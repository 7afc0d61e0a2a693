// Texts as people give them: trimmed, and refused when they are empty, too long, or not UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "bot/model/result.hpp"

namespace noticeboard::community {

inline constexpr std::size_t longest_name = 80;  // characters, as UTF-16 counts them
inline constexpr std::size_t longest_text = 1000;

enum class Blank { allowed, refused };

// `what` names the text in the error: "name", "introduction".
Result<std::string> given(std::string_view what, std::string_view text, std::size_t longest, Blank blank);

}  // namespace noticeboard::community
