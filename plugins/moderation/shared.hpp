// Shared bans: what the level above has decided for all groups of a unit. The door of each is shut at once (ban.hpp);
// in those where she is inside, or may be, a case of the group's own puts her out, by the bot or by the leader's hand.
#pragma once

#include "plugins/moderation/case.hpp"

namespace noticeboard::plugins::moderating {

void share(Turn& turn, const Group& group, Case& one);

// A timer: the next groups. A turn does twenty at most; from her memberships and seats, not from the unit's groups.
void put_out_of_more(Turn& turn);

// The shared ban `one` was taken back: so are the cases that carried it out. Nobody is put back.
void undo_elsewhere(Turn& turn, const Case& one);
void undo_more(Turn& turn);  // a timer

}  // namespace noticeboard::plugins::moderating
