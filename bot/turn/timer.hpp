// Timers: rows that become turns when they are due.
#pragma once

#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/effects.hpp"
#include "bot/turn/job.hpp"

namespace noticeboard::turn {

void keep_timer(community::Scope& scope, const Effects::Timed& timed, std::string_view account, ChatId chat);

// The timers that are due, as jobs, oldest first; each deletes its row in its own turn.
std::vector<Job> due_timers(community::Scope& scope, int most = 256);

}  // namespace noticeboard::turn
