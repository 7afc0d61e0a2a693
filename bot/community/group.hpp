// Groups: women's groups with a number.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

std::optional<Group> group(Scope& scope, GroupId id);
std::optional<Group> group_by_number(Scope& scope, std::string_view number);  // 8 digits

}  // namespace noticeboard::community
