// Claim codes: a one-time code on a letter that gives its bearer a role, once somebody above has confirmed her.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/role.hpp"

namespace noticeboard::community {

struct Claim {
    enum class State { issued, claimed, confirmed, revoked };
    std::string mark;  // a keyed hash of the code: names the claim in buttons and commands, opens nothing
    std::string role, scope, where;
    PersonId person;  // who claimed it
    State state = State::issued;
    TimePoint expires{};
    bool hand_over = false;  // once confirmed, whoever led the group until then does not any more
};

struct IssuedClaim {
    std::string code;  // "7K3M-9QXA-B2CD": 60 bits of Crockford's base 32; shown once, kept as a keyed hash only
    Claim claim;
};

// Error: invalid (no such role, group or unit; days not 1…366), forbidden (`by` may not grant it).
Result<IssuedClaim> issue_claim(Scope& scope, const Roles& roles, std::string_view role, std::string_view at, int days,
                                PersonId by = {}, bool hand_over = false);

// A group's leader for whom no letter is needed, because she is known: it waits for confirmation like a claimed code,
// and ends the roles of those who led before. Error: invalid (no such group), forbidden (`by` does not lead the group
// and may not grant it), not_found (person), conflict (she leads it already).
Result<Claim> propose_leader(Scope& scope, const Roles& roles, GroupId group, PersonId person, PersonId by);

// Somebody types the code of her letter; it waits for confirmation then. Any case, blanks and dashes. Typing it twice
// is no mistake. Error: not_found (unknown, expired, revoked), conflict (somebody else was first).
Result<Claim> claim(Scope& scope, std::string_view code, PersonId person);

// What a code stands for while it can still be claimed; looking spends nothing.
std::optional<Claim> claim_of_code(Scope& scope, std::string_view code);

// Whether a text looks like a code, to tell it from other talk. No look-up.
bool looks_like_claim(std::string_view text);

// Claims that wait for confirmation, of a unit and all below it and their groups; "": all.
std::vector<Claim> claims_waiting(Scope& scope, std::string_view unit, int most = 100);
std::vector<Claim> claims_at(Scope& scope, std::string_view at);  // of one scope, in any state
std::optional<Claim> claim_by_mark(Scope& scope, std::string_view mark);

// Who may confirm it, of the unit that is nearest above: her township, as a rule; a deputy's own leader.
std::vector<PersonId> confirmers(Scope& scope, const Roles& roles, const Claim& claim);

// The role is hers. Error: not_found, conflict (not claimed, or decided), forbidden (`by` may not grant it, or is she).
Result<Claim> confirm_claim(Scope& scope, const Roles& roles, std::string_view mark, PersonId by = {});

// The code is worth nothing any more. Error: not_found, conflict (confirmed: revoke the role instead), forbidden.
Result<Done> revoke_claim(Scope& scope, const Roles& roles, std::string_view mark, PersonId by = {});

// Another code for the same role; the old one is revoked. Errors of both.
Result<IssuedClaim> reissue_claim(Scope& scope, const Roles& roles, std::string_view mark, int days, PersonId by = {});

// A code for a role of which there is one, at its group: every earlier one that is not confirmed yet, typed or not, is
// void. Errors of issue_claim.
Result<IssuedClaim> issue_instead(Scope& scope, const Roles& roles, std::string_view role, std::string_view at,
                                  int days, PersonId by = {});

}  // namespace noticeboard::community
