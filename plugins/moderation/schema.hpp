// The tables of moderation. Keys begin with the group; what a case quotes is sealed under the case's own key.
#pragma once

#include <string>
#include <vector>

namespace noticeboard::plugins::moderating {

std::vector<std::string> schema();

}  // namespace noticeboard::plugins::moderating
