// Acts: doing what was decided, or asking the leader to, where the bot cannot; and taking it back.
#pragma once

#include <set>
#include <string>

#include "plugins/moderation/deed.hpp"

namespace noticeboard::plugins::moderating {

// Does the act and writes the case: in force, or a task where the bot cannot do all of it there. Tells whom it concerns
// when it is done. `length`: of a mute; of a ban when it is not zero.
void carry_out(Turn& turn, const Group& group, Case& one, Act act, Millis length, PersonId actor);

// What the ladder says for somebody's next breach.
struct Step {
    Act act = Act::warn;
    Millis length{0};
};
Step next_step(Turn& turn, const Group& group, PersonId target);

// A leader says that she has done by hand what the bot could not.
void done_by_hand(Turn& turn, const Group& group, Case& one);

// Takes the act back and tells whom it concerned; false when there is nothing to take back.
bool undo(Turn& turn, const Group& group, Case& one);

// How it went on the platform: what failed becomes a task.
void act_ended(Turn& turn);
// A mute's time is over.
void lift(Turn& turn);

// Into the audit: "moderation.ban", which case, whom.
void note(Turn& turn, const char* what, const Case& one);

// --- words: words.cpp

// A case for whoever decides, with what she may press; for a task, the taps to make.
Reply shown(Turn& turn, PersonId reader, const Group& group, const Case& one);

// What somebody is told of a case about her, with the way to appeal while there is one.
Reply told_to_target(Turn& turn, const Group& group, const Case& one);

// … and when it was taken back; `open`: she may come in again.
Reply told_undone(Turn& turn, const Group& group, const Case& one, bool open);

std::string state_of(Turn& turn, const std::string& language, const Case& one);  // "muted until …", "waits for you"
std::string hours(Turn& turn, const std::string& language, Millis length);       // "1 hour", "2 days"
std::string whom(Turn& turn, const std::string& language, const Case& one);      // her name, or that it is not known

// Shows the case to all of these but the turn's person; gives how many could be told.
int tell_all(Turn& turn, const std::set<PersonId>& people, const Group& group, const Case& one);

}  // namespace noticeboard::plugins::moderating
