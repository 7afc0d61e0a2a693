// Languages by their short names: "zh" (simplified Chinese) and "en", whatever the platform or browser calls them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace noticeboard::text {

// "zh_CN.UTF-8", "zh-hans", "ZH" → "zh"; "en-GB" → "en"; the primary subtag in lower case for all others; "" for no
// language.
std::string short_language(std::string_view name);

// The first of `supported` that the reader understands, by her order of preference: an Accept-Language header (RFC 9110
// 12.5.4) or one language name. The first of `supported` when none fits. `supported` must not be empty.
std::string best_language(std::string_view preferred, std::span<const std::string> supported);

// The language that a message's script gives away: "zh" when it has a Chinese character, else "".
std::string written_language(std::string_view text);

}  // namespace noticeboard::text
