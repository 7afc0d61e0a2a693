// The morning digest's line about questions that nobody has answered yet; only those that its reader may see.
#pragma once

#include "bot/plugin.hpp"

namespace noticeboard::plugins::helping {

std::optional<DigestLine> waiting_at_group(Turn& turn, const Group& group);
std::optional<DigestLine> waiting_at_office(Turn& turn, const Unit& unit);

}  // namespace noticeboard::plugins::helping
