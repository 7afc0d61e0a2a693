// The way out: the same answer for everybody, whether there is a request or not.
#include "plugins/help/her.hpp"

namespace noticeboard::plugins::helping {
namespace {

// What is sealed stays for its time, for those who answer; she cannot be asked for it without her word any more.
void put_away(Turn& turn) {
    for (const Request& one : of_person(turn, turn.person().id())) close(turn, one, "without code word");
}

}  // namespace

void close_all(Turn& turn) {
    put_away(turn);
    turn.end_dialog();
    turn.clear_talk();
    std::string text = turn.tr("Done. Everything here is put away.");
    if (const std::string stays = turn.stays(); !stays.empty()) text += "\n" + stays;
    turn.reply(std::move(text));
}

void forget(Turn& turn) {
    put_away(turn);
    turn.sql().run("UPDATE help_request SET asker = 0 WHERE asker = :who", turn.person().id());
    turn.sql().run("UPDATE help_request SET helper = 0 WHERE helper = :who", turn.person().id());
    turn.sql().run("UPDATE help_entry SET author = 0 WHERE author = :who", turn.person().id());
    turn.sql().run("DELETE FROM help_consent WHERE who = :who", turn.person().id());
    turn.sql().run("DELETE FROM help_came WHERE who = :who", turn.person().id());
    turn.sql().run("DELETE FROM help_told WHERE who = :who", turn.person().id());
    turn.sql().run("DELETE FROM help_shift WHERE person = :who", turn.person().id());
    turn.sql().run("DELETE FROM help_pick WHERE helper = :who", turn.person().id());
}

}  // namespace noticeboard::plugins::helping
