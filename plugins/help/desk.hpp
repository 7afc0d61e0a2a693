// Desks: who may answer a request, who of them is told, and what happens when nobody acts.
#pragma once

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::helping {

// Where a request can lie, in the order in which it goes on: the people of one desk at one scope.
struct Station {
    std::string desk, scope;
    std::vector<PersonId> people;
};

// The stations of a request whose people may know of it now: roles as they are held at this moment, without those she
// excluded. Levels 0 and 1: her group, then the units above it; level 2: the township and above; level 3: a desk
// outside the local chain, and of its people none who also holds a role in her group, village or township.
std::vector<Station> stations(Turn& turn, const Request& request);

// Whether somebody's right to it holds now: she is of a station that it has reached.
bool may_answer(Turn& turn, PersonId person, const Request& request);

// Sends a draft off: the first station is told, the clock starts.
void send_to_desk(Turn& turn, Request request);

// A word from her: who has it is told, and the clock starts again.
void heard_from_her(Turn& turn, Request request);

// Gives a request to one of those who may answer it; false when she may not.
bool give_to(Turn& turn, Request request, PersonId person);

void time_is_up(Turn& turn);  // timer "escalate"

}  // namespace noticeboard::plugins::helping
