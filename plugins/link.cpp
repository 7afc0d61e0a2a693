// Linking a chat to a group: the leader's /link in the chat, or for a chat that no bot can enter the screenshot of its
// code.
#include "bot/community/link.hpp"

#include "bot/community/chat.hpp"
#include "bot/community/digest.hpp"
#include "bot/community/group.hpp"
#include "bot/community/role.hpp"
#include "bot/community/seat.hpp"
#include "bot/plugin.hpp"

namespace noticeboard::plugins {
namespace {

constexpr Millis patience = 15min;
constexpr Millis code_life = 7 * 24h;  // WeChat lets a group's own code live this long
constexpr Millis first_reminder = 48h, last_reminder = 12h;

community::ChatSize size_of_chat(const Turn& turn) {
    return {turn.site().capacity, turn.site().soft_cap};
}

// What the bot still needs in this chat, and how the leader grants it.
std::vector<std::string> missing(const Turn& turn) {
    const std::pair<Ability, const char*> wanted[] = {
        {Ability::invite_link,
         text::mark("invite people with a link (group settings, administrators, this bot, “Add users”)")},
        {Ability::approve, text::mark("let people in (the same switch)")},
        {Ability::delete_message, text::mark("delete messages (administrators, this bot, “Delete messages”)")},
        {Ability::mute, text::mark("mute people (administrators, this bot, “Ban users”)")},
    };
    std::vector<std::string> out;
    for (const auto& [ability, english] : wanted) {
        const std::string line = turn.tr(english);
        if (!turn.bot_can().has(ability) && (out.empty() || out.back() != line)) out.push_back(line);
    }
    return out;
}

void link_this_chat(Turn& turn, const Group& group) {
    if (!turn.can(right::link, group)) {
        turn.reply(
            turn.tr("Only the leader of {} or an official above it may link a chat. In private, /claim with the code "
                    "of your letter.",
                    group.name));
        return;
    }
    const auto linked =
        community::link_chat(turn.community(), group.id, turn.chat().id, Chat::Presence::full, size_of_chat(turn));
    if (!linked) {
        turn.reply(turn.tr("This chat serves another group already."));
        return;
    }
    turn.audit("chat.linked", "group:" + to_string(group.id) + " chat:" + to_string(turn.chat().id));
    std::string text = turn.tr("This chat now serves {} ({}).", group.name, text::grouped(group.number));
    const auto lacks = missing(turn);
    if (!lacks.empty()) {
        text += "\n" + turn.tr("I cannot do everything here yet. Please allow me to:");
        for (const std::string& line : lacks) text += "\n· " + line;
        text += "\n" + turn.tr("Then type /link {} once more.", group.number);
    }
    turn.reply(std::move(text));
    if (turn.bot_can().has(Ability::invite_link)) {
        turn.act(Action(Action::Kind::make_invite).text(group.number).tag("invite", to_string(turn.chat().id)));
    }
    turn.act(Action(Action::Kind::count_members).tag("counted", to_string(turn.chat().id)));
}

void invite_made(Turn& turn) {
    const Delivered& delivered = turn.what<Delivered>();
    if (delivered.verdict != Verdict::sent || delivered.facts.link.empty()) return;
    static_cast<void>(community::set_link(turn.community(), ChatId{std::stoll(turn.data())}, delivered.facts.link));
}

void members_counted(Turn& turn) {
    const Delivered& delivered = turn.what<Delivered>();
    if (delivered.facts.members)
        community::set_members(turn.community(), ChatId{std::stoll(turn.data())}, *delivered.facts.members);
}

void send_me_the_code(Turn& turn, const Group& group) {
    turn.ask(Reply(turn.tr("Please send me a screenshot of the code of your WeChat group for {}: in the group, the "
                           "three dots, “Group QR code”.",
                           group.name)),
             "screenshot", patience, to_string(group.id));
}

void link_command(Turn& turn) {
    const auto digits = text::group_digits(turn.args());
    const auto group = digits ? community::group_by_number(turn.community(), *digits) : std::nullopt;
    if (!group) {
        turn.reply(turn.tr("Please type the number of your group, for example /link 3052 1074."));
        return;
    }
    if (turn.chat().place.room != Room::direct) return link_this_chat(turn, *group);
    if (!turn.can(right::link, *group)) {
        turn.reply(
            turn.tr("Only the leader of {} or an official above it may link a chat. In private, /claim with the code "
                    "of your letter.",
                    group->name));
        return;
    }
    send_me_the_code(turn, *group);
}

void screenshot_step(Turn& turn) {
    const Message& message = turn.what<Message>();
    for (const Attachment& attachment : message.attachments) {
        if (attachment.kind != Attachment::Kind::picture && !attachment.mime.starts_with("image/")) continue;
        turn.act(Action(Action::Kind::download)
                     .text(attachment.id)
                     .tag("screenshot", turn.data() + "@" + to_string(turn.person().id())));
        turn.reply(turn.tr("One moment, I am reading the code."));
        return;
    }
    turn.ask(Reply(turn.tr("That was no picture. Please send the screenshot, or type “menu” to stop.")), "screenshot",
             patience, turn.data());
}

// The picture came: read, judged, kept. The turn is the bot's own; the person stands in the data.
void screenshot_read(Turn& turn) {
    const Delivered& delivered = turn.what<Delivered>();
    const std::size_t at = turn.data().find('@');
    const PersonId person{std::stoll(turn.data().substr(at + 1))};
    const auto group = community::group(turn.community(), GroupId{std::stoll(turn.data())});
    if (!group || !community::may(turn.community(), turn.roles(), person, right::link, *group)) return;  // no longer
    const auto say = [&](std::string text) { turn.tell(person, Reply(std::move(text))); };
    if (delivered.verdict != Verdict::sent || delivered.facts.codes.empty()) {
        return say(
            turn.tr_for(person, "I could not find a code in the picture. Please send the screenshot whole and sharp."));
    }
    for (const std::string& code : delivered.facts.codes) {
        ChatId renewed;
        for (const Chat& chat : community::chats_of(turn.community(), group->id)) {
            if (chat.presence == Chat::Presence::blind &&
                (chat.state == Chat::State::expired || chat.link_expires < turn.now() + first_reminder))
                renewed = chat.id;
        }
        const auto kept = community::set_blind_code(turn.community(), group->id, code, turn.now() + code_life,
                                                    size_of_chat(turn), renewed);
        if (kept) {
            turn.audit("chat.linked", "group:" + to_string(group->id) + " chat:" + to_string(kept->id));
            return say(turn.tr_for(
                person,
                "Thank you. The code of {} is on its page now, and holds for 7 days. I will remind you before that.",
                group->name));
        }
        if (kept.error().kind == Error::Kind::conflict) {
            return say(turn.tr_for(person, "Another group shows this code already. Is it the right screenshot?"));
        }
    }
    say(turn.tr_for(person,
                    "This is not the code of a WeChat group, so I did not keep it. Never a payment code, never your "
                    "personal one."));
}

// Those who have no morning message are told by themselves.
template <class Text>
void tell_those_without_digest(Turn& turn, const Group& group, const Text& text) {
    for (PersonId leader : community::leaders(turn.community(), group.id)) {
        if (community::digest_wish(turn.community(), leader).hour == community::DigestWish::off)
            turn.tell(leader, Reply(text(leader)));
    }
}

void remind(Turn& turn) {
    community::Scope& scope = turn.community();
    for (const auto& reminder : community::take_reminders(scope, first_reminder, last_reminder)) {
        const auto group = community::group(scope, reminder.chat.group);
        if (!group) continue;
        const auto hours =
            std::chrono::duration_cast<std::chrono::hours>(reminder.chat.link_expires - turn.now()).count();
        tell_those_without_digest(turn, *group, [&](PersonId leader) {
            return turn.tr_for(leader,
                               "The WeChat code of {} runs out in {} hours. Please send a new screenshot: /link {}",
                               group->name, hours, group->number);
        });
    }
    for (const Chat& chat : community::expire_chats(scope)) {
        const auto group = community::group(scope, chat.group);
        if (!group) continue;
        tell_those_without_digest(turn, *group, [&](PersonId leader) {
            return turn.tr_for(leader,
                               "The WeChat code of {} has run out. Until you send a new one (/link {}), people reach "
                               "only the private talk.",
                               group->name, group->number);
        });
    }
}

// A line for the morning: a code that runs out before the morning after next, or has.
std::optional<DigestLine> code_runs_out(Turn& turn, const Group& group) {
    if (!turn.can(right::link, group)) return std::nullopt;
    std::optional<DigestLine> out;
    for (const Chat& chat : community::chats_of(turn.community(), group.id)) {
        if (chat.presence != Chat::Presence::blind || chat.state == Chat::State::gone) continue;
        const auto left = chat.link_expires - turn.now();
        if (chat.state != Chat::State::expired && left >= first_reminder) return std::nullopt;  // another one holds
        const auto hours = std::chrono::duration_cast<std::chrono::hours>(left).count();
        out = DigestLine{1,
                         left <= 0ms ? turn.tr("The WeChat code has run out: send a new screenshot")
                                     : turn.tr("The WeChat code runs out in {} hours: send a new screenshot", hours),
                         "link " + group.number};
    }
    return out;
}

}  // namespace

Plugin link() {
    return Plugin("link", "Links chats to groups")
        .command({"link", "关联"}, link_command, text::mark("Link a chat to my group"), right::link)
        .step("screenshot", screenshot_step)
        .outcome("invite", invite_made)
        .outcome("counted", members_counted)
        .outcome("screenshot", screenshot_read)
        .digest(code_runs_out)
        .every(1h, "remind", remind);
}

}  // namespace noticeboard::plugins
