// Bans: who is not let into a group, or into any group of a unit and all below it, until when.
#pragma once

#include <optional>
#include <string_view>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

// From now on she is not let in at a scope (scope_of, scope_of_unit); a second time changes the date.
void ban(Scope& scope, std::string_view at, PersonId person, TimePoint until);

// False when she was not banned there.
bool lift_ban(Scope& scope, std::string_view at, PersonId person);

// Until when she is not let into the group, by its own ban or one of a unit above it: the latest. Nothing: she is.
std::optional<TimePoint> banned_until(Scope& scope, const Group& group, PersonId person);

// Forgets bans that are over, at most `most`.
void drop_old_bans(Scope& scope, int most = 500);

}  // namespace noticeboard::community
