// The desk: who is told of a request, who takes it, and what happens when nobody acts.
#pragma once

#include "plugins/help/station.hpp"

namespace noticeboard::plugins::helping {

// Sends a draft off: the first station is told, the clock starts.
void send_to_desk(Turn& turn, Request request);

// A word from her: who has it is told, and the clock starts again.
void heard_from_her(Turn& turn, Request request);

// Gives a request to one of those who may answer it; false when she may not.
bool give_to(Turn& turn, Request request, PersonId person);

// By hand to another station, which counts it by a number of its own.
void pass_to(Turn& turn, Request& request, const Station& station);

void time_is_up(Turn& turn);  // timer "escalate"

// Who held a request, or was told of it, has lost her phone: what she wrote a moment ago does not go, and whoever may
// answer it now is told.
void phone_lost(Turn& turn, const LostPhone& lost);

}  // namespace noticeboard::plugins::helping
