// How a helper lets go of a number: to somebody else, paused for an hour, closed, and opened again.
#include <algorithm>

#include "bot/community/person.hpp"
#include "plugins/help/answer.hpp"
#include "plugins/help/chain.hpp"
#include "plugins/help/desk.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr Millis block_life = 7 * 24h, pause_life = 1h;

// Of what she writes until then nobody is told, unless it speaks of danger; she cannot tell.
void hush(Turn& turn, const Request& request, Millis time) {
    turn.sql().run(
        "INSERT INTO help_block (who, until) VALUES (:who, :until) ON CONFLICT (who) DO UPDATE SET until = "
        "excluded.until",
        request.person, turn.now() + time);
}

}  // namespace

void hand_pressed(Turn& turn) {
    const auto request = held(turn);
    if (!request) return;
    Reply reply(turn.tr("To whom shall number {} go?", request->number));
    const auto all = stations(turn, *request);
    for (std::size_t i = 0; i < all.size() && static_cast<int>(i) <= reached(*request, all) + 1; ++i) {
        for (const PersonId person : all[i].people) {
            if (person == turn.person().id() || reply.buttons().size() >= 9) continue;
            const auto known = community::person(turn.community(), person);
            reply.button(known && !known->name().empty() ? known->name() : turn.tr("somebody of {}", all[i].desk),
                         "hand to", std::to_string(request->id) + "|" + to_string(person));
        }
    }
    if (reply.buttons().empty()) return turn.reply(turn.tr("There is nobody else who may know of it."));
    turn.reply(std::move(reply));
}

void hand_to_pressed(Turn& turn) {
    auto request = held(turn);
    if (!request) return;
    const PersonId to{std::stoll(after_bar(turn.data()))};
    note(turn, *request, "handed over");
    const auto all = stations(turn, *request);
    const auto next = static_cast<std::size_t>(reached(*request, all) + 1);  // so far it may go by hand
    if (next < all.size() && !may_answer(turn, to, *request)) {
        const auto& people = all[next].people;
        if (std::find(people.begin(), people.end(), to) != people.end()) pass_to(turn, *request, all[next]);
    }
    if (!give_to(turn, *request, to)) return turn.reply(turn.tr("She may not know of it."));
    turn.sql().run("DELETE FROM help_pick WHERE helper = :helper AND request = :request", turn.person().id(),
                   request->id);
    turn.tell(to, Reply(turn.tr_for(to, "Number {} was handed to you.", request->number))
                      .button(turn.tr_for(to, "Open number {}", request->number), "take", std::to_string(request->id)));
    turn.reply(turn.tr("Handed over."));
}

void close_pressed(Turn& turn) {
    const auto request = held(turn);
    if (!request) return;
    const std::string id = std::to_string(request->id);
    turn.reply(Reply(turn.tr("Why does number {} end?", request->number))
                   .button(turn.tr("It was answered"), "close for", id + "|answered")
                   .button(turn.tr("Another office has it now"), "close for", id + "|passed on")
                   .button(turn.tr("She does not come back"), "close for", id + "|silence")
                   .button(turn.tr("Not yet: pause it for an hour"), "pause", id)
                   .button(turn.tr("It was abuse: nothing from her for 7 days"), "block", id));
}

void close_for_pressed(Turn& turn) {
    const auto request = held(turn);
    if (!request) return;
    note(turn, *request, "closed");
    close(turn, *request, after_bar(turn.data()));
    turn.reply(Reply(turn.tr("Number {} is closed.", request->number))
                   .button(turn.tr("Open it again"), "reopen", std::to_string(request->id)));
}

void reopen_pressed(Turn& turn) {
    auto request = answerable(turn);
    if (!request || request->state != State::closed) return;
    if (request->helper != turn.person().id())
        return turn.reply(turn.tr("Somebody else has number {}.", request->number));
    request->state = State::claimed;
    request->closed = {};
    request->reason.clear();
    save(turn, *request);
    note(turn, *request, "opened again");
    turn.reply(turn.tr("Number {} is open again.", request->number));
}

void pause_pressed(Turn& turn) {
    const auto request = held(turn);
    if (!request) return;
    hush(turn, *request, pause_life);
    note(turn, *request, "paused");
    turn.reply(
        turn.tr("Number {} is paused for an hour. What she writes is kept, and you are told of words of danger only.",
                request->number));
}

void block_pressed(Turn& turn) {
    const auto request = held(turn);
    if (!request) return;
    hush(turn, *request, block_life);
    note(turn, *request, "blocked");
    close(turn, *request, "abuse");
    turn.reply(turn.tr("Number {} is closed.", request->number));
}

}  // namespace noticeboard::plugins::helping
