// Desks: who may answer a request, who of them is told, by what way, and what happens when nobody acts.
#pragma once

#include <vector>

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::help {

// Whether somebody's right to the request holds now: she answers at its desk and scope and is not excluded.
bool may_answer(Turn& turn, PersonId person, const Request& request);

// Sends the request to the first desk that its class, topic and exclusions allow, tells those on duty there, and starts
// the clock. Nobody is told twice.
void send_to_desk(Turn& turn, Request request);

// A word from her: helpers who have it are told, the clock starts again.
void heard_from_her(Turn& turn, const Request& request);

// Adds the answering side to the plugin: its commands, buttons, steps, timers.
Plugin with_desk(Plugin plugin);

}  // namespace noticeboard::plugins::help
