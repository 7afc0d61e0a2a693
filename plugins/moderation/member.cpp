// What a member may do: report a message, and see what is kept about her. Who reported is kept as a keyed hash alone,
// is in no audit and is said to nobody.
#include "bot/community/member.hpp"

#include "bot/community/ban.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/group_number.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/rules.hpp"
#include "plugins/moderation/who.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr Millis patience = 10min;

const char* const thanks =
    text::mark("Thank you. It will be looked at. Nobody learns who reported it, the leader neither.");

// She has had her share for today: thanked, and nothing more comes of it.
bool reports_too_often(Turn& turn, const std::string& mark) {
    return turn.sql()
               .one<int>("SELECT count(*) FROM moderation_report WHERE reporter = :reporter AND at > :since", mark,
                         turn.now() - 24h)
               .value_or(0) >= turn.site().rules.most_reports_a_day;
}

// One more report on a case, counted once for each reporter.
bool count_report(Turn& turn, Case& one) {
    const auto fresh = turn.sql().run(
        "INSERT INTO moderation_report (grp, number, reporter, at) VALUES (:grp, :number, :reporter, :at) "
        "ON CONFLICT (grp, number, reporter) DO NOTHING",
        one.group, one.number, reporter_mark(turn), turn.now());
    if (fresh == 0) return false;
    ++one.reports;
    keep(turn, one);
    return true;
}

void open_report(Turn& turn, const Group& group, Case fresh, std::string_view name, std::string_view quote) {
    fresh.rule = "report";
    Case one = begin(turn, group, std::move(fresh), name, quote);
    count_report(turn, one);
    tell_all(turn, hearers(turn, group, one), group, one);
}

void ask_about(Turn& turn, const Group& group) {
    turn.reply(Reply(turn.tr("Whom is it about?"))
                   .button(turn.tr("A member"), "report about", to_string(group.id) + "|member")
                   .button(turn.tr("Somebody who leads the group"), "report about", to_string(group.id) + "|leader"));
}

// She was banned, then forgotten, and is here again by the same account.
std::string bans_without_case(Turn& turn, const std::vector<Case>& hers) {
    std::string out;
    for (const community::Ban& ban : community::bans_of(turn.community(), turn.person().id())) {
        if (std::any_of(hers.begin(), hers.end(), [&](const Case& one) { return one.id() == ban.decision; })) continue;
        out += (out.empty() ? "" : "\n") +
               turn.tr("Your account is not let in until {}: {}. Why is not kept any more, because you were forgotten.",
                       local_date(ban.until), community::name_of_scope(turn.community(), ban.at));
    }
    return out;
}

}  // namespace

std::string reporter_mark(const Turn& turn) {
    return turn.mark("reporter:" + turn.chat().account + ":" + turn.event().from.id);
}

void report_message(Turn& turn, const Group& group, const Message& message) {
    // The word that she typed would show everybody who reports.
    if (turn.bot_can().has(Ability::delete_message) && !turn.event().message_id.empty())
        turn.act(Action(Action::Kind::delete_message).message(turn.event().message_id));
    if (message.answered.id.empty()) {
        turn.whisper(turn.tr("I cannot see which message you mean. Write “report” to me here in private."));
        return;
    }
    if (message.answered.bot || message.to_bot || message.answered.id == turn.event().from.id) return;
    const std::string mark = reporter_mark(turn);
    if (!reports_too_often(turn, mark)) {
        auto known = about_message(turn, group.id, turn.chat().id, message.reply_to);
        if (known) {
            count_report(turn, *known);
        } else {
            Case fresh;
            fresh.target = community::meet(turn.community(), turn.chat().account, message.answered).id();
            fresh.chat = turn.chat().id;
            fresh.message = message.reply_to;
            fresh.above = leads(turn, fresh.target, group);
            open_report(turn, group, fresh, message.answered.name, message.answered_text);
        }
    }
    turn.whisper(turn.tr(thanks));
}

void report_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) {
        const auto* message = std::get_if<Message>(&turn.event().what);
        if (turn.group() != nullptr && message != nullptr) report_message(turn, *turn.group(), *message);
        return;
    }
    const auto groups = community::groups_of(turn.community(), turn.person().id());
    if (groups.empty()) {  // of a chat that no bot can enter the bot knows no members
        return turn.ask(Reply(turn.tr("In which group? Type its number, as it stands on the poster.")), "report number",
                        patience);
    }
    if (groups.size() == 1) return ask_about(turn, groups.front());
    Reply reply(turn.tr("In which group?"));
    for (std::size_t i = 0; i < groups.size() && i < 9; ++i)
        reply.button(groups[i].name, "report group", to_string(groups[i].id));
    turn.reply(std::move(reply));
}

void report_number(Turn& turn) {
    const auto digits = text::group_digits(turn.args());
    const auto group = digits ? community::group_by_number(turn.community(), *digits) : std::nullopt;
    if (!group)
        return turn.reply(
            turn.tr("There is no group with the number {}. Please look at the poster once more.", turn.args()));
    ask_about(turn, *group);
}

void report_group_pressed(Turn& turn) {
    if (const auto group = community::group(turn.community(), GroupId{std::stoll(turn.data())}))
        ask_about(turn, *group);
}

void report_about_pressed(Turn& turn) {
    turn.ask(Reply(turn.tr("Write here what happened, and the name of who wrote it. You may paste the message.")),
             "report", patience, turn.data());
}

void report_words(Turn& turn) {
    const auto [id, about] = halves(turn.data());
    const auto group = community::group(turn.community(), GroupId{std::stoll(id)});
    if (!group) return;
    if (!reports_too_often(turn, reporter_mark(turn))) {
        Case fresh;
        const auto chats = community::chats_of(turn.community(), group->id);
        if (!chats.empty()) fresh.chat = chats.front().id;
        fresh.above = about == "leader";
        open_report(turn, *group, fresh, "", turn.args());
    }
    turn.reply(turn.tr(thanks));
}

void my_cases(Turn& turn) {
    if (turn.chat().place.room != Room::direct) {
        turn.whisper(turn.tr("Type “mycases” here, and I show what is kept about you."));
        return;
    }
    const auto hers = newest_of(turn, turn.person().id());
    Reply reply(turn.tr("What the rules of your groups have led to:"));
    for (const Case& one : hers) {
        const auto group = community::group(turn.community(), one.group);
        const bool seen = one.rule != "report" || one.act != Act::none;  // a report is no act yet
        if (!group || !seen) continue;
        reply.button(turn.tr("Case {}", one.number) + " · " + group->name + " · " +
                         state_of(turn, std::string(turn.language()), one),
                     "my case", one.id());
    }
    const std::string barred = bans_without_case(turn, hers);
    if (reply.buttons().empty()) return turn.reply(barred.empty() ? turn.tr("Nothing is kept about you.") : barred);
    turn.reply(std::move(reply));
}

void my_case_pressed(Turn& turn) {
    const auto one = find(turn, turn.data());
    const auto group = one ? community::group(turn.community(), one->group) : std::nullopt;
    if (!group || one->target != turn.person().id()) return turn.reply(turn.tr("This case is no longer kept."));
    Reply told = told_to_target(turn, *group, *one);
    std::string text = told.text() + "\n→ " + state_of(turn, std::string(turn.language()), *one);
    const std::string quote = one->rule == "report" ? std::string() : quote_of(turn, *one);
    if (!quote.empty()) text += "\n“" + quote + "”";
    if (one->appeal == Appeal::asked) text += "\n" + turn.tr("The level above looks at it.");
    if (one->appeal == Appeal::confirmed) text += "\n" + turn.tr("The level above has confirmed it.");
    Reply reply(std::move(text));
    for (const Button& button : told.buttons()) reply.button(button.label(), button.name(), button.data());
    turn.reply(std::move(reply));
}

}  // namespace noticeboard::plugins::moderating
