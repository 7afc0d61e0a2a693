// Members: see member.hpp.
#include "bot/community/member.hpp"

#include "bot/community/group.hpp"
#include "bot/community/seat.hpp"

namespace noticeboard::community {
namespace {

using State = Member::State;
using Row = std::tuple<GroupId, PersonId, ChatId, State, TimePoint>;

Member read(Row row) {
    const auto& [group, person, chat, state, since] = row;
    return {group, person, chat, state, since};
}

Result<Member> decide(Scope& scope, GroupId group, PersonId person, State decision) {
    const auto done = scope.sql.run(
        "UPDATE member SET state = :state, since = :now WHERE grp = :grp AND person = :person AND state = :asked",
        decision, scope.now(), group, person, State::asked);
    auto found = member(scope, group, person);
    if (!found) return not_found("she did not ask to be let in");
    if (done == 0) return conflict("this was decided already");
    return std::move(*found);
}

// Ends an active membership; her chat has one member fewer.
bool end(Scope& scope, GroupId group, PersonId person, State state) {
    const auto chat = scope.sql.one<ChatId>(
        "UPDATE member SET state = :state, since = :now WHERE grp = :grp AND person = :person AND state = :active "
        "RETURNING chat",
        state, scope.now(), group, person, State::active);
    if (chat && *chat) leave_chat(scope, *chat);
    return chat.has_value();
}

}  // namespace

std::optional<Member> member(Scope& scope, GroupId group, PersonId person) {
    auto row = scope.sql.one<GroupId, PersonId, ChatId, State, TimePoint>(
        "SELECT grp, person, chat, state, since FROM member WHERE grp = :grp AND person = :person", group, person);
    if (!row) return std::nullopt;
    return read(*row);
}

Result<Member> ask_to_join(Scope& scope, GroupId group, PersonId person, ChatId chat) {
    scope.sql.run(
        "INSERT INTO member (grp, person, chat, state, since) VALUES (:grp, :person, :chat, :asked, :now) "
        "ON CONFLICT (grp, person) DO UPDATE SET chat = excluded.chat, state = excluded.state, "
        "since = excluded.since WHERE member.state IN (:left, :removed)",
        group, person, chat, State::asked, scope.now(), State::left, State::removed);
    const auto found = member(scope, group, person);
    if (found->state == State::active) return conflict("she is in the group already");
    if (found->state == State::waiting) return conflict("she was let in already");
    return *found;
}

std::vector<Member> asking(Scope& scope, GroupId group, int most) {
    return asking_since(scope, group, TimePoint(), most);
}

std::vector<Member> asking_since(Scope& scope, GroupId group, TimePoint since, int most) {
    std::vector<Member> out;
    scope.sql.each<GroupId, PersonId, ChatId, State, TimePoint>(
        "SELECT grp, person, chat, state, since FROM member WHERE grp = :grp AND state = :asked AND since >= :since "
        "ORDER BY since, person LIMIT :most",
        [&out](auto... columns) { out.push_back(read(Row(columns...))); }, group, State::asked, since, most);
    return out;
}

Result<Member> admit(Scope& scope, GroupId group, PersonId person) {
    return decide(scope, group, person, State::waiting);
}

Result<Member> turn_away(Scope& scope, GroupId group, PersonId person) {
    return decide(scope, group, person, State::left);
}

bool joined(Scope& scope, GroupId group, PersonId person, ChatId chat) {
    const auto before = scope.sql.one<ChatId>(
        "UPDATE member SET state = :left WHERE grp = :grp AND person = :person AND state = :active AND chat <> :chat "
        "RETURNING chat",
        State::left, group, person, State::active, chat);
    if (before && *before) leave_chat(scope, *before);
    const auto fresh = scope.sql.run(
        "INSERT INTO member (grp, person, chat, state, since) VALUES (:grp, :person, :chat, :active, :now) ON CONFLICT "
        "(grp, person) DO UPDATE SET chat = excluded.chat, state = excluded.state, since = excluded.since "
        "WHERE member.state <> :still",
        group, person, chat, State::active, scope.now(), State::active);
    if (fresh == 1) use_seat(scope, group, visitor_of(scope, person), chat);
    return fresh == 1;
}

bool leave(Scope& scope, GroupId group, PersonId person) {
    if (end(scope, group, person, State::left)) return true;
    scope.sql.run(
        "UPDATE member SET state = :left WHERE grp = :grp AND person = :person AND state IN (:waiting, :asked)",
        State::left, group, person, State::waiting, State::asked);
    give_up_seat(scope, group, visitor_of(scope, person));
    return false;
}

bool remove(Scope& scope, GroupId group, PersonId person) {
    return end(scope, group, person, State::removed);
}

std::int64_t member_count(Scope& scope, GroupId group) {
    return scope.sql
        .one<std::int64_t>("SELECT count(*) FROM member WHERE grp = :grp AND state = :active", group, State::active)
        .value_or(0);
}

std::vector<Member> members_of(Scope& scope, GroupId group, int most, PersonId after) {
    std::vector<Member> out;
    scope.sql.each<GroupId, PersonId, ChatId, State, TimePoint>(
        "SELECT grp, person, chat, state, since FROM member WHERE grp = :grp AND state = :active AND person > :after "
        "ORDER BY person LIMIT :most",
        [&out](auto... columns) { out.push_back(read(Row(columns...))); }, group, State::active, after, most);
    return out;
}

std::vector<Member> memberships_of(Scope& scope, PersonId person) {
    std::vector<Member> out;
    scope.sql.each<GroupId, PersonId, ChatId, State, TimePoint>(
        "SELECT grp, person, chat, state, since FROM member WHERE person = :person AND state <> :left ORDER BY grp",
        [&out](auto... columns) { out.push_back(read(Row(columns...))); }, person, State::left);
    return out;
}

std::vector<Group> groups_of(Scope& scope, PersonId person) {
    std::vector<Group> out;
    for (const Member& one : memberships_of(scope, person)) {
        if (one.state != State::active) continue;
        if (auto found = group(scope, one.group)) out.push_back(std::move(*found));
    }
    return out;
}

}  // namespace noticeboard::community
