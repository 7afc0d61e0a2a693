// Joining in a private talk: by command, by number alone, by what a link or a scanned code carried.
#include "bot/community/ban.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/unit.hpp"
#include "bot/model/local_time.hpp"
#include "plugins/join/join.hpp"

namespace noticeboard::plugins::joining {
namespace {

constexpr Millis patience = 5min;

void unknown_number(Turn& turn, const std::string& digits) {
    const auto near = community::groups_near_number(turn.community(), digits);
    if (near.empty()) {
        turn.reply(turn.tr("There is no group with the number {}. Please look at the poster once more.",
                           text::grouped(digits)));
        return;
    }
    Reply reply(
        turn.tr("There is no group with the number {}. One digit may be wrong. Did you mean:", text::grouped(digits)));
    for (std::size_t i = 0; i < near.size() && i < 5; ++i) {
        reply.button(text::grouped(near[i].group.number) + " " + near[i].group.name, "number", near[i].group.number);
    }
    turn.reply(std::move(reply));
}

void enter_by_number(Turn& turn, const std::string& digits) {
    const auto group = text::damm_valid(digits) ? community::group_by_number(turn.community(), digits) : std::nullopt;
    if (group)
        enter(turn, *group);
    else
        unknown_number(turn, digits);
}

void waits(Turn& turn, const Group& group, const community::OnWaitingList& list) {
    turn.reply(turn.tr(
        "{} is full right now. You are number {} on the waiting list; I will write to you when there is a place.",
        group.name, list.place));
    if (!list.tell_leader) return;
    tell_leaders(turn, group, [&](PersonId leader) {
        return Reply(turn.tr_for(
            leader, "{} ({}) is full, and people are waiting. Please open another chat and link it with /link {}.",
            group.name, text::grouped(group.number), group.number));
    });
}

void nothing_open(Turn& turn, const Group& group) {
    for (const Door& door : turn.site().doors) {
        if (!door.every_group) continue;
        turn.reply(Reply(turn.tr("You can be in {} in any browser, without an app.", group.name))
                       .link(turn.tr("Enter the group"), turn.site().public_url + "/chat/" + group.number));
        return;
    }
    turn.reply(turn.tr("{} has no chat yet. I have told the leader that you would like to join.", group.name));
    const bool fresh = community::ask_to_join(turn.community(), group.id, turn.person().id()).ok();
    if (!fresh) return;
    tell_leaders(turn, group, [&](PersonId leader) {
        return Reply(turn.tr_for(
            leader, "Somebody would like to join {} ({}), and it has no chat. Please link one with /link {}.",
            group.name, text::grouped(group.number), group.number));
    });
}

}  // namespace

std::optional<Ticket> ticket_from(std::string_view text) {
    const bool asks = text.starts_with("a");
    if (!asks && !text.starts_with("g")) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t dash = text.find('-');
    const auto number = text::group_digits(text.substr(0, dash));
    if (!number) return std::nullopt;
    return Ticket{*number, dash == std::string_view::npos ? std::string() : std::string(text.substr(dash + 1)), asks};
}

std::string ticket_text(const Group& group, std::string_view tag) {
    return "g" + group.number + (tag.empty() ? std::string() : std::string("-").append(tag));
}

std::string asking(std::string ticket) {
    ticket[0] = 'a';
    return ticket;
}

Reply way_in(const Turn& turn, std::string_view language, const Group& group, const Chat& chat, std::string text) {
    const auto tr = [&](const char* english) { return turn.catalog().tr(language, english); };
    Reply reply(std::move(text));
    if (chat.presence == Chat::Presence::blind) {
        // A group that no bot can enter: its own code, drawn clean, to scan or press long.
        return Reply(reply.text() + "\n" + tr("Press and hold the code, or scan it with WeChat."))
            .picture(turn.draw(chat.link));
    }
    if (!chat.link.empty()) return reply.link(tr("Enter the group"), chat.link);
    if (!turn.site().public_url.empty())
        return reply.link(tr("Open the group's page"), turn.site().public_url + "/g/" + group.number);
    return reply;
}

std::optional<std::string> banned(Turn& turn, const Group& group) {
    const auto until = community::banned_until(turn.community(), group, turn.person().id());
    if (!until) return std::nullopt;
    return turn.tr("You cannot come into {} until {}. “/mycases” shows why, and what you can do.", group.name,
                   local_date(*until));
}

void enter(Turn& turn, const Group& group) {
    community::Scope& scope = turn.community();
    const PersonId person = turn.person().id();
    if (auto why = banned(turn, group)) return turn.reply(std::move(*why));
    if (group.state == Group::State::closed) {
        turn.reply(turn.tr("{} is closed at the moment.", group.name));
        return;
    }
    const auto known = community::member(scope, group.id, person);
    if (known && known->state == Member::State::active) {
        turn.reply(turn.tr("You are in {} already.", group.name));
        return;
    }
    const bool let_in = known && known->state == Member::State::waiting;
    if (group.approval && !let_in) {
        const auto asked = community::ask_to_join(scope, group.id, person);
        turn.reply(
            turn.tr("In {} the leader lets people in herself. I have asked her, and will write to you.", group.name));
        if (asked.ok()) tell_leader_later(turn, group);
        return;
    }
    const auto answer =
        community::take_seat(scope, group.id, community::visitor_of(scope, person),
                             std::chrono::minutes(turn.site().seat_minutes), person, turn.chat().account);
    if (const auto* seat = std::get_if<community::SeatGiven>(&answer)) {
        const auto chat = community::chat(scope, seat->chat);
        turn.reply(way_in(turn, turn.language(), group, *chat,
                          turn.tr("Your place in {} is kept for {} minutes.", group.name, turn.site().seat_minutes)));
        turn.audit("seat.taken", "group:" + to_string(group.id));
    } else if (const auto* list = std::get_if<community::OnWaitingList>(&answer)) {
        waits(turn, group, *list);
    } else {
        nothing_open(turn, group);
    }
}

void join_command(Turn& turn) {
    if (turn.args().empty()) {
        turn.ask(Reply(turn.tr("Which number is on the poster? For example 3052 1074.")), "number", patience);
        return;
    }
    const auto digits = text::group_digits(turn.args());
    if (digits)
        enter_by_number(turn, *digits);
    else
        turn.reply(turn.tr("A group's number has eight digits, for example 3052 1074."));
}

void number_step(Turn& turn) {
    join_command(turn);
}

void join_by_button(Turn& turn) {
    enter_by_number(turn, turn.data());
}

bool join_by_bare_number(Turn& turn) {
    const auto digits = text::group_digits(turn.args());
    if (!digits) return false;
    enter_by_number(turn, *digits);
    return true;
}

void join_by_ticket(Turn& turn) {
    const std::string& carried = turn.what<Opened>().ticket;
    if (carried.empty() || carried.starts_with("a") || carried.starts_with("c")) return;  // for help, for leaders
    const auto ticket = ticket_from(carried);
    const auto group = ticket ? community::group_by_number(turn.community(), ticket->number) : std::nullopt;
    if (!group) {
        turn.reply(turn.tr(
            "This code does not belong to a group I know. Type the number on the poster, for example 3052 1074."));
        return;
    }
    if (!ticket->tag.empty()) {
        const auto board = community::read_tag(turn.community(), ticket->number, ticket->tag);
        if (!board || board->state == Board::State::withdrawn) {
            turn.reply(Reply(turn.tr("This code is not one of our posters, or no longer. Please compare: is this the "
                                     "group you mean?"))
                           .button(group->name + " " + text::grouped(group->number), "number", group->number));
            return;
        }
    }
    enter(turn, *group);
}

}  // namespace noticeboard::plugins::joining
