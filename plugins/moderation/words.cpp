// What is said about a case: to who decides, to who has to tap, to whom it concerns.
#include "bot/community/chat.hpp"
#include "bot/community/unit.hpp"
#include "bot/model/local_time.hpp"
#include "plugins/moderation/act.hpp"
#include "plugins/moderation/rules.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

struct Tongue {  // a reader's language
    const Turn& turn;
    std::string language;
    template <class... A>
    std::string tr(const char* english, const A&... arguments) const {
        return turn.catalog().tr(language, english, arguments...);
    }
};

bool is_blind(Turn& turn, const Case& one) {
    const auto chat = one.chat ? community::chat(turn.community(), one.chat) : std::nullopt;
    return !chat || chat->presence != Chat::Presence::full || chat->account.empty();
}

std::string taps_for_act(Turn& turn, const Tongue& say, const Case& one) {
    const std::string name = whom(turn, say.language, one);
    const bool blind = is_blind(turn, one);
    switch (one.act) {
        case Act::warn:
            return say.tr("Copy this into the group: “@{} please keep to the rules of our group.”", name);
        case Act::mute:
            return blind
                       ? say.tr(
                             "WeChat cannot mute one person. Press {} in the group and write to her that she is to be "
                             "quiet for {}.",
                             name, hours(turn, say.language, one.until - one.at))
                       : say.tr("In the chat: press {} → Restrict → no messages for {}.", name,
                                hours(turn, say.language, one.until - one.at));
        case Act::remove:
        case Act::ban:
            return blind ? say.tr("In WeChat: open the group → “⋯” at the top right → “−” → choose {} → Remove.", name)
                         : say.tr("In the chat: press {} → Remove from the group.", name);
        default:
            return {};
    }
}

// What a leader taps where the bot cannot do it.
std::string taps(Turn& turn, const Tongue& say, const Case& one) {
    std::string out;
    if (!can_do(turn, one)) out += "\n" + taps_for_act(turn, say, one);
    if (one.erase && !can_erase(turn, one)) {
        out += "\n" + (is_blind(turn, one) ? say.tr("In WeChat only she can take her message back: ask her.")
                                           : say.tr("In the chat: press and hold the message → Delete."));
    }
    return out;
}

std::string unit_name(Turn& turn, const std::string& code) {
    const auto unit = community::unit(turn.community(), code);
    return unit ? unit->name : code;
}

std::string data(const Case& one, const char* act, int minutes = 0) {
    return one.id() + "|" + act + "|" + std::to_string(minutes);
}

void add_choices(Reply& reply, const Tongue& say, const Case& one) {
    if (one.rule == "newcomer")
        reply.button(say.tr("Let it appear"), "appear", one.id()).button(say.tr("Leave it out"), "leave", one.id());
    reply.button(say.tr("Warn"), "act", data(one, "warn"));
    if (!one.message.empty() && !one.erase) reply.button(say.tr("Delete the message"), "act", data(one, "erase"));
    reply.button(say.tr("Mute for 1 hour"), "act", data(one, "mute", 60))
        .button(say.tr("Take her out"), "act", data(one, "remove"))
        .button(say.tr("Ban"), "act", data(one, "ban"));
    if (one.rule != "newcomer") reply.button(say.tr("Leave it"), "leave", one.id());
}

}  // namespace

std::string hours(Turn& turn, const std::string& language, Millis length) {
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(length).count();
    const auto& words = turn.catalog();
    if (minutes % 1440 == 0) return words.ntr(language, "{} day", "{} days", minutes / 1440);
    if (minutes % 60 == 0) return words.ntr(language, "{} hour", "{} hours", minutes / 60);
    return words.ntr(language, "{} minute", "{} minutes", minutes);
}

std::string whom(Turn& turn, const std::string& language, const Case& one) {
    std::string name = name_of(turn, one);
    return name.empty() ? turn.catalog().tr(language, "somebody unknown") : name;
}

std::string state_of(Turn& turn, const std::string& language, const Case& one) {
    const Tongue say{turn, language};
    switch (one.state) {
        case State::open:
            return say.tr("waits for a decision");
        case State::left:
            return say.tr("left as it is");
        case State::undone:
            return say.tr("taken back");
        case State::over:
            return say.tr("over");
        case State::task:
            return say.tr("to be done by hand");
        case State::done:
            break;
    }
    switch (one.act) {
        case Act::warn:
            return say.tr("warned");
        case Act::mute:
            return say.tr("muted until {}", local_date_time(one.until));
        case Act::remove:
            return say.tr("taken out of the group");
        case Act::ban:
            return say.tr("banned until {}", local_date(one.until));
        default:
            return say.tr("message deleted");
    }
}

Reply shown(Turn& turn, PersonId reader, const Group& group, const Case& one) {
    const Tongue say{turn, reader == turn.person().id() ? std::string(turn.language()) : turn.language_of(reader)};
    std::string text = say.tr("Case {} in {}: {}", one.number, group.name, say.tr(rule_name(one.rule)));
    const std::string quote = quote_of(turn, one);
    const std::string name = whom(turn, say.language, one);
    text += "\n" + (quote.empty() ? name : say.tr("{}: “{}”", name, quote));
    text += "\n→ " + state_of(turn, say.language, one);
    if (one.appeal == Appeal::confirmed) text += "\n" + say.tr("The level above has confirmed it.");
    const bool judging = one.appeal == Appeal::asked && judges(turn, group, one).contains(reader);
    const bool sharing = one.shared == Shared::proposed && sharers(turn, group, one).contains(reader);
    if (judging) {
        Reply reply(text + "\n" + say.tr("She says that this is wrong. What you decide stands."));
        return reply.button(say.tr("It was right"), "confirm", one.id())
            .button(say.tr("Take it back"), "overturn", one.id());
    }
    if (one.appeal == Appeal::asked) text += "\n" + say.tr("She has asked the level above to look at it.");
    if (sharing) {
        const std::string unit = unit_name(turn, unit_to_share_with(group));
        Reply reply(text + "\n" + say.tr("The leader proposes to ban her in every group of {}.", unit));
        return reply.button(say.tr("Ban her in all of {}", unit), "share", one.id())
            .button(say.tr("Not there"), "unshare", one.id());
    }
    if (one.shared == Shared::decided) text += "\n" + say.tr("In every group of {}.", unit_name(turn, one.shared_unit));
    if (one.state == State::task) text += taps(turn, say, one);
    Reply reply(std::move(text));
    if (!deciders(turn, group, one).contains(reader)) return reply;
    if (one.state == State::open) add_choices(reply, say, one);
    if (one.state == State::task) reply.button(say.tr("Done"), "done", one.id());
    if (may_take_back(turn, group, one, reader)) reply.button(say.tr("Take it back"), "undo", one.id());
    if (one.in_force() && one.act == Act::ban && one.target && one.shared == Shared::no) {
        reply.button(say.tr("Propose it for all of {}", unit_name(turn, unit_to_share_with(group))), "propose",
                     one.id());
    }
    return reply;
}

Reply told_to_target(Turn& turn, const Group& group, const Case& one) {
    const Tongue say{turn, turn.language_of(one.target)};
    const std::string why = say.tr(rule_name(one.rule));
    std::string text;
    switch (one.act) {
        case Act::warn:
            text = say.tr("{}: this is a warning. Why: {}. Case {}.", group.name, why, one.number);
            break;
        case Act::mute:
            text = say.tr("{}: you may not write for {}. Why: {}. Case {}.", group.name,
                          hours(turn, say.language, one.until - one.at), why, one.number);
            break;
        case Act::remove:
            text = say.tr("{}: you were taken out of the group. Why: {}. Case {}.", group.name, why, one.number);
            break;
        case Act::ban:
            text = one.shared == Shared::decided && one.source.empty()
                       ? say.tr("You may not come into any group of {} until {}. Why: {}. {}, case {}.",
                                unit_name(turn, one.shared_unit), local_date(one.until), why, group.name, one.number)
                       : say.tr("{}: you may not come in until {}. Why: {}. Case {}.", group.name,
                                local_date(one.until), why, one.number);
            break;
        default:
            text = one.state == State::open
                       ? say.tr("{}: your message waits for the leader. Why: {}. Case {}.", group.name, why, one.number)
                       : say.tr("{}: your message was taken out. Why: {}. Case {}.", group.name, why, one.number);
    }
    Reply reply(text);
    const bool may_appeal = one.act != Act::none && one.in_force() && one.appeal == Appeal::none &&
                            one.source.empty() && turn.now() - one.at <= turn.site().rules.appeal_within;
    if (!may_appeal) return reply;
    return Reply(text + "\n" +
                 say.tr("If that is wrong, say so within {}: somebody above the leader will look.",
                        hours(turn, say.language, turn.site().rules.appeal_within)))
        .button(say.tr("That is wrong"), "appeal", one.id());
}

Reply told_undone(Turn& turn, const Group& group, const Case& one, bool open) {
    const Tongue say{turn, turn.language_of(one.target)};
    if (!open) return Reply(say.tr("{}: case {} was taken back.", group.name, one.number));
    std::string text = say.tr("{}: case {} was taken back. You may come in again; type the group's number {}.",
                              group.name, one.number, group.number);
    if (one.shared == Shared::decided)
        text +=
            "\n" + say.tr("The other groups of {} are open to you too. Nobody puts you back: come by their numbers.",
                          unit_name(turn, one.shared_unit));
    return Reply(std::move(text));
}

}  // namespace noticeboard::plugins::moderating
