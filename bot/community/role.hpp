// Roles: who may do what, where. A person holds a role at a scope, a unit and all below it or one group; deny by default.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/right.hpp"

namespace noticeboard::community {

using Roles = std::map<std::string, std::set<std::string>>;  // role → names of rights, from config/roles.json

// Whether a person has the right at a group, by a role there or at a unit above it.
bool may(Scope& scope, const Roles& roles, PersonId person, Right right, const Group& group);

// … at a unit, by a role there or at a unit above it.
bool may(Scope& scope, const Roles& roles, PersonId person, Right right, std::string_view unit);

// Whether she has it anywhere: what a menu may offer.
bool may_somewhere(Scope& scope, const Roles& roles, PersonId person, Right right);

}  // namespace noticeboard::community
