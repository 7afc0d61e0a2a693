// Break-glass: reading what is closed or somebody else's. It takes a reason, the agreement of a second person who may
// answer it too, and lasts an hour; every step is a line in the desk's chain.
#pragma once

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::helping {

inline constexpr Millis glass_life = 1h;

void unseal(Turn& turn);         // command: a number, and why
void glass_agreed(Turn& turn);   // button of the second person
void glass_refused(Turn& turn);  // …
void glass_read(Turn& turn);     // button of who asked, once somebody agreed

// Whether somebody may read the request now because a second person agreed.
bool glass_is_open(Turn& turn, const Request& request, PersonId person);

}  // namespace noticeboard::plugins::helping
