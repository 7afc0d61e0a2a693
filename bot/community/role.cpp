// Roles: see role.hpp.
#include "bot/community/role.hpp"

namespace noticeboard::community {
namespace {

bool gives(const Roles& roles, const std::string& role, Right right) {
    const auto it = roles.find(role);
    return it != roles.end() && it->second.contains(std::string(right.name));
}

// Whether a scope such as "unit:33.05" covers unit "33.05.22" ("33.05" but not "33.051").
bool covers(std::string_view scope, std::string_view unit) {
    constexpr std::string_view prefix = "unit:";
    if (!scope.starts_with(prefix)) return false;
    scope.remove_prefix(prefix.size());
    return unit.starts_with(scope) && (unit.size() == scope.size() || scope.empty() || unit[scope.size()] == '.');
}

template <class Covers>
bool any(Scope& scope, const Roles& roles, PersonId person, Right right, const Covers& where) {
    if (!person) return false;
    bool found = false;
    scope.sql.each<std::string, std::string>(
        "SELECT role, scope FROM role WHERE person = :person AND (expires = 0 OR expires > :now)",
        [&](const std::string& role, const std::string& at) { found = found || (gives(roles, role, right) && where(at)); },
        person, scope.now());
    return found;
}

}  // namespace

bool may(Scope& scope, const Roles& roles, PersonId person, Right right, const Group& group) {
    const std::string own = "group:" + to_string(group.id);
    return any(scope, roles, person, right,
               [&](const std::string& at) { return at == own || covers(at, group.unit); });
}

bool may(Scope& scope, const Roles& roles, PersonId person, Right right, std::string_view unit) {
    return any(scope, roles, person, right, [&](const std::string& at) { return covers(at, unit); });
}

bool may_somewhere(Scope& scope, const Roles& roles, PersonId person, Right right) {
    return any(scope, roles, person, right, [](const std::string&) { return true; });
}

}  // namespace noticeboard::community
