// Who: who leads, who decides what, and that nobody decides about herself.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plugins/moderation/case.hpp"

namespace noticeboard::plugins::moderating {

// Whether somebody may moderate the group: its leader, a deputy, an official above. The rules are not for them.
bool leads(Turn& turn, PersonId person, const Group& group);

// Who decides at the level above the group: officials there but those of `without`; when one of those is an official
// herself, only who stands above her.
std::set<PersonId> level_above(Turn& turn, const Group& group, const std::set<PersonId>& without);

// Who may decide a case, or an appeal against it: never whom it concerns, an appeal never who did it or shared it.
std::set<PersonId> deciders(Turn& turn, const Group& group, const Case& one);
// … of these those who hear of it at once: who leads the group; the level above only of what is its own.
std::set<PersonId> hearers(Turn& turn, const Group& group, const Case& one);
// Whether somebody may take the act back: who decides; of a shared ban carried out in a group only with the ban itself.
bool may_take_back(Turn& turn, const Group& group, const Case& one, PersonId person);
std::set<PersonId> judges(Turn& turn, const Group& group, const Case& one);

// … and who decides whether a ban holds for the whole unit; and that unit: the nearest above the village.
std::string unit_to_share_with(const Group& group);
std::set<PersonId> sharers(Turn& turn, const Group& group, const Case& one);

// The groups that she leads herself, and the units where she moderates all.
std::vector<Group> groups_led(Turn& turn, PersonId person);
std::vector<std::string> units_held(Turn& turn, PersonId person);

}  // namespace noticeboard::plugins::moderating
