// UTF-8: checking and mending it, measuring it as platforms do, and cutting it where a reader would.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/platform.hpp"

namespace noticeboard::text {

// One code point of a text. `code` is -1 where the bytes are not UTF-8; `size` is then how many bytes to skip.
struct Point {
    std::int32_t code;
    std::size_t size;
};
Point point_at(std::string_view text, std::size_t at);

bool valid_utf8(std::string_view text);

// Valid UTF-8 without NUL: what may enter the store.
bool acceptable(std::string_view text);

// The text with U+FFFD in place of whatever is not UTF-8, and without NUL.
std::string repaired(std::string_view text);

// In what the platform counts: WeChat bytes, Telegram UTF-16 units.
std::size_t length(std::string_view text, TextUnit unit);

// The longest beginning of at most `limit` units that ends between two characters as a reader sees them (an accent, an
// emoji family, a flag stay whole; UAX 29). A character that is longer than the limit by itself is cut between code
// points.
std::string_view beginning(std::string_view text, std::size_t limit, TextUnit unit);

// The text in pieces of at most `limit` units (at least 4), cut between paragraphs if it can be, else lines, sentences,
// words, characters. Blanks at a cut are dropped, nothing else is. An empty or blank text has no pieces.
std::vector<std::string> pieces(std::string_view text, std::size_t limit, TextUnit unit);

}  // namespace noticeboard::text
