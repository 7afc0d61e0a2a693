// Spelling: what somebody may have meant by a key that does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace noticeboard {

// ", did you mean secret_token?" for the nearest of `words` if it is near, else "".
std::string suggestion(std::string_view typed, const std::vector<std::string>& words);

}  // namespace noticeboard
