// Members: persons in groups. States: asked (the leader has not decided), waiting (let in, not there yet), active,
// left, removed.
#pragma once

#include <optional>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

std::optional<Member> member(Scope& scope, GroupId group, PersonId person);

// She asks to be let in; `chat` is the one she asked at, or none. Asking twice keeps her place. Error: conflict when
// she is in, or was let in already.
Result<Member> ask_to_join(Scope& scope, GroupId group, PersonId person, ChatId chat = {});

// Who asked and waits for the leader, oldest first: one batch for her.
std::vector<Member> asking(Scope& scope, GroupId group, int most = 50);
std::vector<Member> asking_since(Scope& scope, GroupId group, TimePoint since, int most = 50);

// The leader lets her in: asked → waiting. Error: not_found (she did not ask), conflict (decided already).
Result<Member> admit(Scope& scope, GroupId group, PersonId person);

// The leader does not: asked → left. Same errors.
Result<Member> turn_away(Scope& scope, GroupId group, PersonId person);

// The platform says that she is in the chat. True the first time: then her seat is used, the chat has a member more.
// Coming from another chat of the group moves her.
bool joined(Scope& scope, GroupId group, PersonId person, ChatId chat);

// She left, or somebody removed her: one member fewer in her chat. False when she was not in.
bool leave(Scope& scope, GroupId group, PersonId person);
bool remove(Scope& scope, GroupId group, PersonId person);

std::int64_t member_count(Scope& scope, GroupId group);  // active ones that the bot knows
std::vector<Member> members_of(Scope& scope, GroupId group, int most = 100, PersonId after = {});
std::vector<Member> memberships_of(Scope& scope, PersonId person);  // in any state but left
std::vector<Group> groups_of(Scope& scope, PersonId person);        // those where she is active

}  // namespace noticeboard::community
