// A lost phone: somebody else may hold it. What was open on it ends, and what was on its way to it goes no further.
#pragma once

#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/effects.hpp"
#include "bot/plugin.hpp"

namespace noticeboard::turn {

// Her open questions, her buttons and the messages that wait for her are void. Every plugin that has something to pass
// on to others hears of it in a turn of its own, at once.
void lock_out(community::Scope& scope, const std::vector<Plugin>& plugins, const LostPhone& lost);

}  // namespace noticeboard::turn
