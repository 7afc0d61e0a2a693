// Number words: the choice that somebody makes from a numbered list, in the many ways people type one.
#pragma once

#include <optional>
#include <string_view>

namespace noticeboard::text {

// "①", "一", "选1", "１", "第二个", "no. 3", "1." → 1 to 99; none when the text says anything else.
std::optional<int> choice_number(std::string_view text);

// "十二" → 12, "二十" → 20, "九十九" → 99; simplified characters, 1 to 99.
std::optional<int> chinese_number(std::string_view text);

}  // namespace noticeboard::text
