// Stations: see station.hpp.
#include "plugins/help/station.hpp"

#include <algorithm>

#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr std::size_t township_depth = 4;  // province, city, county, township

std::size_t depth(std::string_view unit) {
    return unit.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(unit.begin(), unit.end(), '.'));
}

// Whether she holds a role in the chain that a request of level 3 never goes to: the group, its village, its township.
bool is_local(Turn& turn, const Group& group, PersonId person) {
    for (const community::Held& held : community::roles_of(turn.community(), person)) {
        if (held.scope == community::scope_of(group)) return true;
        if (!held.scope.starts_with("unit:")) continue;
        const std::string_view unit = std::string_view(held.scope).substr(5);
        if (community::is_under(group.unit, unit) && depth(unit) >= township_depth) return true;
    }
    return false;
}

void add(std::vector<Station>& out, const std::string& desk, const std::string& scope, PersonId person) {
    const auto at = std::find_if(out.begin(), out.end(),
                                 [&](const Station& one) { return one.desk == desk && one.scope == scope; });
    if (at == out.end())
        out.push_back({desk, scope, {person}});
    else if (std::find(at->people.begin(), at->people.end(), person) == at->people.end())
        at->people.push_back(person);
}

void add_desk(Turn& turn, const Request& request, const std::optional<Group>& group, const HelpDesk& desk,
              std::vector<Station>& out) {
    for (const community::Held& held : community::holders_of(turn.community(), desk.role)) {
        if (held.scope.starts_with("unit:") && group) {  // a desk serves what lies below it
            const bool serves = community::is_under(group->unit, std::string_view(held.scope).substr(5));
            if (!serves || is_local(turn, *group, held.person)) continue;
        }
        if (!excluded(turn, request, held.person)) add(out, desk.name, held.scope, held.person);
    }
}

}  // namespace

std::vector<Station> stations(Turn& turn, const Request& request) {
    std::vector<Station> out;
    const HelpPlan& plan = turn.site().help;
    const auto group = community::group(turn.community(), request.group);
    if (group && request.level < 3 && request.origin == "group") {
        for (const community::Held& held : turn.holders(right::answer_group, *group)) {
            if (held.scope == community::scope_of(*group) && !excluded(turn, request, held.person))
                add(out, "group", held.scope, held.person);
        }
    }
    if (group && request.level < 3) {
        for (const community::Held& held : turn.holders(right::answer_township, *group)) {
            if (!excluded(turn, request, held.person)) add(out, "township", held.scope, held.person);
        }
    }
    const HelpDesk* desk = plan.desk(request.origin);
    if (desk == nullptr && out.empty() && !plan.desks.empty()) desk = &plan.desks.front();
    for (std::size_t steps = 0; desk != nullptr && steps < plan.desks.size(); ++steps) {
        add_desk(turn, request, group, *desk, out);
        desk = plan.desk(desk->next);
    }
    return out;
}

int reached(const Request& request, const std::vector<Station>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].desk == request.desk && all[i].scope == request.scope) return static_cast<int>(i);
    }
    return std::min(request.hop, static_cast<int>(all.size()) - 1);
}

bool may_answer(Turn& turn, PersonId person, const Request& request) {
    if (request.state == State::draft || excluded(turn, request, person)) return false;
    const auto all = stations(turn, request);
    for (int i = reached(request, all); i >= 0; --i) {
        const auto& people = all[static_cast<std::size_t>(i)].people;
        if (std::find(people.begin(), people.end(), person) != people.end()) return true;
    }
    return false;
}

}  // namespace noticeboard::plugins::helping
