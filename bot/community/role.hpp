// Roles: who may do what, where. A person holds a role at a scope, a unit and all below it or one group; deny by
// default.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/result.hpp"
#include "bot/model/right.hpp"

namespace noticeboard::community {

using Roles = std::map<std::string, std::set<std::string>>;  // role → names of rights, from config/roles.json

// Whether a person has the right at a group, by a role there or at a unit above it.
bool may(Scope& scope, const Roles& roles, PersonId person, Right right, const Group& group);

// … at a unit, by a role there or at a unit above it.
bool may(Scope& scope, const Roles& roles, PersonId person, Right right, std::string_view unit);

// Whether she has it anywhere: what a menu may offer.
bool may_somewhere(Scope& scope, const Roles& roles, PersonId person, Right right);

// The scopes as they are kept: "group:<id>", "unit:33.05.22"; "unit:" is the whole tree.
std::string scope_of(const Group& group);
std::string scope_of_unit(std::string_view unit);
std::string name_of_scope(Scope& scope, std::string_view at);  // for people: "Beitang Women's Group (3052 1074)"
std::optional<Group> group_of_scope(Scope& scope, std::string_view at);
bool scope_is_under(Scope& scope, std::string_view at, std::string_view unit);
std::optional<std::string> unit_of_scope(Scope& scope, std::string_view at);  // the unit itself, or the group's

// Whether there are such a role and such a scope. Error: invalid, says which is missing.
Result<Done> can_hold(Scope& scope, const Roles& roles, std::string_view role, std::string_view at);

struct Held {
    PersonId person;
    std::string role;
    std::string scope;
    std::string where;    // name_of_scope
    TimePoint expires{};  // the epoch: never
    PersonId granted_by;  // none: the operator
    TimePoint granted{};
};

// Whether `by` may give or take the role at a scope: she needs right::grant at a unit strictly above it, and every
// right of the role but those inside groups ("group.…", "help.group") herself there. Nobody raises herself or her
// equals. A group's leader names her own deputies.
bool may_grant(Scope& scope, const Roles& roles, PersonId by, std::string_view role, std::string_view at);

// Gives a role, or a new date to one she has. `by` none: the operator, from the command line. Error: invalid (no such
// role, group or unit), forbidden (may_grant), not_found (person).
Result<Done> grant(Scope& scope, const Roles& roles, PersonId person, std::string_view role, std::string_view at,
                   TimePoint expires = {}, PersonId by = {});

// Takes one role. Error: not_found when she does not hold it, forbidden.
Result<Done> revoke(Scope& scope, const Roles& roles, PersonId person, std::string_view role, std::string_view at,
                    PersonId by = {});

// Takes all roles of a person at once: a lost phone, a dismissal. Gives how many.
int revoke_now(Scope& scope, PersonId person);

// … on behalf of `by`: those that are hers to take, and a deputy those of her own group's leader. Error: forbidden when
// there is none.
Result<std::vector<Held>> revoke_lost(Scope& scope, const Roles& roles, PersonId person, PersonId by);

std::vector<Held> roles_of(Scope& scope, PersonId person);          // those that hold now
std::vector<Held> holders(Scope& scope, std::string_view at);       // at this very scope
std::vector<Held> holders_of(Scope& scope, std::string_view role);  // anywhere, the smallest scope first
std::vector<Held> holders_above(Scope& scope, const Roles& roles, Right right,
                                const Group& group);  // at its units, nearest first

// The group's leaders: who is told when something happens there.
std::vector<PersonId> leaders(Scope& scope, GroupId group);

// A deputy beside the leader, and the leader's role passed on; `to` must be a known person. `hand_over` revokes `from`.
// Errors of grant and revoke; the printed name of the leader is changed with change_group.
Result<Done> make_deputy(Scope& scope, const Roles& roles, GroupId group, PersonId person, TimePoint expires = {},
                         PersonId by = {});
Result<Done> hand_over(Scope& scope, const Roles& roles, GroupId group, PersonId from, PersonId to, PersonId by = {});

}  // namespace noticeboard::community
