// All adapters that this program was built with, by the `type` of the config.
#pragma once

#include <string_view>

#include "bot/adapter.hpp"

namespace noticeboard {

// How an adapter of that type is made, or null when there is none.
MakeAdapter find_adapter(std::string_view type);

}  // namespace noticeboard
