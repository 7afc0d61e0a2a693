// Case: one act of moderation, or one thing that somebody has to look at, numbered within its group.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/plugin.hpp"

namespace noticeboard::plugins::moderating {

enum class Act { none, erase, warn, mute, remove, ban };
enum class State {
    open,    // somebody has to decide
    task,    // decided; the bot cannot do it there, a leader has to tap
    done,    // in force
    left,    // decided: nothing is done
    undone,  // taken back
    over,    // its time has passed
};
enum class Appeal { none, asked, confirmed, overturned };
enum class Shared { no, proposed, decided, declined };

struct Case {
    GroupId group;
    int number = 0;
    std::string unit;
    TimePoint at{};
    std::string rule;  // "words", "links", "flood", "newcomer", "night", "report", "leader"
    std::string version;
    PersonId actor, target;
    ChatId chat;
    std::string message;
    bool erase = false;
    Act act = Act::none;
    TimePoint until{};
    State state = State::open;
    bool above = false;
    bool rung = false;
    int reports = 0;
    Appeal appeal = Appeal::none;
    Shared shared = Shared::no;
    std::string shared_unit;
    TimePoint settled{};
    std::string key, name, quote;  // name and quote sealed
    PersonId sharer;               // who decided that it holds in the whole unit
    std::string source;            // the shared ban that this case carries out in its group: that case's id, or empty

    std::string id() const { return to_string(group) + ":" + std::to_string(number); }
    bool in_force() const { return act != Act::none && (state == State::done || state == State::task); }
};

// A new case under the group's next number, written at once. `fresh` has all but number, version, unit and key.
Case begin(Turn& turn, const Group& group, Case fresh, std::string_view name, std::string_view quote);

// Writes what has changed. A case with nothing left to do is settled, one with something left is not.
void keep(Turn& turn, Case& one);

std::optional<Case> find(Turn& turn, std::string_view id);  // "group:number"
std::optional<Case> find(Turn& turn, GroupId group, int number);
std::optional<Case> about_message(Turn& turn, GroupId group, ChatId chat, std::string_view message);

std::vector<Case> unsettled(Turn& turn, GroupId group);                // what waits in a group, oldest first
std::vector<Case> unsettled_above(Turn& turn, std::string_view unit);  // … for the level above, under a unit
std::vector<Case> carried_out_for(Turn& turn, const Case& shared, std::size_t most);  // in force yet, in other groups
std::vector<Case> newest_of(Turn& turn, PersonId target);                             // hers, newest first
int rungs_climbed(Turn& turn, GroupId group, PersonId target, TimePoint since);

std::string quote_of(Turn& turn, const Case& one);  // opened; empty when it is gone
std::string name_of(Turn& turn, const Case& one);   // of whom it concerns; empty when nobody knows

// Forgets what is too old: quotes, closed cases, reports, what was heard for floods.
void sweep(Turn& turn);

// Whoever is behind the turn is about to be forgotten: what cases quote of her goes.
void forget_target(Turn& turn);

}  // namespace noticeboard::plugins::moderating
