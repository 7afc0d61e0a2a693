// The digest: see digest.hpp.
#include "bot/community/digest.hpp"

#include <algorithm>
#include <limits>

#include "bot/model/local_time.hpp"

namespace noticeboard::community {
namespace {

constexpr int looked_at = 2000;  // roles in one look
constexpr int late = 2;          // hours: after a restart the morning's digest still comes, the noon's does not

std::int64_t today(const Scope& scope) {
    return (scope.now().time_since_epoch() + local_offset) / 24h;
}

}  // namespace

DigestWish digest_wish(Scope& scope, PersonId person) {
    const auto row = scope.sql.one<int, bool>("SELECT hour, at_once FROM digest WHERE person = :person", person);
    return row ? DigestWish{std::get<0>(*row), std::get<1>(*row)} : DigestWish();
}

void set_digest_wish(Scope& scope, PersonId person, const DigestWish& wish) {
    scope.sql.run(
        "INSERT INTO digest (person, hour, at_once, day) VALUES (:person, :hour, :at_once, 0) ON CONFLICT (person) DO "
        "UPDATE SET hour = excluded.hour, at_once = excluded.at_once",
        person, wish.hour, wish.at_once);
}

DigestDue digest_due(Scope& scope, PersonId after, int most) {
    const int hour = minute_of_day(scope.now()) / 60;
    DigestDue out;
    const auto last = scope.sql.one<PersonId>(
        "SELECT person FROM role WHERE person > :after ORDER BY person LIMIT 1 OFFSET :some", after, looked_at);
    out.people = scope.sql.all<PersonId>(
        "SELECT r.person FROM role r JOIN person p ON p.id = r.person LEFT JOIN digest d ON d.person = r.person "
        "WHERE r.person > :after AND r.person <= :last AND (r.expires = 0 OR r.expires > :now) AND p.state = 0 AND "
        "COALESCE(d.hour, :usual) BETWEEN :from AND :to AND COALESCE(d.day, 0) < :today "
        "GROUP BY r.person ORDER BY r.person LIMIT :most",
        after, last.value_or(PersonId{std::numeric_limits<std::int64_t>::max()}), scope.now(), DigestWish().hour,
        std::max(0, hour - late), hour, today(scope), most);
    if (static_cast<int>(out.people.size()) == most)
        out.next = out.people.back();
    else if (last)
        out.next = *last;
    return out;
}

void mark_digest(Scope& scope, PersonId person) {
    const DigestWish usual;
    scope.sql.run(
        "INSERT INTO digest (person, hour, at_once, day) VALUES (:person, :hour, :at_once, :day) ON CONFLICT (person) "
        "DO UPDATE SET day = excluded.day",
        person, usual.hour, usual.at_once, today(scope));
}

}  // namespace noticeboard::community
