// Timers: rows that become turns when they are due.
#pragma once

#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/effects.hpp"
#include "bot/plugin.hpp"
#include "bot/turn/job.hpp"

namespace noticeboard::turn {

void keep_timer(community::Scope& scope, const Effects::Timed& timed, std::string_view account, ChatId chat);

// The timers that are due, as jobs, oldest first; each deletes its row in its own turn.
std::vector<Job> due_timers(community::Scope& scope, int most = 256);

// The plugins' standing timers whose period began after `since`, as jobs. The period is in the turn key: however often
// a job of the same period is offered, it runs once.
std::vector<Job> standing_timers(const std::vector<Plugin>& plugins, TimePoint since, TimePoint now);

}  // namespace noticeboard::turn
