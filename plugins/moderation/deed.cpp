// Deeds: see deed.hpp.
#include "plugins/moderation/deed.hpp"

#include "bot/community/chat.hpp"
#include "bot/community/person.hpp"

namespace noticeboard::plugins::moderating {
namespace {

using Kind = Action::Kind;

std::vector<std::string> addresses_of(Turn& turn, const Case& one, const Chat& chat) {
    return community::addresses(turn.community(), one.target, chat.account);
}

Ability ability_for(Act act) {
    switch (act) {
        case Act::mute:
            return Ability::mute;
        case Act::remove:
            return Ability::remove;
        case Act::ban:
            return Ability::ban;
        default:
            return Ability::write;
    }
}

Action tagged(Kind kind, const Case& one) {
    return Action(kind).tag("acted", one.id());
}

void act_on_her(Turn& turn, const Case& one, const Chat& chat, Kind kind) {
    for (const std::string& user : addresses_of(turn, one, chat)) {
        Action action = tagged(kind, one).user(user);
        if (kind == Kind::mute || kind == Kind::ban) action.until(one.until);
        turn.act(chat, std::move(action));
    }
}

// In every chat of the group where the bot may ban: the one of the case, and the others.
void act_everywhere(Turn& turn, const Case& one, Kind kind) {
    for (const Chat& chat : community::chats_of(turn.community(), one.group)) {
        if (chat.presence == Chat::Presence::full && chat.can.has(Ability::ban)) act_on_her(turn, one, chat, kind);
    }
}

}  // namespace

std::optional<Chat> chat_of(Turn& turn, const Case& one) {
    auto chat = one.chat ? community::chat(turn.community(), one.chat) : std::nullopt;
    if (!chat || chat->account.empty() || chat->presence != Chat::Presence::full) return std::nullopt;
    return chat;
}

bool can_do(Turn& turn, const Case& one) {
    if (one.act == Act::none || one.act == Act::erase) return true;
    if (one.act == Act::warn && one.target) return turn.reaches(one.target) || chat_of(turn, one).has_value();
    const auto chat = chat_of(turn, one);
    return chat && chat->can.has(ability_for(one.act)) && !addresses_of(turn, one, *chat).empty();
}

bool can_erase(Turn& turn, const Case& one) {
    const auto chat = chat_of(turn, one);
    return chat && chat->can.has(Ability::delete_message) && !one.message.empty();
}

void erase_message(Turn& turn, const Case& one) {
    if (const auto chat = chat_of(turn, one); chat && one.erase && can_erase(turn, one))
        turn.act(*chat, tagged(Kind::delete_message, one).message(one.message));
}

void do_it(Turn& turn, const Case& one) {
    const auto chat = chat_of(turn, one);
    if (!chat || !can_do(turn, one)) return;
    if (one.act == Act::mute) act_on_her(turn, one, *chat, Kind::mute);
    if (one.act == Act::remove) act_on_her(turn, one, *chat, Kind::remove);
    if (one.act == Act::ban) act_everywhere(turn, one, Kind::ban);
}

void undo_it(Turn& turn, const Case& one) {
    const auto chat = chat_of(turn, one);
    if (one.act == Act::mute && chat && chat->can.has(Ability::mute)) act_on_her(turn, one, *chat, Kind::unmute);
    if (one.act == Act::ban || one.act == Act::remove) act_everywhere(turn, one, Kind::unban);
}

}  // namespace noticeboard::plugins::moderating
