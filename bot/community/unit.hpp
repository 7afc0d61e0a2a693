// Units: the organisations of the federation's tree. A code is the path from the top, so a subtree is a range of keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

// The code in what somebody typed: a path ("33.05.22.103.207", pieces of digits and letters) as it is, a division code
// (GB/T 2260 and the statistics bureau's: 2, 4, 6, 9 or 12 digits) split, its trailing zero groups dropped:
// "330522103207" → "33.05.22.103.207", "330522000000" → "33.05.22". Error: invalid, says what is wrong with it.
Result<std::string> unit_code(std::string_view typed);

int unit_level(std::string_view code);                        // pieces of the code
bool is_under(std::string_view code, std::string_view unit);  // the unit itself, or below it; "" is above all
std::string subtree_end(std::string_view unit);               // the first key that is past the unit's subtree

// A unit that is not there yet; the ones above it need not be. Error: invalid (code or name), conflict (it exists).
Result<Unit> add_unit(Scope& scope, std::string_view code, std::string_view name);

// Error: not_found; invalid (name).
Result<Unit> rename_unit(Scope& scope, std::string_view code, std::string_view name);

std::optional<Unit> unit(Scope& scope, std::string_view code);

// The unit and all below it in the order of their codes, at most `most`, those after code `after`. "" is the whole
// tree.
std::vector<Unit> units_under(Scope& scope, std::string_view code, int most = 100, std::string_view after = {});

// Names from the province down to the unit itself; levels that nobody entered are left out.
std::vector<std::string> unit_path(Scope& scope, std::string_view code);

}  // namespace noticeboard::community
