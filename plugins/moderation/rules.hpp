// Rules: what a group's messages are looked at for, and what its leader decided about that.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugins/moderation/case.hpp"

namespace noticeboard::plugins::moderating {

enum class Links { off, newcomers, all };

struct Rules {  // of one group
    bool words = true, flood = true, night = false;
    Links links = Links::newcomers;
};
Rules rules_of(Turn& turn, GroupId group);
void set_rule(Turn& turn, GroupId group, std::string_view name, std::string_view value);

struct Breach {
    const char* rule;          // Case::rule
    bool climbs = false;       // the ladder says what follows
    bool held = false;         // a leader decides whether it may appear
    bool whole_group = false;  // many people at once: nobody in particular
    Millis mute{0};            // besides the message's going
};

// A message that speaks of danger is never a breach, whatever else it says; nor is one that begins with a word the bot
// answers to (a cry for help), unless it carries a link.
bool is_never_moderated(Turn& turn, const Message& message);

class WordLists;  // word_lists.hpp
std::optional<Breach> breach(Turn& turn, const Group& group, const Message& message, WordLists& lists);

// --- flood.cpp: sliding windows over the last moments of a group, one for each person and one for all

struct Flow {
    int hers = 0, all = 0;
};
Flow note_message(Turn& turn, const Group& group);  // the turn's message, counted once however often it comes
struct Heard {
    ChatId chat;
    std::string message;
};
std::vector<Heard> take_heard(Turn& turn, const Group& group);  // hers in the window; they count no more

// The name of a rule, a catalogue text.
const char* rule_name(std::string_view rule);

}  // namespace noticeboard::plugins::moderating
