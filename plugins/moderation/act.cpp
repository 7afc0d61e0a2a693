// Acts: see act.hpp.
#include "plugins/moderation/act.hpp"

#include <algorithm>

#include "bot/community/ban.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr Millis between_reminders = 24h;

std::optional<Chat> chat_of(Turn& turn, const Case& one) {
    auto chat = one.chat ? community::chat(turn.community(), one.chat) : std::nullopt;
    if (!chat || chat->account.empty() || chat->presence != Chat::Presence::full) return std::nullopt;
    return chat;
}

std::string address_of(Turn& turn, const Case& one, const Chat& chat) {
    return community::address(turn.community(), one.target, chat.account).value_or(std::string());
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

Action tagged(Action::Kind kind, const Case& one) {
    return Action(kind).tag("acted", one.id());
}

void erase_message(Turn& turn, const Case& one) {
    if (const auto chat = chat_of(turn, one); chat && one.erase && can_erase(turn, one))
        turn.act(*chat, tagged(Action::Kind::delete_message, one).message(one.message));
}

// The group's chats where the bot knows her and may ban, with her id there: the one of the case, and the others.
std::vector<std::pair<Chat, std::string>> everywhere(Turn& turn, const Case& one) {
    std::vector<std::pair<Chat, std::string>> out;
    for (const Chat& chat : community::chats_of(turn.community(), one.group)) {
        if (chat.presence != Chat::Presence::full || !chat.can.has(Ability::ban)) continue;
        if (std::string user = address_of(turn, one, chat); !user.empty()) out.emplace_back(chat, std::move(user));
    }
    return out;
}

void do_it(Turn& turn, const Case& one) {
    const auto chat = chat_of(turn, one);
    if (!chat || !can_do(turn, one)) return;
    const std::string user = address_of(turn, one, *chat);
    if (one.act == Act::mute) {
        turn.act(*chat, tagged(Action::Kind::mute, one).user(user).until(one.until));
        turn.after(one.until - turn.now(), "lift", one.id());
    }
    if (one.act == Act::remove) turn.act(*chat, tagged(Action::Kind::remove, one).user(user));
    if (one.act == Act::ban) {
        for (const auto& [place, id] : everywhere(turn, one))
            turn.act(place, tagged(Action::Kind::ban, one).user(id).until(one.until));
    }
}

// She is told in private; in the chat only of what she would not notice otherwise, and where no private talk is open.
void tell_target(Turn& turn, const Group& group, const Case& one) {
    if (!one.target) return;
    if (turn.tell(one.target, told_to_target(turn, group, one))) return;
    const auto chat = chat_of(turn, one);
    if (!chat || (one.act != Act::warn && one.act != Act::mute)) return;
    const std::string language = group.languages.empty() ? std::string(turn.language()) : group.languages.front();
    const auto& words = turn.catalog();
    const std::string name = whom(turn, language, one);
    turn.say(
        *chat,
        Reply(one.act == Act::warn
                  ? words.tr(language, "{}: this is a warning. Write “/mycases” to me in private to see why.", name)
                  : words.tr(language,
                             "{}: you may not write here for {}. Write “/mycases” to me in private to see why.", name,
                             hours(turn, language, one.until - one.at))));
}

// The leaders hear that the bot may not do what its rules want, once a day for each group.
void tell_of_missing_rights(Turn& turn, const Group& group, const Case& one) {
    const auto due = turn.sql().run("UPDATE moderation_book SET told = :now WHERE grp = :grp AND told <= :before",
                                    turn.now(), group.id, turn.now() - between_reminders);
    if (due == 0) return;
    for (const PersonId leader : community::leaders(turn.community(), group.id)) {
        turn.tell(
            leader,
            Reply(turn.tr_for(leader,
                              "In {} somebody broke a rule, and I am not allowed to act there. The rule stays on; "
                              "what I cannot do waits for you. Make me an administrator who may delete messages "
                              "and restrict members, then I do it myself.",
                              group.name))
                .button(turn.tr_for(leader, "Cases to look at"), "show", one.id()));
    }
}

void note(Turn& turn, const char* what, const Case& one) {
    turn.audit(std::string("moderation.") + what,
               "group:" + to_string(one.group) + " case:" + std::to_string(one.number) +
                   (one.target ? " person:" + to_string(one.target) : std::string()));
}

const char* name_of_act(Act act) {
    static constexpr const char* names[] = {"none", "erase", "warn", "mute", "remove", "ban"};
    return names[static_cast<int>(act)];
}

// The ban stands at the door too, whatever platform she comes by; where the bot does not know her, the leader is it.
void ban_at_door(Turn& turn, const Group& group, const Case& one) {
    if (one.act == Act::ban && one.target)
        community::ban(turn.community(), community::scope_of(group), one.target, one.until);
}

}  // namespace

bool can_do(Turn& turn, const Case& one) {
    if (one.act == Act::none || one.act == Act::erase) return true;
    if (one.act == Act::warn && one.target) return turn.reaches(one.target) || chat_of(turn, one).has_value();
    const auto chat = chat_of(turn, one);
    return chat && chat->can.has(ability_for(one.act)) && !address_of(turn, one, *chat).empty();
}

bool can_erase(Turn& turn, const Case& one) {
    const auto chat = chat_of(turn, one);
    return chat && chat->can.has(Ability::delete_message) && !one.message.empty();
}

void carry_out(Turn& turn, const Group& group, Case& one, Act act, Millis length, PersonId actor) {
    one.act = act;
    one.actor = actor;
    one.at = turn.now();
    if (act == Act::erase) one.erase = true;
    if (act == Act::ban && length == Millis(0)) length = Millis(24h) * turn.site().rules.ban_days;
    one.until = act == Act::mute || act == Act::ban ? turn.now() + length : TimePoint();
    const bool all = can_do(turn, one) && (!one.erase || can_erase(turn, one));
    one.state = all ? State::done : State::task;
    erase_message(turn, one);
    do_it(turn, one);
    ban_at_door(turn, group, one);
    keep(turn, one);
    note(turn, name_of_act(act), one);
    if (can_do(turn, one)) tell_target(turn, group, one);
    if (!all && !actor) tell_of_missing_rights(turn, group, one);
}

Step next_step(Turn& turn, const Group& group, PersonId target) {
    const RulePlan& plan = turn.site().rules;
    const int climbed = target ? rungs_climbed(turn, group.id, target, turn.now() - Millis(24h) * plan.ladder_days) : 0;
    const Rung& rung = plan.ladder[std::min(static_cast<std::size_t>(climbed), plan.ladder.size() - 1)];
    static constexpr std::pair<const char*, Act> acts[] = {
        {"warn", Act::warn}, {"mute", Act::mute}, {"remove", Act::remove}, {"ban", Act::ban}};
    for (const auto& [name, act] : acts) {
        if (rung.act == name) return {act, act == Act::mute && rung.length == Millis(0) ? 1h : rung.length};
    }
    return {};
}

void done_by_hand(Turn& turn, const Group& group, Case& one) {
    const bool told = can_do(turn, one);  // then she heard of it when it was decided
    one.state = State::done;
    if (!told) one.at = turn.now();  // she learns of it now: her time to object begins
    keep(turn, one);
    note(turn, "by_hand", one);
    if (one.act == Act::mute && !told) turn.after(one.until - turn.now(), "lift", one.id());
    if (!told) tell_target(turn, group, one);
}

bool undo(Turn& turn, const Group& group, Case& one) {
    if (!one.in_force()) return false;
    const auto chat = chat_of(turn, one);
    const std::string user = chat ? address_of(turn, one, *chat) : std::string();
    if (chat && !user.empty() && one.act == Act::mute && chat->can.has(Ability::mute))
        turn.act(*chat, tagged(Action::Kind::unmute, one).user(user));
    if (one.act == Act::ban || one.act == Act::remove) {
        for (const auto& [place, id] : everywhere(turn, one))
            turn.act(place, tagged(Action::Kind::unban, one).user(id));
    }
    if (one.act == Act::ban && one.target) {
        community::lift_ban(turn.community(), community::scope_of(group), one.target);
        if (!one.shared_unit.empty())
            community::lift_ban(turn.community(), community::scope_of_unit(one.shared_unit), one.target);
    }
    one.state = State::undone;
    if (one.shared == Shared::proposed) one.shared = Shared::declined;
    keep(turn, one);
    note(turn, "undo", one);
    if (!one.target) return true;
    const bool out = one.act == Act::remove || one.act == Act::ban;
    turn.tell(one.target,
              Reply(out ? turn.tr_for(one.target,
                                      "{}: case {} was taken back. You may come in again; type the group's number {}.",
                                      group.name, one.number, group.number)
                        : turn.tr_for(one.target, "{}: case {} was taken back.", group.name, one.number)));
    return true;
}

void act_ended(Turn& turn) {
    const auto& told = turn.what<Delivered>();
    if (told.verdict != Verdict::failed) return;
    auto one = find(turn, turn.data());
    const auto group = one ? community::group(turn.community(), one->group) : std::nullopt;
    if (!group) return;
    if (one->state == State::undone || one->state == State::over) {
        for (const PersonId leader : community::leaders(turn.community(), group->id)) {
            turn.tell(leader,
                      Reply(turn.tr_for(leader,
                                        "{}: case {} is over, and I could not take it back in the chat. Please do "
                                        "it there by hand.",
                                        group->name, one->number)));
        }
        return;
    }
    if (one->state != State::done) return;
    one->state = State::task;
    keep(turn, *one);
    if (one->actor)
        turn.tell(one->actor, shown(turn, one->actor, *group, *one));
    else
        tell_of_missing_rights(turn, *group, *one);
}

void lift(Turn& turn) {
    auto one = find(turn, turn.data());
    if (!one || one->act != Act::mute || one->state != State::done || one->until > turn.now()) return;
    const auto chat = chat_of(turn, *one);
    const std::string user = chat ? address_of(turn, *one, *chat) : std::string();
    if (chat && !user.empty() && chat->can.has(Ability::mute))
        turn.act(*chat, tagged(Action::Kind::unmute, *one).user(user));
    one->state = State::over;
    keep(turn, *one);
}

void share(Turn& turn, const Group& group, Case& one) {
    one.shared = Shared::decided;
    one.shared_unit = unit_to_share_with(group);
    community::ban(turn.community(), community::scope_of_unit(one.shared_unit), one.target, one.until);
    keep(turn, one);
    note(turn, "share", one);
}

int tell_all(Turn& turn, const std::set<PersonId>& people, const Group& group, const Case& one) {
    int told = 0;
    for (const PersonId person : people) {
        if (person != turn.person().id()) told += turn.tell(person, shown(turn, person, group, one)) ? 1 : 0;
    }
    return told;
}

}  // namespace noticeboard::plugins::moderating
