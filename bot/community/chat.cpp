// Chats: see chat.hpp.
#include "bot/community/chat.hpp"

#include "bot/community/vault.hpp"

namespace noticeboard::community {
namespace {

std::string place_purpose(std::string_view account) {
    return "place:" + std::string(account);
}

std::string sealed_place(Scope& scope, std::string_view account, std::string_view place) {
    return crypto::sealed(scope.vault.content(), place, place_purpose(account), scope.moment.random);
}

using Row = std::tuple<ChatId, std::string, std::string, Room, GroupId, Chat::Presence, Chat::State, std::uint32_t, int,
                       int, int, int, std::string, TimePoint>;

Chat read(Scope& scope, Row row) {
    auto& [id, account, place, room, group, presence, state, can, capacity, soft_cap, members, reserved, link,
           expires] = row;
    Chat out;
    out.id = id;
    out.account = std::move(account);
    if (!place.empty()) {
        if (auto opened = crypto::opened(scope.vault.content(), place, place_purpose(out.account))) {
            out.place.id = std::move(*opened);
        }
    }
    out.place.room = room;
    out.group = group;
    out.presence = presence;
    out.state = state;
    out.can = Abilities::from_bits(can);
    out.capacity = capacity;
    out.soft_cap = soft_cap;
    out.members = members;
    out.reserved = reserved;
    out.link = std::move(link);
    out.link_expires = expires;
    return out;
}

}  // namespace

Chat visit(Scope& scope, std::string_view account, const Place& place) {
    if (auto known = find_chat(scope, account, place.id)) {
        known->place = place;
        return std::move(*known);
    }
    Chat fresh;
    fresh.id = scope.make_id<ChatId>();
    fresh.account = account;
    fresh.place = place;
    scope.sql.run(
        "INSERT INTO chat (id, account, mark, place, room, grp, presence, state, can, capacity, soft_cap, "
        "members, reserved, link, link_expires) VALUES (:id, :account, :mark, :place, :room, 0, 0, 1, 0, 0, 0, "
        "0, 0, '', 0)",
        fresh.id, account, scope.vault.mark(account, place.id), sealed_place(scope, account, place.id), place.room);
    return fresh;
}

std::optional<Chat> chat(Scope& scope, ChatId id) {
    auto row = scope.sql.one<ChatId, std::string, std::string, Room, GroupId, Chat::Presence, Chat::State,
                             std::uint32_t, int, int, int, int, std::string, TimePoint>(
        "SELECT id, account, place, room, grp, presence, state, can, capacity, soft_cap, members, reserved, link, "
        "link_expires FROM chat WHERE id = :id",
        id);
    if (!row) return std::nullopt;
    return read(scope, std::move(*row));
}

std::optional<Chat> find_chat(Scope& scope, std::string_view account, std::string_view place) {
    auto row = scope.sql.one<ChatId, std::string, std::string, Room, GroupId, Chat::Presence, Chat::State,
                             std::uint32_t, int, int, int, int, std::string, TimePoint>(
        "SELECT id, account, '', room, grp, presence, state, can, capacity, soft_cap, members, reserved, link, "
        "link_expires FROM chat WHERE account = :account AND mark = :mark",
        account, scope.vault.mark(account, place));
    if (!row) return std::nullopt;
    Chat out = read(scope, std::move(*row));
    out.place.id = place;
    return out;
}

std::vector<Chat> chats_of(Scope& scope, GroupId group) {
    std::vector<Chat> out;
    for (ChatId id : scope.sql.all<ChatId>("SELECT id FROM chat WHERE grp = :grp ORDER BY id", group)) {
        if (auto found = chat(scope, id)) out.push_back(std::move(*found));
    }
    return out;
}

void set_abilities(Scope& scope, ChatId chat, Abilities can) {
    scope.sql.run("UPDATE chat SET can = :can WHERE id = :id", can.bits(), chat);
}

void set_state(Scope& scope, ChatId chat, Chat::State state) {
    scope.sql.run("UPDATE chat SET state = :state WHERE id = :id", state, chat);
}

void lose_chat(Scope& scope, ChatId chat) {
    set_state(scope, chat, Chat::State::gone);
    scope.sql.run("UPDATE identity SET chat = 0 WHERE chat = :chat", chat);
}

void move_chat(Scope& scope, ChatId id, std::string_view to) {
    const auto from = chat(scope, id);
    if (!from) return;
    if (const auto other = find_chat(scope, from->account, to); other && other->id != id) {
        // The platform told us of the new id before it told us of the move: the old row's group goes with it.
        scope.sql.run("UPDATE chat SET mark = :mark, grp = 0, state = :gone WHERE id = :id",
                      scope.vault.mark(from->account, "moved:" + to_string(other->id)), Chat::State::gone, other->id);
    }
    scope.sql.run("UPDATE chat SET mark = :mark, place = :place WHERE id = :id", scope.vault.mark(from->account, to),
                  sealed_place(scope, from->account, to), id);
}

}  // namespace noticeboard::community
