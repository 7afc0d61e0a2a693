// Groups: women's groups with a number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/result.hpp"
#include "bot/text/group_number.hpp"

namespace noticeboard::community {

struct NewGroup {
    std::string unit, name;  // both must be given; the pair is unique
    std::string kind = "village";
    std::string leader, introduction, rules;
    std::vector<std::string> languages;  // "zh", "en", …
    bool approval = false;
};

struct GroupChange {  // what is set replaces what was
    std::optional<std::string> name, leader, introduction, rules;
    std::optional<std::vector<std::string>> languages;
    std::optional<bool> approval;
};

// A new group under a number that nobody has: seven random digits that do not begin with 0, and Damm's check digit.
// Error: invalid (no such unit, a text that is missing or too long), conflict (the unit has a group of that name).
Result<Group> add_group(Scope& scope, const NewGroup& fresh);

std::optional<Group> group(Scope& scope, GroupId id);
std::optional<Group> group_by_number(Scope& scope, std::string_view number);  // 8 digits

// The groups of a unit and of all below it, by unit and name, at most `most`, those after `after`. "": all groups.
std::vector<Group> groups_under(Scope& scope, std::string_view unit, int most = 100, const Group* after = nullptr);
std::int64_t count_groups(Scope& scope, std::string_view unit);

// Error: not_found; invalid (a text); conflict (the name is taken in this unit).
Result<Group> change_group(Scope& scope, GroupId id, const GroupChange& change);

// Closes a group or opens it again. Closed: its landing page says so, nobody is let in. Error: not_found.
Result<Done> set_state(Scope& scope, GroupId id, Group::State state);

// The groups that were meant by eight digits that fail the check: those one slip away that exist. For the number pad.
struct NearNumber {
    text::Correction correction;
    Group group;
};
std::vector<NearNumber> groups_near_number(Scope& scope, std::string_view number);

}  // namespace noticeboard::community
