// Inside the notice plugin: what its files have in common.
#pragma once

#include <optional>
#include <string>

#include "bot/community/notice/answers.hpp"
#include "bot/community/notice/notice.hpp"
#include "bot/plugin.hpp"

namespace noticeboard::plugins::noticing {

inline constexpr Millis patience = 30min;  // how long a question waits for its answer

// Of the data "ID rest" of a button or step: the notice, or nothing when it is gone.
std::optional<Notice> notice_in(Turn& turn, std::string_view data);
std::string after_id(std::string_view data);

std::string office_of(Turn& turn, const Notice& notice);  // the unit that speaks, for people
std::string words_of(Turn& turn, const Notice& notice, std::string_view language);
std::string beginning_of(const Notice& notice);  // of its words, for a list

// reading: the genuine text, for everybody
void notice_page(View& view);
void genuine_command(Turn& turn);

// writing: an official's numbered dialog
void show_draft(Turn& turn, const Notice& notice);  // as it stands, and what can be done with it
std::optional<Notice> draft_in(Turn& turn);         // of a button or step, if she may change it; else she is told
std::string why_not(Turn& turn, const Error& error, std::string otherwise = {});
void notice_command(Turn& turn);
void office_pressed(Turn& turn);
void words_step(Turn& turn);
void groups_pressed(Turn& turn);
void groups_step(Turn& turn);
void translate_pressed(Turn& turn);
void translate_step(Turn& turn);
void picture_pressed(Turn& turn);
void picture_step(Turn& turn);
void picture_came(Turn& turn);
void urgent_pressed(Turn& turn);
void drop_pressed(Turn& turn);

// timing: when it goes out
void when_pressed(Turn& turn);
void when_step(Turn& turn);
std::string times_text(Turn& turn, const Notice& notice);

// sending: what it wants before, and who stands behind it
void send_pressed(Turn& turn);
void reason_step(Turn& turn);
void approve_pressed(Turn& turn);
void decline_pressed(Turn& turn);
void ask_whom_to_approve(Turn& turn, const Notice& notice);
void go_out(Turn& turn, const Notice& notice);  // approved: it is sent, and its author learns of it

// running: how it goes, and stopping it
void notices_command(Turn& turn);
void open_pressed(Turn& turn);
void change_pressed(Turn& turn);  // data: "ID pause|resume|stop"
void follow_pressed(Turn& turn);  // data: "ID correct|recall"
void follow_step(Turn& turn);

// asking: leaders post by hand what no bot can
void ask_leader(Turn& turn);
void asked(Turn& turn);  // how it went with the message to her
void posted_pressed(Turn& turn);
void cannot_pressed(Turn& turn);
void count_mornings(Turn& turn);
void phone_lost(Turn& turn, const LostPhone& lost);  // who leads now is asked
void forward_command(Turn& turn);
std::optional<DigestLine> to_forward(Turn& turn, const Group& group);
void unposted_command(Turn& turn);
std::optional<DigestLine> not_posted(Turn& turn, const Unit& unit);

// hearing: what a group says to it
void hear_group(Turn& turn);

}  // namespace noticeboard::plugins::noticing
