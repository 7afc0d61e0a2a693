// Turns a handler's effects into rows.
#pragma once

#include <vector>

#include "bot/community/audit.hpp"
#include "bot/delivery/outbox.hpp"
#include "bot/turn/frame.hpp"
#include "bot/turn/job.hpp"

namespace noticeboard::turn {

// Writes the outbox rows, dialog, timers and audit that the frame's effects ask for. Gives the rows in order; the first
// is `inline_` when the webhook's answer may carry it.
std::vector<delivery::Row> commit_effects(Frame& frame, const Job& job, community::AuditChain& audit);

}  // namespace noticeboard::turn
