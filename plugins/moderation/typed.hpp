// Typed: what a leader types after an act: "禁言 张三 1小时", "mute Mei 2d", "1h".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "plugins/moderation/case.hpp"

namespace noticeboard::plugins::moderating {

// "1h", "30 m", "2d", "1小时", "30分钟", "2天", "3 hours": from a minute to a year; nothing for anything else.
std::optional<Millis> length_in(std::string_view text);

// A name, and a length behind it where there is one.
struct Named {
    std::string name;
    std::optional<Millis> length;
};
Named name_and_length(std::string_view text);

// The act that a text begins with, and what stands behind it: "禁言 1小时" → mute, "1小时".
std::optional<std::pair<Act, std::string>> act_in(std::string_view text);

}  // namespace noticeboard::plugins::moderating
