// Rules: see rules.hpp. They are looked at from the gravest to the lightest; the first that is broken counts.
#include "plugins/moderation/rules.hpp"

#include <algorithm>

#include "bot/community/member.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/fold.hpp"
#include "plugins/moderation/link.hpp"
#include "plugins/moderation/word_lists.hpp"

namespace noticeboard::plugins::moderating {
namespace {

bool is_night(const Turn& turn) {
    const RulePlan& plan = turn.site().rules;
    const int now = minute_of_day(turn.now());
    return plan.night_from <= plan.night_until ? now >= plan.night_from && now < plan.night_until
                                               : now >= plan.night_from || now < plan.night_until;
}

// Who was there before the bot is no newcomer.
bool is_newcomer(Turn& turn, const Group& group) {
    const auto member = community::member(turn.community(), group.id, turn.person().id());
    return member && member->state == Member::State::active &&
           turn.now() - member->since < Millis(24h) * turn.site().rules.newcomer_days;
}

bool has_strange_link(const Turn& turn, const Message& message) {
    const auto& known = turn.site().rules.hosts;
    const auto hosts = hosts_in(message);
    return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) { return !is_among(host, known); });
}

std::optional<Breach> broken_rule(Turn& turn, const Group& group, const Message& message, WordLists& lists) {
    const Rules rules = rules_of(turn, group.id);
    const RulePlan& plan = turn.site().rules;
    const Flow flow = rules.flood && !message.edited ? note_message(turn, group) : Flow();
    const std::string said = with_links(message, text::WordList::longest_text);
    if (rules.words && lists.contains_any(turn, group, said)) return Breach{"words", true};
    if (flow.hers > plan.flood_person) return Breach{"flood", false, false, false, plan.flood_mute};
    if (flow.all > plan.flood_group) return Breach{"flood", false, false, true};
    if (rules.links != Links::off && has_strange_link(turn, message)) {
        if (rules.links == Links::all) return Breach{"links", true};
        if (is_newcomer(turn, group)) return Breach{"newcomer", false, true};
    }
    if (rules.night && is_night(turn)) return Breach{"night"};
    return std::nullopt;
}

}  // namespace

Rules rules_of(Turn& turn, GroupId group) {
    Rules out;
    turn.sql().each<std::string, std::string>(
        "SELECT name, value FROM moderation_rule WHERE grp = :grp",
        [&out](const std::string& name, const std::string& value) {
            if (name == "words") out.words = value == "on";
            if (name == "flood") out.flood = value == "on";
            if (name == "night") out.night = value == "on";
            if (name == "links")
                out.links = value == "all" ? Links::all : value == "off" ? Links::off : Links::newcomers;
        },
        group);
    return out;
}

void set_rule(Turn& turn, GroupId group, std::string_view name, std::string_view value) {
    turn.sql().run(
        "INSERT INTO moderation_rule (grp, name, value) VALUES (:grp, :name, :value) "
        "ON CONFLICT (grp, name) DO UPDATE SET value = excluded.value",
        group, name, value);
    turn.sql().run(
        "INSERT INTO moderation_book (grp, number, version, told, flooded) VALUES (:grp, 0, 1, 0, 0) "
        "ON CONFLICT (grp) DO UPDATE SET version = moderation_book.version + 1",
        group);
}

bool is_never_moderated(Turn& turn, const Message& message) {
    if (turn.understands(message.text) && !has_strange_link(turn, message)) return true;
    const std::string folded = text::folded(message.text);
    for (const DangerWords& one : turn.site().help.danger) {
        for (const std::string& word : one.words) {
            if (folded.find(text::folded(word)) != std::string::npos) return true;
        }
    }
    return false;
}

std::optional<Breach> breach(Turn& turn, const Group& group, const Message& message, WordLists& lists) {
    auto out = broken_rule(turn, group, message, lists);
    if (out && is_never_moderated(turn, message)) out.reset();  // few messages get as far as this look
    return out;
}

const char* rule_name(std::string_view rule) {
    if (rule == "words") return text::mark("a forbidden word");
    if (rule == "links") return text::mark("a link");
    if (rule == "flood") return text::mark("too many messages at once");
    if (rule == "newcomer") return text::mark("a newcomer's link");
    if (rule == "night") return text::mark("quiet at night");
    if (rule == "report") return text::mark("reported by members");
    if (rule == "shared") return text::mark("a ban by the level above");
    return text::mark("the leader's decision");
}

}  // namespace noticeboard::plugins::moderating
