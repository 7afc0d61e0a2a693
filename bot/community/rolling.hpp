// Rolling: how the chats of a group fill up one after the other. What seats, members and links have in common.
#pragma once

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

// A group's chats fill up in order, those of each account by themselves: who is on WeChat cannot use a chat on
// Telegram.

// Opens the group's next warming chat of the account that has room. False when there is none.
bool open_next_chat(Scope& scope, GroupId group, std::string_view account);

// Opens the next one if no open chat of the account has room left.
void roll_chats(Scope& scope, GroupId group, std::string_view account);

// After a chat's members or room changed: at its capacity it is `full`, below its soft cap `open` again; then rolls.
void settle_chat(Scope& scope, ChatId chat);

}  // namespace noticeboard::community
