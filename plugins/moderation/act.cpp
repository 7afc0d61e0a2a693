// Acts: see act.hpp.
#include "plugins/moderation/act.hpp"

#include <algorithm>

#include "bot/community/ban.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/role.hpp"
#include "plugins/moderation/shared.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr Millis between_reminders = 24h;

// She is told in private; in the chat only of what she would not notice otherwise, and where no private talk is open.
void tell_target(Turn& turn, const Group& group, const Case& one) {
    if (!one.target || !one.source.empty()) return;  // of a shared ban she hears once
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

const char* name_of_act(Act act) {
    static constexpr const char* names[] = {"none", "erase", "warn", "mute", "remove", "ban"};
    return names[static_cast<int>(act)];
}

// The ban stands at the door too, whatever platform she comes by; where the bot does not know her, the leader is it.
void ban_at_door(Turn& turn, const Group& group, const Case& one) {
    if (one.act == Act::ban && one.target)
        community::ban(turn.community(), community::scope_of(group), one.target, one.until, one.id());
}

}  // namespace

void note(Turn& turn, const char* what, const Case& one) {
    turn.audit(std::string("moderation.") + what,
               "group:" + to_string(one.group) + " case:" + std::to_string(one.number) +
                   (one.target ? " person:" + to_string(one.target) : std::string()));
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
    if (act == Act::mute && can_do(turn, one)) turn.after(one.until - turn.now(), "lift", one.id());
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
    const bool out = one.act == Act::remove || one.act == Act::ban;
    if (out && one.target) community::remove(turn.community(), group.id, one.target);
    if (!told) tell_target(turn, group, one);
}

bool undo(Turn& turn, const Group& group, Case& one) {
    if (!one.in_force()) return false;
    if (one.act == Act::ban) community::lift_ban(turn.community(), one.id());
    const bool out = one.act == Act::remove || one.act == Act::ban;
    const bool barred = out && one.target && community::banned_until(turn.community(), group, one.target);
    if (!barred) undo_it(turn, one);
    one.state = State::undone;
    if (one.shared == Shared::proposed) one.shared = Shared::declined;
    keep(turn, one);
    note(turn, "undo", one);
    if (one.shared == Shared::decided && one.source.empty()) undo_elsewhere(turn, one);
    if (one.target && one.source.empty()) turn.tell(one.target, told_undone(turn, group, one, out && !barred));
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
    if (!one->source.empty())
        tell_all(turn, hearers(turn, *group, *one), *group, *one);
    else if (one->actor)
        turn.tell(one->actor, shown(turn, one->actor, *group, *one));
    else
        tell_of_missing_rights(turn, *group, *one);
}

void lift(Turn& turn) {
    auto one = find(turn, turn.data());
    if (!one || one->act != Act::mute || one->state != State::done || one->until > turn.now()) return;
    undo_it(turn, *one);
    one->state = State::over;
    keep(turn, *one);
}

int tell_all(Turn& turn, const std::set<PersonId>& people, const Group& group, const Case& one) {
    int told = 0;
    for (const PersonId person : people) {
        if (person != turn.person().id()) told += turn.tell(person, shown(turn, person, group, one)) ? 1 : 0;
    }
    return told;
}

}  // namespace noticeboard::plugins::moderating
