// Stations: whose a request is, in the order in which it goes on, and who may answer it now.
#pragma once

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::helping {

// Where a request can lie: the people of one desk at one scope.
struct Station {
    std::string desk, scope;
    std::vector<PersonId> people;
};

// The stations of a request whose people may know of it now: roles as they are held at this moment, without those she
// excluded. Levels 0 and 1: her group, then the units above it; level 2: the township and above; level 3: a desk
// outside the local chain, and of its people none who also holds a role in her group, village or township.
std::vector<Station> stations(Turn& turn, const Request& request);

// Which of them it has reached: the one that holds it. When nobody is left there, as far as it had gone on, counted
// among those that are; -1: there are none.
int reached(const Request& request, const std::vector<Station>& all);

// Whether somebody's right to it holds now: she is of a station that it has reached.
bool may_answer(Turn& turn, PersonId person, const Request& request);

}  // namespace noticeboard::plugins::helping
