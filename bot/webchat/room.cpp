// Rooms: see room.hpp.
#include "bot/webchat/room.hpp"

#include "bot/community/chat.hpp"
#include "bot/community/link.hpp"
#include "bot/webchat/visitor.hpp"

namespace noticeboard::webchat {

Abilities all_abilities() {
    return {Ability::read_group,    Ability::write,     Ability::buttons, Ability::pictures, Ability::invite_link,
            Ability::approve,       Ability::mute,      Ability::remove,  Ability::ban,      Ability::delete_message,
            Ability::count_members, Ability::deep_link, Ability::download};
}

std::optional<Chat> chat_at(community::Scope& scope, const Rules& rules, std::string_view place) {
    return community::find_chat(scope, rules.account, place);
}

Chat keep_room(community::Scope& scope, const Rules& rules, const Place& place) {
    Chat out = community::visit(scope, rules.account, place);
    scope.sql.run(
        "INSERT INTO web_chat (chat, place, seq) VALUES (:chat, :place, 0) ON CONFLICT (place) DO UPDATE SET "
        "chat = excluded.chat WHERE web_chat.chat <> excluded.chat",
        out.id, place.id);
    return out;
}

std::optional<Chat> room_of_group(community::Scope& scope, const Rules& rules, GroupId group) {
    for (Chat& chat : community::chats_of(scope, group)) {
        if (chat.account == rules.account && chat.state != Chat::State::gone) return std::move(chat);
    }
    return std::nullopt;
}

Result<Chat> open_room(community::Scope& scope, const Rules& rules, GroupId group) {
    if (auto known = room_of_group(scope, rules, group)) return std::move(*known);
    Place place;
    place.id = new_place(scope);
    place.room = Room::group;
    const Chat fresh = keep_room(scope, rules, place);
    community::set_abilities(scope, fresh.id, all_abilities());
    auto linked = community::link_chat(scope, group, fresh.id, Chat::Presence::full,
                                       {rules.capacity, std::min(rules.soft_cap, rules.capacity)}, 0,
                                       rules.public_url + "/chat/" + place.id);
    if (!linked) return linked.error();
    // It is a way of its own beside the group's other chats, not one more of them to wait for.
    community::set_state(scope, fresh.id, Chat::State::open);
    linked->state = Chat::State::open;
    linked->place = place;
    return linked;
}

std::optional<WebMember> member_of(community::Scope& scope, ChatId chat, std::string_view visitor) {
    const auto row = scope.sql.one<WebMember::State, TimePoint, TimePoint>(
        "SELECT state, until, muted FROM web_member WHERE chat = :chat AND visitor = :visitor", chat, visitor);
    if (!row) return std::nullopt;
    return WebMember{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row)};
}

void set_member(community::Scope& scope, ChatId chat, std::string_view visitor, WebMember::State state,
                TimePoint until) {
    scope.sql.run(
        "INSERT INTO web_member (chat, visitor, state, until, muted) VALUES (:chat, :visitor, :state, :until, 0) "
        "ON CONFLICT (chat, visitor) DO UPDATE SET state = excluded.state, until = excluded.until",
        chat, visitor, state, until);
}

bool set_muted(community::Scope& scope, ChatId chat, std::string_view visitor, TimePoint until) {
    return scope.sql.run("UPDATE web_member SET muted = :until WHERE chat = :chat AND visitor = :visitor", until, chat,
                         visitor) == 1;
}

int count_members(community::Scope& scope, ChatId chat) {
    return scope.sql
        .one<int>("SELECT count(*) FROM web_member WHERE chat = :chat AND state = :in", chat, WebMember::State::in)
        .value_or(0);
}

std::vector<Chat> rooms_of(community::Scope& scope, std::string_view visitor) {
    std::vector<Chat> out;
    for (ChatId id :
         scope.sql.all<ChatId>("SELECT chat FROM web_member WHERE visitor = :visitor AND state = :in ORDER BY chat",
                               visitor, WebMember::State::in)) {
        if (auto found = community::chat(scope, id)) out.push_back(std::move(*found));
    }
    return out;
}

}  // namespace noticeboard::webchat
