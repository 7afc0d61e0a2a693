// Bans: see ban.hpp.
#include "bot/community/ban.hpp"

#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::community {

void ban(Scope& scope, std::string_view at, PersonId person, TimePoint until, std::string_view decision) {
    for (const std::string& mark :
         scope.sql.all<std::string>("SELECT mark FROM identity WHERE person = :person", person)) {
        scope.sql.run(
            "INSERT INTO ban (scope, mark, decision, until) VALUES (:scope, :mark, :decision, :until) "
            "ON CONFLICT (scope, mark, decision) DO UPDATE SET until = excluded.until",
            at, mark, decision, until);
    }
}

bool lift_ban(Scope& scope, std::string_view decision) {
    return scope.sql.run("DELETE FROM ban WHERE decision = :decision", decision) > 0;
}

std::vector<Ban> bans_of(Scope& scope, PersonId person) {
    std::vector<Ban> out;
    scope.sql.each<std::string, std::string, TimePoint>(
        "SELECT b.scope, b.decision, max(b.until) FROM ban b JOIN identity i ON i.mark = b.mark WHERE i.person = "
        ":person AND b.until > :now GROUP BY b.scope, b.decision ORDER BY b.scope, b.decision",
        [&out](std::string at, std::string decision, TimePoint until) {
            out.push_back({std::move(at), until, std::move(decision)});
        },
        person, scope.now());
    return out;
}

std::optional<TimePoint> banned_until(Scope& scope, const Group& group, PersonId person) {
    std::optional<TimePoint> out;
    for (const Ban& one : bans_of(scope, person)) {
        const bool here =
            one.at == scope_of(group) || (one.at.starts_with("unit:") && is_under(group.unit, one.at.substr(5)));
        if (here && (!out || one.until > *out)) out = one.until;
    }
    return out;
}

void drop_old_bans(Scope& scope, int most) {
    scope.sql.run(
        "DELETE FROM ban WHERE (scope, mark, decision) IN (SELECT scope, mark, decision FROM ban WHERE until <= :now "
        "LIMIT :most)",
        scope.now(), most);
}

}  // namespace noticeboard::community
