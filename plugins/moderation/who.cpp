// Who: see who.hpp.
#include "plugins/moderation/who.hpp"

#include <algorithm>

#include "bot/community/group.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::string_view unit_prefix = "unit:", group_prefix = "group:";

bool has(const Turn& turn, const community::Held& held, Right right) {
    const auto role = turn.roles().find(held.role);
    return role != turn.roles().end() && role->second.contains(std::string(right.name));
}

std::string unit_of(const community::Held& held) {
    return held.scope.substr(unit_prefix.size());
}

}  // namespace

bool leads(Turn& turn, PersonId person, const Group& group) {
    return person.value != 0 && community::may(turn.community(), turn.roles(), person, right::moderate, group);
}

std::set<PersonId> level_above(Turn& turn, const Group& group, const std::set<PersonId>& without) {
    std::vector<community::Held> above;  // officials who moderate, and those who appoint them
    for (const Right right : {right::moderate, right::grant}) {
        for (community::Held& held : turn.holders(right, group)) {
            if (held.scope.starts_with(unit_prefix)) above.push_back(std::move(held));
        }
    }
    std::string lowest = group.unit;  // one of those concerned holds a role there: only higher ones decide
    bool official = false;
    for (const community::Held& held : above) {
        if (!without.contains(held.person)) continue;
        official = true;
        if (unit_of(held).size() < lowest.size()) lowest = unit_of(held);
    }
    std::set<PersonId> out;
    for (const community::Held& held : above) {
        if (without.contains(held.person)) continue;
        if (official ? unit_of(held).size() < lowest.size() : has(turn, held, right::moderate)) out.insert(held.person);
    }
    return out;
}

std::set<PersonId> deciders(Turn& turn, const Group& group, const Case& one) {
    if (one.above) return level_above(turn, group, {one.target});
    if (one.shared == Shared::decided && one.source.empty()) return sharers(turn, group, one);
    std::set<PersonId> out;
    for (const community::Held& held : turn.holders(right::moderate, group)) {
        if (held.person != one.target) out.insert(held.person);
    }
    return out;
}

std::set<PersonId> hearers(Turn& turn, const Group& group, const Case& one) {
    std::set<PersonId> all = deciders(turn, group, one), near;
    if (one.above) return all;
    for (const community::Held& held : turn.holders(right::moderate, group)) {
        if (held.scope.starts_with(group_prefix) && all.contains(held.person)) near.insert(held.person);
    }
    return near.empty() ? all : near;
}

bool may_take_back(Turn& turn, const Group& group, const Case& one, PersonId person) {
    return one.in_force() && one.source.empty() && deciders(turn, group, one).contains(person);
}

std::set<PersonId> judges(Turn& turn, const Group& group, const Case& one) {
    std::set<PersonId> without{one.target};
    for (const PersonId who : {one.actor, one.sharer})
        if (who) without.insert(who);
    return level_above(turn, group, without);
}

std::string unit_to_share_with(const Group& group) {
    const std::size_t dot = group.unit.rfind('.');
    return dot == std::string::npos ? group.unit : group.unit.substr(0, dot);
}

std::set<PersonId> sharers(Turn& turn, const Group& group, const Case& one) {
    std::set<PersonId> out;
    for (const PersonId person : level_above(turn, group, {one.target})) {
        if (community::may(turn.community(), turn.roles(), person, right::moderate, unit_to_share_with(group)))
            out.insert(person);
    }
    return out;
}

std::vector<Group> groups_led(Turn& turn, PersonId person) {
    std::vector<Group> out;
    for (const community::Held& held : community::roles_of(turn.community(), person)) {
        if (!held.scope.starts_with(group_prefix) || !has(turn, held, right::moderate)) continue;
        const auto group =
            community::group(turn.community(), GroupId{std::stoll(held.scope.substr(group_prefix.size()))});
        if (group) out.push_back(*group);
    }
    return out;
}

std::vector<std::string> units_held(Turn& turn, PersonId person) {
    std::vector<std::string> out;
    for (const community::Held& held : community::roles_of(turn.community(), person)) {
        const bool decides = has(turn, held, right::moderate) || has(turn, held, right::grant);
        if (held.scope.starts_with(unit_prefix) && decides) out.push_back(unit_of(held));
    }
    return out;
}

}  // namespace noticeboard::plugins::moderating
