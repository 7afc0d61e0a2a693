// The handlers of moderation, as moderation.cpp lists them.
#pragma once

#include "plugins/moderation/act.hpp"

namespace noticeboard::plugins::moderating {

class WordLists;

// --- hearing.cpp: what is said in a group
void heard(Turn& turn, WordLists& lists);
void overheard(Turn& turn, WordLists& lists);  // behind a command: the rules alone

// --- leader.cpp: a leader acts on a message she answers, or on somebody she names
void act_command(Turn& turn, Act act);
bool act_by_reply(Turn& turn);      // a reply such as “禁言 1小时”
void in_group_pressed(Turn& turn);  // which of her groups was meant

// --- cases.cpp: what waits, decided with a digit
void decide(Turn& turn, const Group& group, Case& one, Act act, std::optional<Millis> length);
void whisper(Turn& turn, Reply reply);  // to a leader, never in the group
void delete_word(Turn& turn);           // hers: nobody else's business
void undo_command(Turn& turn);
void list_cases(Turn& turn);
void show_pressed(Turn& turn);
void act_pressed(Turn& turn);
void leave_pressed(Turn& turn);
void appear_pressed(Turn& turn);
void done_pressed(Turn& turn);
void undo_pressed(Turn& turn);
std::optional<DigestLine> morning(Turn& turn, const Group& group);
std::optional<DigestLine> office_morning(Turn& turn, const Unit& unit);

// --- above.cpp: appeals and shared bans
void appeal_pressed(Turn& turn);
void confirm_pressed(Turn& turn);
void overturn_pressed(Turn& turn);
void propose_pressed(Turn& turn);
void share_pressed(Turn& turn);
void unshare_pressed(Turn& turn);

// --- member.cpp: reports, and what is kept about her
void report_command(Turn& turn);
void report_number(Turn& turn);
void report_group_pressed(Turn& turn);
void report_about_pressed(Turn& turn);
void report_words(Turn& turn);
void report_message(Turn& turn, const Group& group, const Message& message);
std::string reporter_mark(const Turn& turn);  // who reports, as a keyed hash
void my_cases(Turn& turn);
void my_case_pressed(Turn& turn);

// --- settings.cpp: the rules and words of a group
void rules_command(Turn& turn);
void rule_pressed(Turn& turn);
void words_command(Turn& turn);
void words_pressed(Turn& turn);
void add_words_pressed(Turn& turn);
void drop_words_pressed(Turn& turn);
void add_words_step(Turn& turn);
void drop_words_step(Turn& turn);

// What stands before and after the first bar of a button's data.
std::pair<std::string, std::string> halves(const std::string& data);

}  // namespace noticeboard::plugins::moderating
