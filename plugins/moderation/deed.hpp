// Deeds: what the bot itself does in a group's chats for a case, as far as it may there. What it may not is a leader's.
#pragma once

#include <optional>

#include "plugins/moderation/case.hpp"

namespace noticeboard::plugins::moderating {

// The case's chat, if the bot is inside.
std::optional<Chat> chat_of(Turn& turn, const Case& one);

// Whether the bot can do all of the act there; whether it can take the message away.
bool can_do(Turn& turn, const Case& one);
bool can_erase(Turn& turn, const Case& one);

void erase_message(Turn& turn, const Case& one);
void do_it(Turn& turn, const Case& one);    // mutes, removes, bans: all her identities that are known there
void undo_it(Turn& turn, const Case& one);  // … and takes that back; nobody is put back into a chat

}  // namespace noticeboard::plugins::moderating
