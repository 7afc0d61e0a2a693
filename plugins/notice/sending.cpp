// Sending a notice: what it wants before it goes out, who stands behind it, and that it goes.
#include "bot/community/notice/words.hpp"
#include "bot/community/person.hpp"
#include "bot/model/local_time.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {

void go_out(Turn& turn, const Notice& notice) {
    const auto sent = community::send_notice(turn.community(), notice.id, notice.begins);
    if (!sent) return turn.reply(why_not(turn, sent.error()));
    turn.audit("notice.sent", "notice:" + to_string(notice.id));
    const std::string number = community::spaced_number(notice.number);
    const std::string later = notice.begins > turn.now() ? local_date_time(notice.begins) : "";
    turn.reply(later.empty() ? turn.tr("Notice {} is on its way. /notices shows how it goes.", number)
                             : turn.tr("Notice {} goes out on {}. /notices shows it, and stops it.", number, later));
    if (!notice.author || notice.author == turn.person().id()) return;
    turn.tell(notice.author,
              Reply(later.empty() ? turn.tr_for(notice.author, "Your notice {} was approved and is on its way.", number)
                                  : turn.tr_for(notice.author, "Your notice {} was approved and goes out on {}.",
                                                number, later)));
}

void ask_whom_to_approve(Turn& turn, const Notice& notice) {
    int told = 0;
    for (const PersonId person : community::approvers(turn.community(), turn.roles(), notice)) {
        const std::string language(community::notice_language(notice, turn.language_of(person), turn.catalog()));
        Reply reply(turn.tr_for(person, "{} asks you to stand behind this notice to the groups of {}:",
                                turn.person().name(), office_of(turn, notice)) +
                    times_text(turn, notice) + "\n—\n" + words_of(turn, notice, language));
        reply.button(turn.tr_for(person, "Approve and send"), "approve", to_string(notice.id))
            .button(turn.tr_for(person, "Not like this"), "decline", to_string(notice.id));
        told += turn.tell(person, std::move(reply)) ? 1 : 0;
    }
    const std::string number = community::spaced_number(notice.number);
    if (told == 0)
        turn.reply(
            turn.tr("Notice {} wants a second person who may send there, and I reach none. Please tell one to type "
                    "/notices.",
                    number));
    else if (notice.emergency)
        turn.reply(turn.tr(
            "An emergency wants two who stand behind it. I have asked: it goes out as soon as one more says yes."));
    else
        turn.reply(turn.tr("So many groups want a second person. I have asked: it goes out as soon as one says yes."));
}

void send_pressed(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft) return;
    const auto rules = community::notice_rules(turn.site());
    const auto carriers = community::carriers_of(turn.site());
    const auto preview = community::preview_notice(turn.community(), *draft, carriers);
    if (!preview) return turn.reply(why_not(turn, preview.error()));
    if (preview->chats == 0) return turn.reply(turn.tr("No group would hear it. Please choose other groups."));
    const auto wanting = community::wanting(turn.community(), turn.roles(), rules, *draft, *preview);
    if (wanting.reason)
        return turn.ask(Reply(turn.tr("Fewer than {} chats would hear it. Why so few? It is kept with the notice.",
                                      rules.reason_below)),
                        "reason", patience, turn.data());
    if (wanting.same && after_id(turn.data()) != "again") {
        Reply reply(turn.tr("The same words went to these groups just now, as notice {}. Shall they hear it twice?",
                            community::spaced_number(wanting.same->number)));
        reply.button(turn.tr("No, drop it"), "drop", to_string(draft->id))
            .button(turn.tr("Yes, once more"), "send", to_string(draft->id) + " again");
        return turn.reply(std::move(reply));
    }
    const auto approved =
        community::approve_notice(turn.community(), turn.roles(), rules, carriers, draft->id, turn.person().id());
    if (!approved) return turn.reply(why_not(turn, approved.error()));
    turn.audit("notice.approved", "notice:" + to_string(draft->id));
    if (approved->state == Notice::State::approved) return go_out(turn, *approved);
    ask_whom_to_approve(turn, *approved);
}

void reason_step(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft) return;
    const auto said = community::say_reason(turn.community(), draft->id, turn.args());
    if (!said)
        return turn.ask(Reply(why_not(turn, said.error(), turn.tr("One sentence, please."))), "reason", patience,
                        turn.data());
    send_pressed(turn);
}

void approve_pressed(Turn& turn) {
    const auto notice = notice_in(turn, turn.data());
    if (!notice) return;
    const auto approved =
        community::approve_notice(turn.community(), turn.roles(), community::notice_rules(turn.site()),
                                  community::carriers_of(turn.site()), notice->id, turn.person().id());
    if (!approved) {
        return turn.reply(approved.error().kind == Error::Kind::conflict
                              ? turn.tr("This notice is not a draft any more.")
                              : why_not(turn, approved.error()));
    }
    turn.audit("notice.approved", "notice:" + to_string(notice->id));
    if (approved->state == Notice::State::approved) return go_out(turn, *approved);
    turn.reply(turn.tr("Thank you. One more has to stand behind it."));
}

void decline_pressed(Turn& turn) {
    const auto notice = notice_in(turn, turn.data());
    if (!notice || !turn.can(right::send_notice, notice->unit)) return;
    turn.reply(turn.tr("Thank you. It stays a draft, and its author knows."));
    if (notice->author)
        turn.tell(notice->author,
                  Reply(turn.tr_for(notice->author, "{} does not stand behind notice {}. It was not sent.",
                                    turn.person().name(), community::spaced_number(notice->number))));
}

}  // namespace noticeboard::plugins::noticing
