// Bans: see ban.hpp.
#include "bot/community/ban.hpp"

#include "bot/community/role.hpp"

namespace noticeboard::community {

void ban(Scope& scope, std::string_view at, PersonId person, TimePoint until) {
    scope.sql.run(
        "INSERT INTO ban (scope, person, until) VALUES (:scope, :person, :until) "
        "ON CONFLICT (scope, person) DO UPDATE SET until = excluded.until",
        at, person, until);
}

bool lift_ban(Scope& scope, std::string_view at, PersonId person) {
    return scope.sql
        .one<PersonId>("DELETE FROM ban WHERE scope = :scope AND person = :person RETURNING person", at, person)
        .has_value();
}

std::optional<TimePoint> banned_until(Scope& scope, const Group& group, PersonId person) {
    std::optional<TimePoint> out;
    const auto rows = scope.sql.all<std::string, TimePoint>(
        "SELECT scope, until FROM ban WHERE person = :person AND until > :now", person, scope.now());
    for (const auto& [at, until] : rows) {
        const bool here = at == scope_of(group) || at == scope_of_unit("") ||
                          (at.starts_with("unit:") && scope_is_under(scope, scope_of(group), at.substr(5)));
        if (here && (!out || until > *out)) out = until;
    }
    return out;
}

void drop_old_bans(Scope& scope, int most) {
    const auto rows = scope.sql.all<std::string, PersonId>(
        "SELECT scope, person FROM ban WHERE until <= :now LIMIT :most", scope.now(), most);
    for (const auto& [at, person] : rows)
        scope.sql.run("DELETE FROM ban WHERE scope = :scope AND person = :person", at, person);
}

}  // namespace noticeboard::community
