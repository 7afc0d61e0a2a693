// All plugins, in the order of the list in CMakeLists.txt: the menu's order too.
#pragma once

#include <vector>

#include "bot/plugin.hpp"

namespace noticeboard {

std::vector<Plugin> all_plugins();

}  // namespace noticeboard
