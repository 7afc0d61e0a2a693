// Folding: one spelling for all the ways a word may be typed, to compare commands and words by.
#pragma once

#include <string>
#include <string_view>

namespace noticeboard::text {

// Full and half width, letter case, traditional and simplified characters made one (NFKC_Casefold of UAX 31, then
// OpenCC); invisible marks gone, blanks at the ends trimmed, several blanks one space. "　／加　 羣 " → "/加 群". Never
// shown to anyone.
std::string folded(std::string_view text);

}  // namespace noticeboard::text
