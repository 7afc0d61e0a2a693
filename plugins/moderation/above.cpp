// The level above: appeals, which it confirms or overturns, and bans that hold in a whole unit.
#include "bot/community/group.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/shared.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

struct Opened {
    Group group;
    Case one;
};

std::optional<Opened> opened(Turn& turn) {
    auto one = find(turn, turn.data());
    const auto group = one ? community::group(turn.community(), one->group) : std::nullopt;
    if (!group) {
        turn.reply(turn.tr("This case is no longer kept."));
        return std::nullopt;
    }
    return Opened{*group, std::move(*one)};
}

std::optional<Opened> judged(Turn& turn) {
    auto out = opened(turn);
    if (!out) return out;
    if (out->one.appeal == Appeal::asked && judges(turn, out->group, out->one).contains(turn.person().id())) return out;
    turn.reply(turn.tr("This is not yours to decide."));
    return std::nullopt;
}

// Those who acted: the leader herself, or the group's leaders where a rule did; and who shared it.
std::set<PersonId> who_acted(Turn& turn, const Opened& on) {
    std::set<PersonId> out;
    if (on.one.sharer) out.insert(on.one.sharer);
    if (on.one.actor) {
        out.insert(on.one.actor);
        return out;
    }
    for (const PersonId leader : community::leaders(turn.community(), on.group.id)) out.insert(leader);
    return out;
}

void tell_who_acted(Turn& turn, const Opened& on, bool right) {
    for (const PersonId person : who_acted(turn, on)) {
        if (person == turn.person().id()) continue;
        turn.tell(person, Reply(right ? turn.tr_for(person, "{}: the level above has confirmed case {}.", on.group.name,
                                                    on.one.number)
                                      : turn.tr_for(person, "{}: the level above has taken back case {}.",
                                                    on.group.name, on.one.number)));
    }
}

}  // namespace

void appeal_pressed(Turn& turn) {
    auto on = opened(turn);
    if (!on) return;
    Case& one = on->one;
    if (one.target != turn.person().id()) return turn.reply(turn.tr("This is not yours to decide."));
    if (one.appeal != Appeal::none || one.state == State::undone || !one.source.empty())
        return turn.reply(turn.tr("Case {} was looked at already, or is being looked at.", one.number));
    if (turn.now() - one.at > turn.site().rules.appeal_within)
        return turn.reply(turn.tr("The time to say so is over."));
    one.appeal = Appeal::asked;
    keep(turn, one);
    note(turn, "appeal", one);
    tell_all(turn, judges(turn, on->group, one), on->group, one);
    turn.reply(
        turn.tr("I have passed it on to the level above. It is not the leader who decides. I will write to you."));
}

void confirm_pressed(Turn& turn) {
    auto on = judged(turn);
    if (!on) return;
    on->one.appeal = Appeal::confirmed;
    keep(turn, on->one);
    note(turn, "confirm", on->one);
    turn.tell(on->one.target, Reply(turn.tr_for(on->one.target, "{}: case {} was looked at once more, and stays.",
                                                on->group.name, on->one.number)));
    tell_who_acted(turn, *on, true);
    turn.reply(turn.tr("Case {} stays. Both are told.", on->one.number));
}

void overturn_pressed(Turn& turn) {
    auto on = judged(turn);
    if (!on) return;
    on->one.appeal = Appeal::overturned;
    note(turn, "overturn", on->one);
    if (!undo(turn, on->group, on->one)) {
        keep(turn, on->one);
        turn.tell(on->one.target,
                  Reply(turn.tr_for(on->one.target, "{}: case {} was taken back.", on->group.name, on->one.number)));
    }
    tell_who_acted(turn, *on, false);
    turn.reply(turn.tr("Case {} is taken back. Both are told.", on->one.number));
}

void propose_pressed(Turn& turn) {
    auto on = opened(turn);
    if (!on) return;
    Case& one = on->one;
    const bool may = deciders(turn, on->group, one).contains(turn.person().id());
    if (!may || one.act != Act::ban || !one.in_force() || !one.target || one.shared != Shared::no)
        return turn.reply(turn.tr("This is not yours to decide."));
    one.shared = Shared::proposed;
    one.shared_unit = unit_to_share_with(on->group);
    keep(turn, one);
    note(turn, "propose", one);
    const int told = tell_all(turn, sharers(turn, on->group, one), on->group, one);
    turn.reply(told > 0 ? turn.tr("Proposed. The level above decides; I will write to you.")
                        : turn.tr("Proposed. Nobody above can be told now; it is on their list."));
}

void share_pressed(Turn& turn) {
    auto on = opened(turn);
    if (!on) return;
    const bool may = on->one.shared == Shared::proposed && on->one.in_force() &&
                     sharers(turn, on->group, on->one).contains(turn.person().id());
    if (!may) return turn.reply(turn.tr("This is not yours to decide."));
    share(turn, on->group, on->one);
    for (const PersonId person : who_acted(turn, *on)) {
        if (person != turn.person().id()) turn.tell(person, shown(turn, person, on->group, on->one));
    }
    turn.reply(shown(turn, turn.person().id(), on->group, on->one));
}

void unshare_pressed(Turn& turn) {
    auto on = opened(turn);
    if (!on) return;
    const bool may =
        on->one.shared == Shared::proposed && sharers(turn, on->group, on->one).contains(turn.person().id());
    if (!may) return turn.reply(turn.tr("This is not yours to decide."));
    on->one.shared = Shared::declined;
    on->one.shared_unit.clear();
    keep(turn, on->one);
    note(turn, "unshare", on->one);
    for (const PersonId person : who_acted(turn, *on)) {
        if (person != turn.person().id())
            turn.tell(person, Reply(turn.tr_for(person, "{}: case {} stays a ban in your group alone.", on->group.name,
                                                on->one.number)));
    }
    turn.reply(turn.tr("It stays a ban in that group alone."));
}

}  // namespace noticeboard::plugins::moderating
