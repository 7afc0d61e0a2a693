// The rota in the chat: people of a desk see it, and enter themselves.
#include "bot/community/person.hpp"
#include "plugins/help/answer.hpp"
#include "plugins/help/duty.hpp"

namespace noticeboard::plugins::helping {
namespace {

struct Seat {  // a desk at which she sits
    Desk desk;
    const HelpDesk* plan;
};

std::vector<Seat> seats_of(Turn& turn, PersonId person) {
    std::vector<Seat> out;
    for (const community::Held& held : community::roles_of(turn.community(), person)) {
        for (const HelpDesk& one : turn.site().help.desks) {
            if (one.role == held.role) out.push_back({{one.name, held.scope}, &one});
        }
    }
    return out;
}

std::string name_of(Turn& turn, PersonId person) {
    const auto known = community::person(turn.community(), person);
    return known && !known->name().empty() ? known->name() : turn.tr("somebody");
}

std::string shown(Turn& turn, const Seat& seat) {
    std::string open;
    for (const Shift& one : hours_of(turn.sql(), seat.desk)) open += (open.empty() ? "" : "; ") + shift_text(one);
    if (open.empty()) open = turn.tr("open at any hour");
    std::string out = turn.tr("{}: {}", turn.tr(seat.plan->label.c_str()), open);
    for (const Shift& one : rota_of(turn.sql(), seat.desk))
        out += "\n" + turn.tr("{}: {}", name_of(turn, one.person), shift_text(one));
    std::string now;
    for (const PersonId person : on_duty(turn.sql(), seat.desk, turn.now()))
        now += (now.empty() ? "" : ", ") + name_of(turn, person);
    return out + "\n" +
           (now.empty() ? turn.tr("Nobody is on duty now: everybody of the desk is told.")
                        : turn.tr("On duty now: {}.", now));
}

}  // namespace

void duty(Turn& turn) {
    const auto seats = seats_of(turn, turn.person().id());
    if (seats.empty()) return turn.reply(turn.tr("You are at no desk."));
    const std::string_view args = turn.args();
    const std::size_t blank = args.find(' ');
    if (args == "off" || args == "取消") {
        for (const Seat& seat : seats) remove_shifts(turn.sql(), seat.desk, turn.person().id());
    } else if (!args.empty()) {
        auto shift = blank == args.npos ? Result<Shift>(invalid("no hours"))
                                        : read_shift(args.substr(0, blank), args.substr(blank + 1));
        if (!shift) return turn.reply(turn.tr("I cannot read this. For example: duty 1-5 8-18, Monday is 1."));
        shift->person = turn.person().id();
        for (const Seat& seat : seats) add_shift(turn.community(), seat.desk, *shift);
    }
    std::string text;
    for (const Seat& seat : seats) text += (text.empty() ? "" : "\n") + shown(turn, seat);
    turn.reply(text + "\n" + turn.tr("Enter yourself: “duty 1-5 8-18”. Take yourself out: “duty off”."));
}

}  // namespace noticeboard::plugins::helping
