// Rolling: how the chats of a group fill up one after the other. What seats, members and links have in common.
#pragma once

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

// Opens the group's next warming chat that has room. False when there is none.
bool open_next_chat(Scope& scope, GroupId group);

// Opens the next one if no open chat of the group has room left.
void roll_chats(Scope& scope, GroupId group);

// After a chat's members or room changed: at its capacity it is `full`, below its soft cap `open` again; then rolls.
void settle_chat(Scope& scope, ChatId chat);

}  // namespace noticeboard::community
