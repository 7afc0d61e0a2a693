// The tables of requests for help, numbered: a step that shipped never changes.
#pragma once

#include <string>
#include <vector>

namespace noticeboard::plugins::helping {

std::vector<std::string> schema();

}  // namespace noticeboard::plugins::helping
