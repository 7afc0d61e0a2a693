// What the files of this plugin share: how a group is found, how somebody gets in, what a way in looks like.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bot/community/board.hpp"
#include "bot/community/seat.hpp"
#include "bot/community/wrong_tags.hpp"
#include "bot/plugin.hpp"

namespace noticeboard::plugins::joining {

// --- finding: what somebody came with

// "g30521074-7K3M9QXA" of a link or scene code, or nothing.
std::optional<Ticket> ticket_from(std::string_view text);
std::string ticket_text(const Group& group, std::string_view tag);
// … that leads to the private talk without joining: “a…” instead of “g…”.
std::string asking(std::string ticket);

// --- chat: entry.cpp

void join_command(Turn& turn);         // /join 3052 1074
void join_by_ticket(Turn& turn);       // Opened with a ticket
bool join_by_bare_number(Turn& turn);  // "30521074"
void join_by_button(Turn& turn);       // a suggested number was pressed
void number_step(Turn& turn);          // /join, and the number afterwards

// What somebody reads who was banned from the group or a unit above it; nothing when she may come in.
std::optional<std::string> banned(Turn& turn, const Group& group);

// She wants to be in the group: a seat, a place on the list, or the leader's decision.
void enter(Turn& turn, const Group& group);

// The way into a chat for somebody who reads this in private.
Reply way_in(const Turn& turn, std::string_view language, const Group& group, const Chat& chat, std::string text);

// Who is told of the door: the group's leaders, its deputies while nobody leads it.
std::vector<PersonId> who_decides(Turn& turn, const Group& group);

// Tells them that somebody stands at the door, but those who want it in the morning only; gives how many could be told.
template <class Make>
int tell_leaders(Turn& turn, const Group& group, const Make& make);

// --- the group's chat: door.cpp

void somebody_asks(Turn& turn);    // JoinAsked
void somebody_joined(Turn& turn);  // Joined
void somebody_left(Turn& turn);    // Left
void tell_leader_later(Turn& turn, const Group& group);
void tell_leader_now(Turn& turn);                    // the timer: one message for all who asked meanwhile
void phone_lost(Turn& turn, const LostPhone& lost);  // who asked her asks whoever decides now
void show_waiting(Turn& turn);                       // /waiting: the same, asked for
std::optional<DigestLine> who_asks(Turn& turn, const Group& group);
std::optional<DigestLine> how_full(Turn& turn, const Group& group);
void admit(Turn& turn);
void admit_all(Turn& turn);
void turn_away(Turn& turn);
void call_waiting(Turn& turn, const Group& group);

// --- pages: page.cpp, way.cpp

void number_pad_page(View& view);
void group_page(View& view, community::WrongTags& wrong);
void group_form(Turn& turn);
void scene_made(Turn& turn);  // the platform has drawn a scene code

enum class Browser { plain, wechat, wecom, telegram, qq, dingtalk, feishu };
Browser browser_of(std::string_view user_agent);

}  // namespace noticeboard::plugins::joining

#include "bot/community/digest.hpp"
#include "bot/community/role.hpp"

namespace noticeboard::plugins::joining {

template <class Make>
int tell_leaders(Turn& turn, const Group& group, const Make& make) {
    int told = 0;
    for (PersonId leader : who_decides(turn, group)) {
        if (!community::digest_wish(turn.community(), leader).waits()) told += turn.tell(leader, make(leader)) ? 1 : 0;
    }
    return told;
}

}  // namespace noticeboard::plugins::joining
