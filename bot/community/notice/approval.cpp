// Who must stand behind a notice before it goes out: see notice.hpp.
#include <algorithm>

#include "bot/community/group.hpp"
#include "bot/community/notice/notice.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::community {
namespace {

// Whether two audiences can have a group in common, seen from their units.
bool overlap(const Audience& one, const Audience& other) {
    for (const std::string& mine : one.units) {
        for (const std::string& theirs : other.units) {
            if (is_under(mine, theirs) || is_under(theirs, mine)) return true;
        }
    }
    return one.units.empty() && one.with_groups == other.with_groups;
}

std::vector<PersonId> approvals(Scope& scope, NoticeId id) {
    return scope.sql.all<PersonId>("SELECT person FROM notice_approval WHERE notice = :notice", id);
}

}  // namespace

Result<Done> may_reach(Scope& scope, const Roles& roles, PersonId author, const Audience& audience) {
    const auto may_not = [](const std::string& where) { return forbidden("you may not send to " + where); };
    for (const std::string& unit : audience.units) {
        if (!may_send(scope, roles, author, unit)) return may_not(unit.empty() ? "all units" : unit);
    }
    for (const std::string& number : audience.with_groups) {
        const auto named = group_by_number(scope, number);
        if (!named) return invalid("there is no group " + text::grouped(number));
        const bool may_there = !author || may(scope, roles, author, right::send_notice, *named);
        if (!may_there) return may_not(text::grouped(number));
    }
    return Done{};
}

NoticeRules notice_rules(const Site& site) {
    return {site.notice_second_above, site.notice_reason_below, std::chrono::minutes(site.notice_same_minutes)};
}

Wanting wanting(Scope& scope, const Roles& roles, const NoticeRules& rules, const Notice& notice,
                const Preview& preview) {
    Wanting out;
    const auto behind = approvals(scope, notice.id);
    const bool recall = notice.kind == Notice::Kind::recall;  // to say that it was wrong must not wait for anybody
    out.reason = !recall && preview.chats < rules.reason_below && notice.reason.empty() && !notice.of;
    if (notice.emergency) {
        const auto has = [&](PersonId person, Right right) {
            return person && may(scope, roles, person, right, notice.unit);
        };
        int mandates = 0;
        bool standing = false;
        for (const PersonId person : behind) {
            mandates += has(person, right::emergency_notice) ? 1 : 0;
            standing = standing || has(person, right::standing_notice);
        }
        out.mandates = mandates < 2 && !standing;
    } else if (!recall && preview.chats > rules.second_above) {
        out.second = std::none_of(behind.begin(), behind.end(), [&](PersonId one) { return one != notice.author; });
    }
    const auto audience = Audience::parse(notice.audience);
    const auto alike = scope.sql.all<NoticeId>(
        "SELECT id FROM notice WHERE likeness = (SELECT likeness FROM notice WHERE id = :id) AND id <> :me AND begins "
        "> "
        ":since AND state > 0 AND state < 5 ORDER BY id DESC LIMIT 20",
        notice.id, notice.id, scope.now() - rules.same_words);
    for (const NoticeId id : alike) {
        auto other = community::notice(scope, id);
        const auto theirs = Audience::parse(other->audience);
        if (audience && theirs && overlap(*audience, *theirs)) {
            out.same = std::move(other);
            break;
        }
    }
    return out;
}

Result<Notice> approve_notice(Scope& scope, const Roles& roles, const NoticeRules& rules, const Carriers& carriers,
                              NoticeId id, PersonId by) {
    auto found = notice(scope, id);
    if (!found) return not_found("there is no such notice");
    if (found->state != Notice::State::draft) return conflict("this notice was approved or stopped already");
    const auto audience = Audience::parse(found->audience);
    if (!audience) return audience.error();
    if (auto done = may_reach(scope, roles, by, *audience); !done) return done.error();
    scope.sql.run(
        "INSERT INTO notice_approval (notice, person, at) VALUES (:notice, :person, :at) ON CONFLICT DO NOTHING", id,
        by, scope.now());
    const auto preview = preview_notice(scope, *found, carriers);
    if (!preview) return preview.error();
    const Wanting still = wanting(scope, roles, rules, *found, *preview);
    if (still.reason) return invalid("fewer than 5 groups would hear it: say why");
    if (still.nothing()) {
        scope.sql.run("UPDATE notice SET state = 1 WHERE id = :id AND state = 0", id);
        found->state = Notice::State::approved;
    }
    return *found;
}

std::vector<PersonId> approvers(Scope& scope, const Roles& roles, const Notice& notice, std::size_t most) {
    const Right right = notice.emergency ? right::emergency_notice : right::send_notice;
    const auto behind = approvals(scope, notice.id);
    std::vector<PersonId> out;
    for (std::string_view at = notice.unit;;
         at = at.substr(0, at.rfind('.') == std::string_view::npos ? 0 : at.rfind('.'))) {
        for (const Held& held : holders(scope, scope_of_unit(at))) {
            const auto role = roles.find(held.role);
            if (role == roles.end() || !role->second.contains(std::string(right.name))) continue;
            const auto known = [&](const std::vector<PersonId>& list) {
                return std::find(list.begin(), list.end(), held.person) != list.end();
            };
            if (!known(behind) && !known(out) && held.person != notice.author && out.size() < most)
                out.push_back(held.person);
        }
        if (at.empty()) return out;
    }
}

}  // namespace noticeboard::community
