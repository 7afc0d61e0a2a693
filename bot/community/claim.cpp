// Claim codes: see claim.hpp.
#include "bot/community/claim.hpp"

#include <algorithm>

#include "bot/community/crockford.hpp"
#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"

namespace noticeboard::community {
namespace {

using State = Claim::State;
using Row = std::tuple<std::string, std::string, std::string, PersonId, State, TimePoint, bool>;

constexpr std::size_t characters = 12;  // 60 bits: nobody guesses one

std::string mark_of(Scope& scope, std::string_view code) {
    return scope.vault.mark("claim", code);
}

Claim read(Scope& scope, Row row) {
    auto& [mark, role, at, person, state, expires, hand_over] = row;
    Claim out{std::move(mark), std::move(role), std::move(at), {}, person, state, expires, hand_over};
    out.where = name_of_scope(scope, out.scope);
    return out;
}

std::vector<Claim> read_all(Scope& scope, std::vector<Row> rows) {
    std::vector<Claim> out;
    for (Row& row : rows) out.push_back(read(scope, std::move(row)));
    return out;
}

void keep(Scope& scope, const Claim& claim) {
    scope.sql.run(
        "INSERT INTO claim (mark, role, scope, person, state, expires, created, hand_over) VALUES (:mark, :role, "
        ":scope, :person, :state, :expires, :created, :hand_over)",
        claim.mark, claim.role, claim.scope, claim.person, claim.state, claim.expires, scope.now(), claim.hand_over);
}

}  // namespace

Result<IssuedClaim> issue_claim(Scope& scope, const Roles& roles, std::string_view role, std::string_view at, int days,
                                PersonId by, bool hand_over) {
    if (days < 1 || days > 366) return invalid("a claim code holds for 1 to 366 days");
    if (const auto known = can_hold(scope, roles, role, at); !known) return known.error();
    if (by && !may_grant(scope, roles, by, role, at)) return forbidden("this role is not hers to give");
    const std::string code = crockford(scope.moment.random.number(), characters);
    IssuedClaim out{code.substr(0, 4) + '-' + code.substr(4, 4) + '-' + code.substr(8),
                    {mark_of(scope, code),
                     std::string(role),
                     std::string(at),
                     name_of_scope(scope, at),
                     {},
                     State::issued,
                     scope.now() + days * 24h,
                     hand_over}};
    keep(scope, out.claim);
    return out;
}

Result<Claim> propose_leader(Scope& scope, const Roles& roles, GroupId group, PersonId person, PersonId by) {
    const std::string at = std::string("group:") + to_string(group);
    if (const auto known = can_hold(scope, roles, "leader", at); !known) return known.error();
    const auto held = leaders(scope, group);
    const auto leads = [&held](PersonId one) { return std::find(held.begin(), held.end(), one) != held.end(); };
    if (by && !leads(by) && !may_grant(scope, roles, by, "leader", at)) return forbidden("this is not hers to propose");
    if (leads(person)) return conflict("she leads this group already");
    if (!community::person(scope, person)) return not_found("there is no such person");
    scope.sql.run(
        "UPDATE claim SET state = :revoked WHERE scope = :scope AND role = 'leader' AND state = :claimed AND "
        "hand_over = 1",
        State::revoked, at, State::claimed);  // she has thought better of it
    const std::string mark = mark_of(scope, crockford(scope.moment.random.number(), characters));  // of no code at all
    Claim out{mark, "leader", at, name_of_scope(scope, at), person, State::claimed, scope.now(), true};
    keep(scope, out);
    return out;
}

Result<Claim> claim(Scope& scope, std::string_view code, PersonId person) {
    const auto typed = crockford_typed(code, characters);
    if (!typed) return not_found("this is no claim code");
    const std::string mark = mark_of(scope, *typed);
    scope.sql.run(
        "UPDATE claim SET person = :person, state = :claimed WHERE mark = :mark AND state = :issued AND "
        "expires > :now",
        person, State::claimed, mark, State::issued, scope.now());
    auto found = claim_by_mark(scope, mark);
    if (!found || found->state == State::issued || found->state == State::revoked) {
        return not_found("this claim code is not valid, or not any more");
    }
    if (found->person != person) return conflict("somebody else has used this claim code");
    return std::move(*found);
}

std::optional<Claim> claim_of_code(Scope& scope, std::string_view code) {
    const auto typed = crockford_typed(code, characters);
    auto found = typed ? claim_by_mark(scope, mark_of(scope, *typed)) : std::nullopt;
    if (!found || found->state != State::issued || found->expires <= scope.now()) return std::nullopt;
    return found;
}

bool looks_like_claim(std::string_view text) {
    return text.size() <= 32 && text.find('-') != std::string_view::npos &&
           crockford_typed(text, characters).has_value();
}

std::vector<Claim> claims_waiting(Scope& scope, std::string_view unit, int most) {
    auto rows = scope.sql.all<std::string, std::string, std::string, PersonId, State, TimePoint, bool>(
        "SELECT mark, role, scope, person, state, expires, hand_over FROM claim WHERE state = 1 ORDER BY created, "
        "mark");
    std::vector<Claim> out;
    for (Row& row : rows) {
        if (static_cast<int>(out.size()) == most) break;
        if (scope_is_under(scope, std::get<2>(row), unit)) out.push_back(read(scope, std::move(row)));
    }
    return out;
}

std::vector<Claim> claims_at(Scope& scope, std::string_view at) {
    return read_all(scope,
                    scope.sql.all<std::string, std::string, std::string, PersonId, State, TimePoint, bool>(
                        "SELECT mark, role, scope, person, state, expires, hand_over FROM claim WHERE scope = :scope "
                        "ORDER BY created, mark",
                        at));
}

std::optional<Claim> claim_by_mark(Scope& scope, std::string_view mark) {
    auto row = scope.sql.one<std::string, std::string, std::string, PersonId, State, TimePoint, bool>(
        "SELECT mark, role, scope, person, state, expires, hand_over FROM claim WHERE mark = :mark", mark);
    if (!row) return std::nullopt;
    return read(scope, std::move(*row));
}

std::vector<PersonId> confirmers(Scope& scope, const Roles& roles, const Claim& claim) {
    std::vector<PersonId> out;
    if (const auto group = group_of_scope(scope, claim.scope); group && claim.role == "deputy") {
        for (const PersonId leader : leaders(scope, group->id)) {
            if (leader != claim.person) out.push_back(leader);
        }
    }
    if (!out.empty()) return out;
    std::string code = unit_of_scope(scope, claim.scope).value_or("");
    while (true) {
        for (const Held& held : holders(scope, scope_of_unit(code))) {
            const bool listed = std::find(out.begin(), out.end(), held.person) != out.end();
            if (!listed && held.person != claim.person && may_grant(scope, roles, held.person, claim.role, claim.scope))
                out.push_back(held.person);
        }
        if (!out.empty() || code.empty()) return out;
        const auto dot = code.rfind('.');
        code = dot == std::string::npos ? "" : code.substr(0, dot);
    }
}

Result<Claim> confirm_claim(Scope& scope, const Roles& roles, std::string_view mark, PersonId by) {
    auto found = claim_by_mark(scope, mark);
    if (!found) return not_found("there is no such claim");
    if (by && by == found->person) return forbidden("nobody confirms herself");
    if (found->state != State::claimed) {
        return conflict(found->state == State::issued ? "nobody has claimed this role yet"
                                                      : "this was decided already");
    }
    if (const auto given = grant(scope, roles, found->person, found->role, found->scope, {}, by); !given) {
        return given.error();
    }
    scope.sql.run("UPDATE claim SET state = :confirmed WHERE mark = :mark", State::confirmed, mark);
    if (found->hand_over) {
        scope.sql.run("DELETE FROM role WHERE scope = :scope AND role = :role AND person <> :person", found->scope,
                      found->role, found->person);
    }
    found->state = State::confirmed;
    return std::move(*found);
}

Result<Done> revoke_claim(Scope& scope, const Roles& roles, std::string_view mark, PersonId by) {
    const auto found = claim_by_mark(scope, mark);
    if (!found) return not_found("there is no such claim");
    if (by && !may_grant(scope, roles, by, found->role, found->scope)) return forbidden("this is not hers to revoke");
    if (scope.sql.run("UPDATE claim SET state = :revoked WHERE mark = :mark AND state IN (:issued, :claimed)",
                      State::revoked, mark, State::issued, State::claimed) == 0) {
        return conflict(found->state == State::confirmed ? "it was confirmed: revoke the role"
                                                         : "it was revoked already");
    }
    return Done{};
}

Result<IssuedClaim> reissue_claim(Scope& scope, const Roles& roles, std::string_view mark, int days, PersonId by) {
    const auto found = claim_by_mark(scope, mark);
    if (!found) return not_found("there is no such claim");
    if (found->state != State::revoked) {
        if (const auto revoked = revoke_claim(scope, roles, mark, by); !revoked) return revoked.error();
    }
    return issue_claim(scope, roles, found->role, found->scope, days, by, found->hand_over);
}

Result<IssuedClaim> issue_instead(Scope& scope, const Roles& roles, std::string_view role, std::string_view at,
                                  int days, PersonId by) {
    auto out = issue_claim(scope, roles, role, at, days, by);
    if (!out) return out;
    scope.sql.run(
        "UPDATE claim SET state = :revoked WHERE scope = :scope AND role = :role AND state IN (:issued, :claimed) AND "
        "mark <> :mark",
        State::revoked, at, role, State::issued, State::claimed, out->claim.mark);
    return out;
}

}  // namespace noticeboard::community
