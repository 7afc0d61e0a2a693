// Roles: see role.hpp.
#include "bot/community/role.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::community {
namespace {

constexpr std::string_view unit_prefix = "unit:", group_prefix = "group:";

bool gives(const Roles& roles, const std::string& role, Right right) {
    const auto it = roles.find(role);
    return it != roles.end() && it->second.contains(std::string(right.name));
}

// Whether a scope such as "unit:33.05" covers unit "33.05.22" ("33.05" but not "33.051").
bool covers(std::string_view scope, std::string_view unit) {
    return scope.starts_with(unit_prefix) && is_under(unit, scope.substr(unit_prefix.size()));
}

template <class Covers>
bool any(Scope& scope, const Roles& roles, PersonId person, Right right, const Covers& where) {
    if (!person) return false;
    bool found = false;
    scope.sql.each<std::string, std::string>(
        "SELECT role, scope FROM role WHERE person = :person AND (expires = 0 OR expires > :now)",
        [&](const std::string& role, const std::string& at) {
            found = found || (gives(roles, role, right) && where(at));
        },
        person, scope.now());
    return found;
}

bool holds(Scope& scope, PersonId person, std::string_view role, std::string_view at) {
    return scope.sql
        .one<int>(
            "SELECT 1 FROM role WHERE person = :person AND role = :role AND scope = :scope AND (expires = 0 OR "
            "expires > :now)",
            person, role, at, scope.now())
        .has_value();
}

using Row = std::tuple<PersonId, std::string, std::string, TimePoint, PersonId, TimePoint>;

Held read(Row row) {
    auto& [person, role, at, expires, by, granted] = row;
    return {person, std::move(role), std::move(at), {}, expires, by, granted};
}

void name_places(Scope& scope, std::vector<Held>& held) {
    for (Held& one : held) one.where = name_of_scope(scope, one.scope);
}

}  // namespace

std::string scope_of(const Group& group) {
    return std::string(group_prefix) + to_string(group.id);
}
std::string scope_of_unit(std::string_view unit) {
    return std::string(unit_prefix) + std::string(unit);
}

std::optional<Group> group_of_scope(Scope& scope, std::string_view at) {
    if (!at.starts_with(group_prefix)) return std::nullopt;
    at.remove_prefix(group_prefix.size());
    GroupId id;
    std::from_chars(at.data(), at.data() + at.size(), id.value);
    return group(scope, id);
}

std::string name_of_scope(Scope& scope, std::string_view at) {
    if (const auto found = group_of_scope(scope, at)) return found->name + " (" + text::grouped(found->number) + ")";
    if (!at.starts_with(unit_prefix)) return std::string(at);
    const std::string code(at.substr(unit_prefix.size()));
    const auto found = unit(scope, code);
    return found ? found->name + " (" + code + ")" : code;
}

std::optional<std::string> unit_of_scope(Scope& scope, std::string_view at) {
    if (at.starts_with(unit_prefix)) return std::string(at.substr(unit_prefix.size()));
    const auto found = group_of_scope(scope, at);
    return found ? std::optional(found->unit) : std::nullopt;
}

bool scope_is_under(Scope& scope, std::string_view at, std::string_view unit) {
    const auto own = unit_of_scope(scope, at);
    return own && is_under(*own, unit);
}

Result<Done> can_hold(Scope& scope, const Roles& roles, std::string_view role, std::string_view at) {
    if (!roles.contains(std::string(role))) return invalid("there is no role \"" + std::string(role) + "\"");
    if (at == unit_prefix || group_of_scope(scope, at)) return Done{};
    if (at.starts_with(unit_prefix) && unit(scope, at.substr(unit_prefix.size()))) return Done{};
    return invalid("there is no " + std::string(at.starts_with(group_prefix) ? "such group" : "such unit"));
}

bool may(Scope& scope, const Roles& roles, PersonId person, Right right, const Group& group) {
    const std::string own = scope_of(group);
    return any(scope, roles, person, right, [&](const std::string& at) { return at == own || covers(at, group.unit); });
}

bool may(Scope& scope, const Roles& roles, PersonId person, Right right, std::string_view unit) {
    return any(scope, roles, person, right, [&](const std::string& at) { return covers(at, unit); });
}

bool may_somewhere(Scope& scope, const Roles& roles, PersonId person, Right right) {
    return any(scope, roles, person, right, [](const std::string&) { return true; });
}

bool may_grant(Scope& scope, const Roles& roles, PersonId by, std::string_view role, std::string_view at) {
    const auto wanted = roles.find(std::string(role));
    if (wanted == roles.end()) return false;
    const auto target = group_of_scope(scope, at);
    if (!target && !at.starts_with(unit_prefix)) return false;
    if (target && role == "deputy" && holds(scope, by, "leader", at)) return true;
    const std::string unit(target ? target->unit : at.substr(unit_prefix.size()));
    const auto above = [&](const std::string& own) {  // a group is below its own unit, a unit only below another
        return covers(own, unit) && (target || own.size() < unit_prefix.size() + unit.size());
    };
    return any(scope, roles, by, right::grant, above) &&
           std::all_of(wanted->second.begin(), wanted->second.end(), [&](const std::string& name) {
               return name.starts_with("group.") || name.ends_with(".group") ||
                      any(scope, roles, by, Right{name}, above);
           });
}

Result<Done> grant(Scope& scope, const Roles& roles, PersonId person, std::string_view role, std::string_view at,
                   TimePoint expires, PersonId by) {
    if (const auto known = can_hold(scope, roles, role, at); !known) return known.error();
    if (by && !may_grant(scope, roles, by, role, at)) return forbidden("this role is not hers to give");
    if (!scope.sql.one<int>("SELECT 1 FROM person WHERE id = :id AND state < 2", person)) {
        return not_found("there is no such person");
    }
    scope.sql.run(
        "INSERT INTO role (person, role, scope, expires, granted_by, granted) VALUES (:person, :role, :scope, "
        ":expires, :by, :now) ON CONFLICT (person, role, scope) DO UPDATE SET expires = excluded.expires, "
        "granted_by = excluded.granted_by, granted = excluded.granted",
        person, role, at, expires, by, scope.now());
    return Done{};
}

Result<Done> revoke(Scope& scope, const Roles& roles, PersonId person, std::string_view role, std::string_view at,
                    PersonId by) {
    if (by && !may_grant(scope, roles, by, role, at)) return forbidden("this role is not hers to take");
    if (scope.sql.run("DELETE FROM role WHERE person = :person AND role = :role AND scope = :scope", person, role,
                      at) == 0) {
        return not_found("she does not hold this role");
    }
    return Done{};
}

int revoke_now(Scope& scope, PersonId person) {
    return static_cast<int>(scope.sql.run("DELETE FROM role WHERE person = :person", person));
}

Result<std::vector<Held>> revoke_lost(Scope& scope, const Roles& roles, PersonId person, PersonId by) {
    std::vector<Held> taken;
    for (Held& held : roles_of(scope, person)) {
        const bool her_leader = held.role == "leader" && holds(scope, by, "deputy", held.scope);
        if (by == person || !(her_leader || may_grant(scope, roles, by, held.role, held.scope))) continue;
        scope.sql.run("DELETE FROM role WHERE person = :person AND role = :role AND scope = :scope", person, held.role,
                      held.scope);
        taken.push_back(std::move(held));
    }
    if (taken.empty()) return forbidden("she holds no role that is yours to take");
    return taken;
}

std::vector<Held> roles_of(Scope& scope, PersonId person) {
    std::vector<Held> out;
    scope.sql.each<PersonId, std::string, std::string, TimePoint, PersonId, TimePoint>(
        "SELECT person, role, scope, expires, granted_by, granted FROM role WHERE person = :person AND "
        "(expires = 0 OR expires > :now) ORDER BY scope, role",
        [&out](auto... columns) { out.push_back(read(Row(std::move(columns)...))); }, person, scope.now());
    name_places(scope, out);
    return out;
}

std::vector<Held> holders(Scope& scope, std::string_view at) {
    std::vector<Held> out;
    scope.sql.each<PersonId, std::string, std::string, TimePoint, PersonId, TimePoint>(
        "SELECT person, role, scope, expires, granted_by, granted FROM role WHERE scope = :scope AND "
        "(expires = 0 OR expires > :now) ORDER BY granted, person",
        [&out](auto... columns) { out.push_back(read(Row(std::move(columns)...))); }, at, scope.now());
    name_places(scope, out);
    return out;
}

std::vector<Held> holders_of(Scope& scope, std::string_view role) {
    std::vector<Held> out;
    scope.sql.each<PersonId, std::string, std::string, TimePoint, PersonId, TimePoint>(
        "SELECT person, role, scope, expires, granted_by, granted FROM role WHERE role = :role AND "
        "(expires = 0 OR expires > :now) ORDER BY length(scope) DESC, granted, person",
        [&out](auto... columns) { out.push_back(read(Row(std::move(columns)...))); }, role, scope.now());
    name_places(scope, out);
    return out;
}

std::vector<Held> holders_above(Scope& scope, const Roles& roles, Right right, const Group& group) {
    std::vector<Held> out;
    std::string_view code = group.unit;
    while (true) {
        for (Held& held : holders(scope, scope_of_unit(code))) {
            if (gives(roles, held.role, right)) out.push_back(std::move(held));
        }
        if (code.empty()) return out;
        const auto dot = code.rfind('.');
        code = dot == std::string_view::npos ? "" : code.substr(0, dot);
    }
}

std::vector<PersonId> leaders(Scope& scope, GroupId group) {
    return scope.sql.all<PersonId>(
        "SELECT person FROM role WHERE scope = :scope AND role = 'leader' AND "
        "(expires = 0 OR expires > :now) ORDER BY granted, person",
        std::string(group_prefix) + to_string(group), scope.now());
}

Result<Done> make_deputy(Scope& scope, const Roles& roles, GroupId group, PersonId person, TimePoint expires,
                         PersonId by) {
    return grant(scope, roles, person, "deputy", std::string(group_prefix) + to_string(group), expires, by);
}

Result<Done> hand_over(Scope& scope, const Roles& roles, GroupId group, PersonId from, PersonId to, PersonId by) {
    const std::string at = std::string(group_prefix) + to_string(group);
    const auto held = leaders(scope, group);
    if (std::find(held.begin(), held.end(), from) == held.end()) return not_found("she does not lead this group");
    if (const auto given = grant(scope, roles, to, "leader", at, {}, by); !given) return given.error();
    return from == to ? Result<Done>(Done{}) : revoke(scope, roles, from, "leader", at, by);
}

}  // namespace noticeboard::community
