// Seats: see seat.hpp.
#include "bot/community/seat.hpp"

#include <map>
#include <optional>

#include "bot/community/ban.hpp"
#include "bot/community/group.hpp"
#include "bot/community/rolling.hpp"
#include "bot/community/vault.hpp"

namespace noticeboard::community {
namespace {

constexpr Millis told_again = 7 * 24h;

// Gives back what seats had reserved, chat by chat.
void unreserve(Scope& scope, const std::vector<ChatId>& chats) {
    std::map<ChatId, int> freed;
    for (const ChatId chat : chats) ++freed[chat];
    for (const auto& [chat, count] : freed) {
        scope.sql.run("UPDATE chat SET reserved = reserved - :count WHERE id = :id", count, chat);
    }
}

// Seats whose time is over. Into a blind chat nobody sees who went: whoever was shown its code counts as a member,
// until the leader tells the true number. Better the next chat too early than a code that WeChat refuses.
void let_expire(Scope& scope, const std::vector<ChatId>& chats) {
    unreserve(scope, chats);
    for (const ChatId chat : chats) {
        scope.sql.run("UPDATE chat SET members = members + 1 WHERE id = :id AND presence = :blind", chat,
                      Chat::Presence::blind);
    }
}

// One seat in the first open chat of the account with room. The UPDATE decides, whatever the SELECT saw.
std::optional<ChatId> reserve(Scope& scope, GroupId group, std::string_view account) {
    const auto chats = scope.sql.all<ChatId>(
        "SELECT id FROM chat WHERE grp = :grp AND account = :account AND state = :open AND "
        "members + reserved < soft_cap ORDER BY id",
        group, account, Chat::State::open);
    for (const ChatId chat : chats) {
        if (scope.sql.run("UPDATE chat SET reserved = reserved + 1 WHERE id = :id AND state = :open AND "
                          "members + reserved < soft_cap",
                          chat, Chat::State::open) == 1) {
            return chat;
        }
    }
    return std::nullopt;
}

bool free_seats_of(Scope& scope, GroupId group) {
    const auto freed = scope.sql.all<ChatId>("DELETE FROM seat WHERE grp = :grp AND expires <= :now RETURNING chat",
                                             group, scope.now());
    let_expire(scope, freed);
    return !freed.empty();
}

std::optional<ChatId> find_room_at(Scope& scope, GroupId group, std::string_view account) {
    if (auto chat = reserve(scope, group, account)) return chat;
    return open_next_chat(scope, group, account) ? reserve(scope, group, account) : std::nullopt;
}

// Where she can use it best: at her account, then in a chat that no bot can enter, then anywhere.
std::optional<ChatId> find_room(Scope& scope, GroupId group, std::string_view account) {
    if (auto chat = find_room_at(scope, group, account)) return chat;
    const auto accounts = scope.sql.all<std::string>(
        "SELECT account FROM chat WHERE grp = :grp GROUP BY account ORDER BY account <> '', min(id)", group);
    for (const std::string& other : accounts) {
        if (other == account) continue;
        if (auto chat = find_room_at(scope, group, other)) return chat;
    }
    return std::nullopt;
}

// … and before anybody is sent away, seats whose time is over are freed.
std::optional<ChatId> find_or_free_room(Scope& scope, GroupId group, std::string_view account) {
    if (auto chat = find_room(scope, group, account)) return chat;
    return free_seats_of(scope, group) ? find_room(scope, group, account) : std::nullopt;
}

// Whether a seat that was promised there can still be used.
bool still_there(Scope& scope, GroupId group, ChatId chat) {
    return scope.sql
        .one<int>("SELECT 1 FROM chat WHERE id = :id AND grp = :grp AND state BETWEEN 1 AND 3", chat,
                  group)  // open … full
        .has_value();
}

SeatAnswer wait(Scope& scope, GroupId group, std::string_view visitor, PersonId person) {
    const auto hope = scope.sql.one<int>("SELECT 1 FROM chat WHERE grp = :grp AND state IN (0, 1, 3) LIMIT 1", group);
    if (!hope) return NothingOpen{};
    const auto since = scope.sql
                           .one<std::int64_t>(
                               "INSERT INTO waiting (grp, visitor, person, since) VALUES (:grp, :visitor, "
                               ":person, :since) ON CONFLICT (grp, visitor) DO UPDATE SET "
                               "person = CASE WHEN excluded.person <> 0 THEN excluded.person ELSE "
                               "waiting.person END RETURNING since",
                               group, visitor, person, scope.ids.next(scope.now()))  // no two are equal
                           .value();
    OnWaitingList out;
    out.place =
        scope.sql
            .one<int>("SELECT count(*) FROM waiting WHERE grp = :grp AND (since, visitor) <= (:since, :visitor)", group,
                      since, visitor)
            .value();
    out.tell_leader = scope.sql.run("UPDATE grp SET told_full = :now WHERE id = :id AND told_full <= :before",
                                    scope.now(), group, scope.now() - told_again) == 1;
    return out;
}

}  // namespace

std::string visitor_of(const Scope& scope, PersonId person) {
    return scope.vault.mark("visitor", to_string(person));
}
std::string visitor_of(const Scope& scope, std::string_view cookie) {
    return scope.vault.mark("cookie", cookie);
}

SeatAnswer take_seat(Scope& scope, GroupId group, std::string_view visitor, Millis holds, PersonId person,
                     std::string_view account) {
    const auto state = scope.sql.one<Group::State>("SELECT state FROM grp WHERE id = :id", group);
    if (!state || *state == Group::State::closed) return NothingOpen{};

    // The row first: of two presses of the same visitor one makes it, the other finds it.
    const TimePoint expires = scope.now() + holds;
    const ChatId promised = scope.sql
                                .one<ChatId>(
                                    "INSERT INTO seat (grp, visitor, chat, expires) VALUES (:grp, :visitor, 0, "
                                    ":expires) ON CONFLICT (grp, visitor) DO UPDATE SET "
                                    "expires = excluded.expires RETURNING chat",
                                    group, visitor, expires)
                                .value();
    if (promised && still_there(scope, group, promised)) return SeatGiven{promised, expires, true};
    if (promised) unreserve(scope, {promised});

    const auto chat = find_or_free_room(scope, group, account);
    if (!chat) {
        scope.sql.run("DELETE FROM seat WHERE grp = :grp AND visitor = :visitor", group, visitor);
        return wait(scope, group, visitor, person);
    }
    scope.sql.run("UPDATE seat SET chat = :chat WHERE grp = :grp AND visitor = :visitor", *chat, group, visitor);
    scope.sql.run("DELETE FROM waiting WHERE grp = :grp AND visitor = :visitor", group, visitor);
    return SeatGiven{*chat, expires, false};
}

void use_seat(Scope& scope, GroupId group, std::string_view visitor, ChatId chat) {
    give_up_seat(scope, group, visitor);
    scope.sql.run("DELETE FROM waiting WHERE grp = :grp AND visitor = :visitor", group, visitor);
    scope.sql.run("UPDATE chat SET members = members + 1 WHERE id = :id", chat);
    settle_chat(scope, chat);
}

void give_up_seat(Scope& scope, GroupId group, std::string_view visitor) {
    unreserve(scope, scope.sql.all<ChatId>("DELETE FROM seat WHERE grp = :grp AND visitor = :visitor RETURNING chat",
                                           group, visitor));
}

void leave_chat(Scope& scope, ChatId chat) {
    scope.sql.run("UPDATE chat SET members = members - 1 WHERE id = :id AND members > 0", chat);
    settle_chat(scope, chat);
}

void set_members(Scope& scope, ChatId chat, int count) {
    scope.sql.run("UPDATE chat SET members = :count WHERE id = :id", count, chat);
    settle_chat(scope, chat);
}

std::int64_t free_expired_seats(Scope& scope, int most, std::vector<GroupId>* freed) {
    std::vector<ChatId> chats;
    scope.sql.each<GroupId, ChatId>(
        "DELETE FROM seat WHERE (grp, visitor) IN (SELECT grp, visitor FROM seat WHERE expires <= :now ORDER BY "
        "expires "
        "LIMIT :most) RETURNING grp, chat",
        [&](GroupId group, ChatId chat) {
            chats.push_back(chat);
            if (freed != nullptr && (freed->empty() || freed->back() != group)) freed->push_back(group);
        },
        scope.now(), most);
    let_expire(scope, chats);
    return static_cast<std::int64_t>(chats.size());
}

std::vector<Called> next_waiting(Scope& scope, GroupId group, int most, Millis holds) {
    std::vector<Called> out;
    const auto waiting = scope.sql.all<std::string, PersonId>(
        "SELECT visitor, person FROM waiting WHERE grp = :grp AND person <> 0 ORDER BY since, visitor LIMIT :most",
        group, most);
    const auto here = community::group(scope, group);
    if (!here) return out;
    for (const auto& [visitor, person] : waiting) {
        if (banned_until(scope, *here, person)) {
            scope.sql.run("DELETE FROM waiting WHERE grp = :grp AND visitor = :visitor", group, visitor);
            continue;
        }
        const SeatAnswer answer = take_seat(scope, group, visitor, holds, person);
        const auto* seat = std::get_if<SeatGiven>(&answer);
        if (seat == nullptr) break;
        out.push_back({person, *seat});
    }
    return out;
}

std::optional<SeatGiven> seat_of(Scope& scope, GroupId group, std::string_view visitor) {
    const auto found = scope.sql.one<ChatId, TimePoint>(
        "SELECT chat, expires FROM seat WHERE grp = :grp AND visitor = :visitor AND expires > :now", group, visitor,
        scope.now());
    if (!found) return std::nullopt;
    return SeatGiven{std::get<0>(*found), std::get<1>(*found), true};
}

std::vector<Seat> seats_of(Scope& scope, std::string_view visitor) {
    std::vector<Seat> out;
    scope.sql.each<GroupId, ChatId>(
        "SELECT grp, chat FROM seat WHERE visitor = :visitor AND chat <> 0 ORDER BY grp",
        [&out](GroupId group, ChatId chat) {
            out.push_back({group, chat});
        },
        visitor);
    return out;
}

int waiting_place(Scope& scope, GroupId group, std::string_view visitor) {
    return scope.sql
        .one<int>(
            "SELECT count(*) FROM waiting w JOIN waiting mine ON mine.grp = w.grp AND mine.visitor = :visitor "
            "WHERE w.grp = :grp AND (w.since, w.visitor) <= (mine.since, mine.visitor)",
            visitor, group)
        .value_or(0);
}

int waiting_count(Scope& scope, GroupId group) {
    return scope.sql.one<int>("SELECT count(*) FROM waiting WHERE grp = :grp", group).value_or(0);
}

}  // namespace noticeboard::community
