// Shared bans: see shared.hpp.
#include "plugins/moderation/shared.hpp"

#include <map>

#include "bot/community/ban.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/seat.hpp"
#include "bot/community/unit.hpp"
#include "plugins/moderation/act.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::size_t most_in_a_turn = 20;

struct Standing {  // how far inside a group somebody is
    ChatId chat;
    bool inside = false;  // or let in, or shown the code of a chat that no bot sees into
};

bool is_blind(Turn& turn, ChatId id) {
    const auto chat = id ? community::chat(turn.community(), id) : std::nullopt;
    return chat && chat->presence == Chat::Presence::blind;
}

ChatId blind_chat_of(Turn& turn, GroupId group) {
    for (const Chat& chat : community::chats_of(turn.community(), group))
        if (chat.presence == Chat::Presence::blind) return chat.id;
    return {};
}

// Where she stands in other groups than the case's, those after `after`, in the order of their ids.
std::map<GroupId, Standing> standings(Turn& turn, const Case& one, GroupId after) {
    std::map<GroupId, Standing> out;
    for (const Member& member : community::memberships_of(turn.community(), one.target)) {
        Standing& there = out[member.group];
        there = {member.chat, member.state == Member::State::active};
        if (member.state == Member::State::removed) out.erase(member.group);
        if (member.state != Member::State::waiting) continue;
        if (const ChatId blind = blind_chat_of(turn, member.group)) there = {blind, true};
    }
    const std::string visitor = community::visitor_of(turn.community(), one.target);
    for (const community::Seat& seat : community::seats_of(turn.community(), visitor)) {
        if (!out[seat.group].inside) out[seat.group] = {seat.chat, is_blind(turn, seat.chat)};
    }
    out.erase(one.group);
    out.erase(out.begin(), out.upper_bound(after));
    return out;
}

// She asked to be let in, or has a place promised: neither holds any more.
void turn_away(Turn& turn, const Case& one, GroupId group, ChatId id) {
    const auto chat = id ? community::chat(turn.community(), id) : std::nullopt;
    const auto member = community::member(turn.community(), group, one.target);
    if (chat && chat->presence == Chat::Presence::full && member && member->state == Member::State::asked) {
        for (const std::string& user : community::addresses(turn.community(), one.target, chat->account))
            turn.act(*chat, Action(Action::Kind::decline).user(user));
    }
    community::leave(turn.community(), group, one.target);
}

void put_out(Turn& turn, const Case& source, const Group& group, ChatId chat) {
    Case fresh;
    fresh.rule = "shared";
    fresh.actor = source.sharer;
    fresh.target = source.target;
    fresh.chat = chat;
    fresh.source = source.id();
    Case one = begin(turn, group, fresh, name_of(turn, source), "");
    one.act = Act::ban;
    one.until = source.until;
    one.shared = Shared::decided;
    one.shared_unit = source.shared_unit;
    one.state = can_do(turn, one) ? State::done : State::task;
    do_it(turn, one);
    keep(turn, one);
    note(turn, "put_out", one);
    tell_all(turn, hearers(turn, group, one), group, one);
}

void put_out_of_others(Turn& turn, const Case& one, GroupId after) {
    std::size_t looked_at = 0;
    for (const auto& [id, there] : standings(turn, one, after)) {
        if (looked_at++ == most_in_a_turn) return turn.after(Millis(0), "put out", one.id() + "|" + to_string(after));
        after = id;
        const auto group = community::group(turn.community(), id);
        if (!group || !community::is_under(group->unit, one.shared_unit)) continue;
        if (there.inside) put_out(turn, one, *group, there.chat);
        const auto member = community::member(turn.community(), id, one.target);
        if (!member || member->state != Member::State::active) turn_away(turn, one, id, there.chat);
    }
}

}  // namespace

void share(Turn& turn, const Group& group, Case& one) {
    one.shared = Shared::decided;
    one.shared_unit = unit_to_share_with(group);
    one.sharer = turn.person().id();
    one.at = turn.now();                                             // it is an act of its own:
    if (one.appeal == Appeal::confirmed) one.appeal = Appeal::none;  // she may object to it too
    const std::string unit = community::scope_of_unit(one.shared_unit);
    community::ban(turn.community(), unit, one.target, one.until, one.id());
    keep(turn, one);
    note(turn, "share", one);
    turn.tell(one.target, told_to_target(turn, group, one));
    if (one.appeal == Appeal::asked) tell_all(turn, judges(turn, group, one), group, one);
    put_out_of_others(turn, one, {});
}

void put_out_of_more(Turn& turn) {
    const auto [id, after] = halves(turn.data());
    const auto one = find(turn, id);
    if (one && one->shared == Shared::decided && one->in_force() && one->target)
        put_out_of_others(turn, *one, GroupId{std::stoll(after)});
}

void undo_elsewhere(Turn& turn, const Case& one) {
    const auto carried = carried_out_for(turn, one, most_in_a_turn);
    for (Case there : carried) {
        const auto group = community::group(turn.community(), there.group);
        if (!group || !undo(turn, *group, there)) continue;
        for (const PersonId person : hearers(turn, *group, there)) {
            const std::string language = turn.language_of(person);
            turn.tell(person, Reply(turn.tr_for(person,
                                                "{}: the level above has taken back the ban of {}, case {}. She may "
                                                "come in again; I put nobody back.",
                                                group->name, whom(turn, language, there), there.number)));
        }
    }
    if (carried.size() == most_in_a_turn) turn.after(Millis(0), "undo more", one.id());
}

void undo_more(Turn& turn) {
    if (const auto one = find(turn, turn.data()); one && one->state == State::undone) undo_elsewhere(turn, *one);
}

}  // namespace noticeboard::plugins::moderating
