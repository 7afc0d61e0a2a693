// Chats: the platform conversations the bot knows, private talks and those that serve a group.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

// The chat at a place of an account; made at the first event from there.
Chat visit(Scope& scope, std::string_view account, const Place& place);

std::optional<Chat> chat(Scope& scope, ChatId id);
std::optional<Chat> find_chat(Scope& scope, std::string_view account, std::string_view place);
std::vector<Chat> chats_of(Scope& scope, GroupId group);  // in the order they were added

void set_abilities(Scope& scope, ChatId chat, Abilities can);
void set_state(Scope& scope, ChatId chat, Chat::State state);

// The chat does not reach anybody any more: blocked, removed, dissolved.
void lose_chat(Scope& scope, ChatId chat);

// The chat goes on under another platform id; what was known of the other is merged into it.
void move_chat(Scope& scope, ChatId chat, std::string_view to);

}  // namespace noticeboard::community
