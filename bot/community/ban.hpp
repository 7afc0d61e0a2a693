// Bans: who is not let into a group, or into any group of a unit and all below it, until when. A ban lies on all
// identities a person has, as their marks (vault.hpp), and outlives them: who was forgotten and comes back by the same
// account is not let in either. Nothing else says who she was, and the mark goes with the ban.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

// From now on none of her identities is let in at a scope (scope_of, scope_of_unit). `decision` is what the ban rests
// on, a case for instance; the same decision a second time changes the date.
void ban(Scope& scope, std::string_view at, PersonId person, TimePoint until, std::string_view decision);

// What a decision barred is open again, at every scope, whoever it was. False when there was nothing.
bool lift_ban(Scope& scope, std::string_view decision);

// Until when she is not let into the group, by its own ban or one of a unit above it: the latest. Nothing: she is.
std::optional<TimePoint> banned_until(Scope& scope, const Group& group, PersonId person);

struct Ban {
    std::string at;  // a scope
    TimePoint until{};
    std::string decision;
};
std::vector<Ban> bans_of(Scope& scope, PersonId person);  // those that hold now

// Forgets bans that are over, at most `most`.
void drop_old_bans(Scope& scope, int most = 500);

}  // namespace noticeboard::community
