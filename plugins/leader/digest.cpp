// The morning digest: one message for all groups of hers, one digit per thing that waits; nothing waits, no message.
#include "bot/community/digest.hpp"

#include <algorithm>

#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/group_number.hpp"
#include "bot/text/number.hpp"
#include "plugins/leader/leader.hpp"

namespace noticeboard::plugins::leading {
namespace {

constexpr int at_a_time = 20;           // leaders in one turn
constexpr std::size_t most_lines = 20;  // in one message

struct Waiting {
    std::string label, opens;
};

// What all plugins have for her, group by group; named by its group when there are several.
std::vector<Waiting> waiting_for(Turn& turn, PersonId person) {
    std::vector<Waiting> out;
    const auto held = community::roles_of(turn.community(), person);
    std::vector<std::string> places;
    for (const community::Held& one : held) {
        if (std::find(places.begin(), places.end(), one.scope) == places.end()) places.push_back(one.scope);
    }
    const auto add = [&](const std::vector<DigestLine>& lines, const std::string& where) {
        for (const DigestLine& line : lines)
            out.push_back(
                {places.size() > 1 ? turn.tr_for(person, "{}: {}", where, line.text) : line.text, line.opens});
    };
    for (const std::string& place : places) {
        if (const auto group = community::group_of_scope(turn.community(), place)) {
            if (group->state == Group::State::active) add(turn.digest(person, *group), group->name);
        } else if (const auto code = community::unit_of_scope(turn.community(), place)) {
            const Unit unit = community::unit(turn.community(), *code).value_or(Unit{*code, *code});
            add(turn.digest(person, unit), unit.name);
        }
    }
    return out;
}

Reply message(std::string text, const std::vector<Waiting>& lines) {
    Reply out(std::move(text));
    for (std::size_t i = 0; i < lines.size() && i < most_lines; ++i)
        out.button(lines[i].label, "command:" + lines[i].opens);
    return out;
}

void tell_morning(Turn& turn, PersonId person) {
    if (!turn.reaches(person)) return;  // the platform's window is shut: tomorrow's has it too
    const auto lines = waiting_for(turn, person);
    community::mark_digest(turn.community(), person);
    if (lines.empty()) return;
    const auto count = static_cast<std::int64_t>(lines.size());
    turn.tell(person, message(turn.catalog().ntr(turn.language_of(person), "Good morning. {} thing waits for you:",
                                                 "Good morning. {} things wait for you:", count),
                              lines));
}

void look(Turn& turn, PersonId after) {
    const auto due = community::digest_due(turn.community(), after, at_a_time);
    for (const PersonId person : due.people) tell_morning(turn, person);
    if (due.next) turn.after(0ms, "on", to_string(due.next));
}

std::string how_it_comes(const Turn& turn, const community::DigestWish& wish) {
    std::string out = wish.hour == community::DigestWish::off
                          ? turn.tr("No morning message comes. /digest 7 brings it back.")
                          : turn.tr("The morning message comes at {}. Another hour: /digest 6. None: /digest off.",
                                    std::to_string(wish.hour) + ":00");
    if (wish.waits())
        return out + "\n" +
               turn.tr("Who wants to join and who asks an open question is in it; what is private or urgent comes at "
                       "once. All of it at once: /digest now.");
    out += "\n" + turn.tr("I tell you at once who wants to join and who asks an open question.");
    if (wish.at_once) out += " " + turn.tr("In the morning only: /digest quiet.");
    return out;
}

// The hour in “6”, “6点”, “六点”, “06:00”.
std::optional<int> hour_in(std::string_view said) {
    for (const std::string_view end : {"点钟", "点", ":00"}) {
        if (said.ends_with(end)) {
            said.remove_suffix(end.size());
            break;
        }
    }
    if (said == "0" || said == "00") return 0;
    if (said.size() == 2 && said[0] == '0') said.remove_prefix(1);
    const auto hour = text::choice_number(said);
    return hour && *hour <= 23 ? hour : std::nullopt;
}

}  // namespace

void look_round(Turn& turn) {
    look(turn, {});
}

void look_on(Turn& turn) {
    look(turn, PersonId{std::stoll(turn.data())});
}

void digest_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    const PersonId person = turn.person().id();
    if (community::roles_of(turn.community(), person).empty())
        return turn.reply(turn.tr("This is for leaders and officials."));
    auto wish = community::digest_wish(turn.community(), person);
    const std::string said = text::folded(turn.args());
    if (said.empty()) {
        const auto lines = waiting_for(turn, person);
        const std::string head = lines.empty() ? turn.tr("Nothing waits for you.") : turn.tr("This waits for you:");
        return turn.reply(message(head + "\n" + how_it_comes(turn, wish), lines));
    }
    if (said == "off" || said == "关" || said == "不要") {
        wish.hour = community::DigestWish::off;
    } else if (said == "now" || said == "马上") {
        wish.at_once = true;
    } else if (said == "quiet" || said == "安静") {
        wish.at_once = false;
    } else if (const auto hour = hour_in(said)) {
        wish.hour = *hour;
    } else {
        return turn.reply(turn.tr("I did not understand the hour. For example /digest 6."));
    }
    community::set_digest_wish(turn.community(), person, wish);
    turn.reply(how_it_comes(turn, wish));
}

}  // namespace noticeboard::plugins::leading
