// The cases that wait for somebody: her list, what she decides with a digit, and what she takes back.
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/rules.hpp"
#include "plugins/moderation/typed.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr Millis usual_mute = 1h;

struct Opened {
    Group group;
    Case one;
};

// The case of a button, if whoever pressed may decide it; else she reads that she may not.
std::optional<Opened> decidable(Turn& turn, const std::string& id) {
    auto one = find(turn, id);
    const auto group = one ? community::group(turn.community(), one->group) : std::nullopt;
    if (group && deciders(turn, *group, *one).contains(turn.person().id())) return Opened{*group, std::move(*one)};
    turn.reply(turn.tr("This is not yours to decide."));
    return std::nullopt;
}

// Takes it back; gives what is said of that.
std::string take_back(Turn& turn, const Group& group, Case& one) {
    const bool by_hand = one.state == State::done && one.chat && !can_do(turn, one);
    undo(turn, group, one);
    std::string out = turn.tr("Case {}: {}.", one.number, turn.tr("taken back"));
    if (one.shared == Shared::decided)
        out += "\n" + turn.tr("She may come in again. I put her back into no group; she comes by its number.");
    else if (by_hand)
        out += "\n" + turn.tr("What you did by hand you take back by hand.");
    return out;
}

std::vector<Case> waiting_for(Turn& turn, const std::string& number) {
    std::vector<Case> out;
    const PersonId her = turn.person().id();
    const auto add = [&](std::vector<Case> found, bool above) {
        for (Case& one : found) {
            const auto group = community::group(turn.community(), one.group);
            if (!group || (!number.empty() && group->number != number)) continue;
            const bool known = std::any_of(out.begin(), out.end(), [&](const Case& c) { return c.id() == one.id(); });
            const bool hers = (one.appeal == Appeal::asked && judges(turn, *group, one).contains(her)) ||
                              (one.shared == Shared::proposed && sharers(turn, *group, one).contains(her)) ||
                              ((one.state == State::open || one.state == State::task) && one.above == above &&
                               deciders(turn, *group, one).contains(her));
            if (hers && !known) out.push_back(std::move(one));
        }
    };
    for (const Group& group : groups_led(turn, her)) add(unsettled(turn, group.id), false);
    for (const std::string& unit : units_held(turn, her)) add(unsettled_above(turn, unit), true);
    if (!number.empty() && out.empty()) {  // an official looks at one group of hers
        const auto group = community::group_by_number(turn.community(), number);
        if (group && turn.can(right::moderate, *group)) add(unsettled(turn, group->id), false);
    }
    return out;
}

}  // namespace

// In private; never in the group, where names and quotes are nobody's business.
void whisper(Turn& turn, Reply reply) {
    if (!turn.whisper(std::move(reply)))
        turn.reply(turn.tr("Please open a private talk with me: there I say what became of it."));
}

void delete_word(Turn& turn) {  // a leader's “禁言” is nobody else's business
    if (turn.chat().place.room == Room::group && turn.bot_can().has(Ability::delete_message))
        turn.act(Action(Action::Kind::delete_message).message(turn.event().message_id));
}

// Decides a case as a leader's word: a warning is the next step of the ladder, and the message goes with the graver
// acts.
void decide(Turn& turn, const Group& group, Case& one, Act act, std::optional<Millis> length) {
    Message quoted;
    quoted.text = quote_of(turn, one);
    const bool stays = is_never_moderated(turn, quoted);  // a cry for help is not to disappear
    if (act == Act::erase && stays) {
        return whisper(turn,
                       turn.tr("This message speaks of danger, or asks for help: it stays. Please look after her."));
    }
    Step step{act, length.value_or(act == Act::mute ? usual_mute : Millis(0))};
    if (act == Act::warn) step = next_step(turn, group, one.target);
    const bool gone = one.rule == "newcomer" && one.state == State::open;  // it was held back when it came
    one.erase = !gone && !stays && !one.message.empty() && step.act != Act::warn;
    one.rung = act == Act::warn;
    if (one.reports == 0 && !gone) one.rule = "leader";
    carry_out(turn, group, one, step.act, step.length, turn.person().id());
    whisper(turn, shown(turn, turn.person().id(), group, one));
}

void list_cases(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return delete_word(turn);
    std::string number;
    for (const char c : turn.args())
        if (c >= '0' && c <= '9') number.push_back(c);
    const auto waiting = waiting_for(turn, number);
    if (waiting.empty()) return turn.reply(turn.tr("No case waits for you."));
    if (waiting.size() == 1) {  // a tap less
        const auto group = community::group(turn.community(), waiting.front().group);
        return turn.reply(shown(turn, turn.person().id(), *group, waiting.front()));
    }
    const std::string language(turn.language());
    Reply reply(
        turn.ntr("{} case waits for you.", "{} cases wait for you.", static_cast<std::int64_t>(waiting.size())));
    for (std::size_t i = 0; i < waiting.size() && i < 9; ++i) {
        const Case& one = waiting[i];
        const auto group = community::group(turn.community(), one.group);
        reply.button(turn.tr("Case {}", one.number) + " · " + turn.tr(rule_name(one.rule)) + " · " +
                         whom(turn, language, one) + " · " + group->name,
                     "show", one.id());
    }
    turn.reply(std::move(reply));
}

void show_pressed(Turn& turn) {
    const auto one = find(turn, turn.data());
    const auto group = one ? community::group(turn.community(), one->group) : std::nullopt;
    const PersonId her = turn.person().id();
    const bool hers = group && (deciders(turn, *group, *one).contains(her) ||
                                judges(turn, *group, *one).contains(her) || sharers(turn, *group, *one).contains(her));
    if (!hers) return turn.reply(turn.tr("This is not yours to decide."));
    turn.reply(shown(turn, her, *group, *one));
}

void act_pressed(Turn& turn) {
    const auto [id, rest] = halves(turn.data());
    const auto [word, minutes] = halves(rest);
    auto opened = decidable(turn, id);
    const auto act = act_in(word == "erase" ? "delete" : word);
    if (!opened || !act) return;
    if (opened->one.state != State::open)
        return turn.reply(shown(turn, turn.person().id(), opened->group, opened->one));
    const Millis length = std::chrono::minutes(std::stoll(minutes));
    decide(turn, opened->group, opened->one, act->first,
           length > Millis(0) ? std::optional<Millis>(length) : std::nullopt);
}

void leave_pressed(Turn& turn) {
    auto opened = decidable(turn, turn.data());
    if (!opened || opened->one.state != State::open) return;
    Case& one = opened->one;
    const bool out = one.rule == "newcomer";  // it does not appear: that is an act, and she may appeal
    one.state = out ? State::done : State::left;
    one.act = out ? Act::erase : Act::none;
    one.actor = turn.person().id();
    one.at = turn.now();
    keep(turn, one);
    turn.audit(out ? "moderation.erase" : "moderation.leave",
               "group:" + to_string(one.group) + " case:" + std::to_string(one.number));
    if (out && one.target) turn.tell(one.target, told_to_target(turn, opened->group, one));
    turn.reply(turn.tr("Case {}: {}.", one.number, state_of(turn, std::string(turn.language()), one)));
}

void appear_pressed(Turn& turn) {
    auto opened = decidable(turn, turn.data());
    if (!opened || opened->one.state != State::open || opened->one.rule != "newcomer") return;
    Case& one = opened->one;
    const auto chat = community::chat(turn.community(), one.chat);
    const std::string language =
        opened->group.languages.empty() ? std::string(turn.language()) : opened->group.languages.front();
    if (chat) {
        turn.say(*chat,
                 Reply(turn.catalog().tr(language, "{} wrote: {}", whom(turn, language, one), quote_of(turn, one))));
    }
    one.state = State::left;
    one.actor = turn.person().id();
    keep(turn, one);
    turn.audit("moderation.appear", "group:" + to_string(one.group) + " case:" + std::to_string(one.number));
    turn.reply(turn.tr("It stands in the group now."));
}

void done_pressed(Turn& turn) {
    auto opened = decidable(turn, turn.data());
    if (!opened || opened->one.state != State::task) return;
    done_by_hand(turn, opened->group, opened->one);
    turn.reply(shown(turn, turn.person().id(), opened->group, opened->one));
}

void undo_pressed(Turn& turn) {
    auto opened = decidable(turn, turn.data());
    if (!opened) return;
    const bool may = may_take_back(turn, opened->group, opened->one, turn.person().id());
    if (!may) return turn.reply(turn.tr("There is nothing to take back."));
    turn.reply(take_back(turn, opened->group, opened->one));
}

void undo_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct && !turn.can(right::moderate)) return;
    delete_word(turn);
    const auto number = [&]() -> std::optional<int> {
        const std::string digits(turn.args());
        if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos)
            return std::nullopt;
        return std::stoi(digits);
    }();
    if (!number) return whisper(turn, turn.tr("Type the case's number behind it: “/undo 12”."));
    std::vector<Group> groups = groups_led(turn, turn.person().id());
    if (turn.group() != nullptr) groups = {*turn.group()};
    Reply reply(turn.tr("Which one?"));
    std::optional<std::pair<Group, Case>> only;
    for (const Group& group : groups) {
        auto one = find(turn, group.id, *number);
        if (!one || !may_take_back(turn, group, *one, turn.person().id())) continue;
        if (reply.buttons().size() < 9)
            reply.button(group.name + ": " + whom(turn, std::string(turn.language()), *one), "undo", one->id());
        only = {group, *one};
    }
    if (!only) return whisper(turn, turn.tr("There is nothing to take back."));
    if (reply.buttons().size() > 1) return whisper(turn, std::move(reply));
    whisper(turn, take_back(turn, only->first, only->second));
}

std::optional<DigestLine> morning(Turn& turn, const Group& group) {
    std::int64_t count = 0;
    for (const Case& one : unsettled(turn, group.id)) {
        const bool waits = one.state == State::open || one.state == State::task;
        if (waits && !one.above && deciders(turn, group, one).contains(turn.person().id())) ++count;
    }
    return DigestLine{count, turn.ntr("{} case to look at", "{} cases to look at", count), "cases " + group.number};
}

std::optional<DigestLine> office_morning(Turn& turn, const Unit& unit) {
    std::int64_t count = 0;
    for (const Case& one : waiting_for(turn, "")) {
        if (community::is_under(one.unit, unit.code)) ++count;
    }
    return DigestLine{count, turn.ntr("{} case for your level", "{} cases for your level", count), "cases"};
}

}  // namespace noticeboard::plugins::moderating
