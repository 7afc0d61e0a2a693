// Rooms: the chats of the built-in chat, a group's and private ones, and who is in a group's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/webchat/rules.hpp"

namespace noticeboard::webchat {

Abilities all_abilities();  // of a bot in the built-in chat

// The chat at a place: twelve characters, a visitor's id for her private talk. None: no such place.
std::optional<Chat> chat_at(community::Scope& scope, const Rules& rules, std::string_view place);

// The place's chat in the tables of this folder, made when it is not there yet.
Chat keep_room(community::Scope& scope, const Rules& rules, const Place& place);

// The group's chat here, if it has one.
std::optional<Chat> room_of_group(community::Scope& scope, const Rules& rules, GroupId group);

// … and made when it has none. Error: not_found, conflict, invalid: those of community::link_chat.
Result<Chat> open_room(community::Scope& scope, const Rules& rules, GroupId group);

struct WebMember {
    enum class State { asks, in, turned_away, left, removed, banned };
    State state = State::left;
    TimePoint until{};  // of a ban; 0: for good
    TimePoint muted{};  // she may not write until then

    bool is_in() const { return state == State::in; }
    bool is_banned(TimePoint now) const { return state == State::banned && (until == TimePoint() || until > now); }
};
std::optional<WebMember> member_of(community::Scope& scope, ChatId chat, std::string_view visitor);
void set_member(community::Scope& scope, ChatId chat, std::string_view visitor, WebMember::State state,
                TimePoint until = {});
bool set_muted(community::Scope& scope, ChatId chat, std::string_view visitor, TimePoint until);
int count_members(community::Scope& scope, ChatId chat);

// The group chats a visitor is in, in the order in which they were made.
std::vector<Chat> rooms_of(community::Scope& scope, std::string_view visitor);

}  // namespace noticeboard::webchat
