// The bot's messages and acts: see act.hpp.
#include "bot/webchat/act.hpp"

#include <charconv>

#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"
#include "bot/model/voice.hpp"
#include "bot/webchat/row.hpp"
#include "bot/webchat/visitor.hpp"

namespace noticeboard::webchat {
namespace {

using State = WebMember::State;

Applied refused(std::string why, bool gone = false) {
    Applied out;
    out.refused = std::move(why);
    out.gone = gone;
    return out;
}

Applied say(community::Scope& scope, const Rules& rules, const Outgoing& outgoing, PersonId person) {
    Applied out;
    if (const auto known = row_of(scope, outgoing.id)) {
        out.facts.message_id = std::to_string(known->id);
        return out;
    }
    const bool direct = outgoing.place.room == Room::direct;
    if (!direct && !chat_at(scope, rules, outgoing.place.id)) return refused("no such chat", true);
    if (person && !community::key_of(scope, person)) {  // she was forgotten: this is goodbye, and nothing of hers stays
        forget_visitor(scope, outgoing.place.id);
        person = {};
    }
    const Chat chat = keep_room(scope, rules, outgoing.place);
    const Say& say = *outgoing.say();
    Row row;
    row.id = scope.ids.next(scope.now());
    row.outbox = outgoing.id;
    row.text = say.text;
    row.buttons = say.buttons;
    if (!say.picture.empty()) row.files.push_back(keep_file(scope, chat.id, row.id, person, "image/png", say.picture));
    if (!say.voice.empty()) {
        row.files.push_back(
            keep_file(scope, chat.id, row.id, person, std::string(voice_kind(say.voice).mime), say.voice));
    }
    const auto added = add_row(scope, chat.id, person, std::move(row));
    if (!added) return refused("forgotten", true);
    out.facts.message_id = std::to_string(added->id);
    return out;
}

// What a platform would report of somebody who came in or went out.
Event report(community::Scope& scope, const Outgoing& outgoing, What what) {
    Event out;
    out.key = "local:" + to_string(outgoing.id);
    out.at = scope.now();
    out.place = outgoing.place;
    out.from.id = outgoing.action()->user();
    out.from.name = name_of(scope, out.from.id);
    out.what = std::move(what);
    return out;
}

Applied let_in(community::Scope& scope, const Outgoing& outgoing, const Chat& chat) {
    const std::string& user = outgoing.action()->user();
    const auto member = member_of(scope, chat.id, user);
    if (!member || (!member->is_in() && member->state != State::asks)) return refused("did not ask");
    Applied out;
    if (member->is_in()) return out;
    set_member(scope, chat.id, user, State::in);
    out.caused = report(scope, outgoing, Joined{});
    return out;
}

Applied put_out(community::Scope& scope, const Outgoing& outgoing, const Chat& chat, State state) {
    const Action& action = *outgoing.action();
    const auto member = member_of(scope, chat.id, action.user());
    if (state == State::removed && (!member || !member->is_in())) return Applied();
    set_member(scope, chat.id, action.user(), state, action.until().value_or(TimePoint()));
    Applied out;
    if (member && member->is_in()) out.caused = report(scope, outgoing, Left{"bot"});
    return out;
}

Applied act(community::Scope& scope, const Rules& rules, const Outgoing& outgoing) {
    using Kind = Action::Kind;
    const Action& action = *outgoing.action();
    Applied out;
    if (action.kind() == Kind::download) {
        auto file = read_file(scope, action.text());
        if (!file) return refused("no such file");
        out.facts.file = std::move(file->bytes);
        return out;
    }
    if (action.kind() == Kind::answer_press) return out;  // her page shows the answer by itself
    const auto chat = chat_at(scope, rules, outgoing.place.id);
    if (!chat) return refused("no such chat", true);
    const auto member = member_of(scope, chat->id, action.user());
    switch (action.kind()) {
        case Kind::approve:
            return let_in(scope, outgoing, *chat);
        case Kind::decline:
            if (member && member->state == State::asks) set_member(scope, chat->id, action.user(), State::turned_away);
            return out;
        case Kind::mute:
            if (!set_muted(scope, chat->id, action.user(), action.until().value_or(TimePoint::max())))
                return refused("not a member");
            return out;
        case Kind::unmute:
            set_muted(scope, chat->id, action.user(), TimePoint());
            return out;
        case Kind::remove:
            return put_out(scope, outgoing, *chat, State::removed);
        case Kind::ban:
            return put_out(scope, outgoing, *chat, State::banned);
        case Kind::unban:
            if (member && member->state == State::banned) set_member(scope, chat->id, action.user(), State::left);
            return out;
        case Kind::delete_message: {
            std::int64_t id = 0;
            const std::string& text = action.message();
            std::from_chars(text.data(), text.data() + text.size(), id);
            delete_row(scope, chat->id, id);
            return out;
        }
        case Kind::clear:
            if (outgoing.place.room == Room::direct) clear_rows(scope, chat->id, outgoing.place.id);
            return out;
        case Kind::make_invite:
            out.facts.link = rules.public_url + "/chat/" + outgoing.place.id;
            return out;
        case Kind::count_members:
            out.facts.members = count_members(scope, chat->id);
            return out;
        default:
            return refused("not possible here");
    }
}

}  // namespace

Applied apply(community::Scope& scope, const Rules& rules, const Outgoing& outgoing, PersonId person) {
    return outgoing.say() != nullptr ? say(scope, rules, outgoing, person) : act(scope, rules, outgoing);
}

}  // namespace noticeboard::webchat
