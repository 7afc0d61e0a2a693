// Help that is safe to ask for: a private door, sealed words, answers that wait for a code word.
#include "bot/plugin.hpp"
#include "plugins/help/answer.hpp"
#include "plugins/help/desk.hpp"
#include "plugins/help/digest.hpp"
#include "plugins/help/glass.hpp"
#include "plugins/help/her.hpp"
#include "plugins/help/schema.hpp"

namespace noticeboard::plugins {
namespace {

void away(Turn& turn) {
    turn.end_dialog();
    turn.reply(turn.tr("Good. Come back whenever you like."));
}

void sweep(Turn& turn) {
    helping::destroy_expired(turn);
}

// A code word of hers, or a helper's words; anything else is for the others.
bool words_of_somebody(Turn& turn) {
    return helping::code_word(turn) || helping::free_text(turn);
}

}  // namespace

Plugin help() {
    using namespace helping;
    return Plugin("help", "Requests for help")
        .removable()
        .first(danger)
        .calling({"ask", "help", "帮助", "求助", "救命", "问一问", "sos"}, door, text::mark("Ask for help in private"))
        .event<Opened>(door_by_link)
        .event<Message>(danger_in_group)
        .overhears(danger_in_group)
        .button("topics", more_topics)
        .button("topic", topic_pressed)
        .button("minor", minor_pressed)
        .button("consent", consent_given)
        .button("decline", declined)
        .step("code word", code_word_step)
        .button("exclude", exclude_pressed)
        .step("left out", left_out_step)
        .step("words", words_step)
        .button("done", done_pressed)
        .button("quiet", quiet_pressed)
        .step("talk", talk_step)
        .button("away", away)
        .button("finish", finish_pressed)
        .button("destroy", destroy_pressed)
        .button("destroy now", destroy_confirmed)
        .outcome("heard", file_fetched)
        .anytime({"close", "收起", "close now", "马上收起"}, close_all)
        .command({"requests", "求助单"}, list)
        .command({"unseal", "破封"}, unseal)
        .button("agree", glass_agreed)
        .button("refuse", glass_refused)
        .button("glass", glass_read)
        .command({"weekly", "每周"}, weekly)
        .command({"duty", "值班"}, duty)
        .button("take", take_pressed)
        .button("see", see_pressed)
        .outcome("played", voice_went_out)
        .button("pick", pick_pressed)
        .button("undo", undo_pressed)
        .timer("deliver", deliver)
        .button("hand", hand_pressed)
        .button("hand to", hand_to_pressed)
        .button("close", close_pressed)
        .button("close for", close_for_pressed)
        .button("reopen", reopen_pressed)
        .button("pause", pause_pressed)
        .button("block", block_pressed)
        .timer("escalate", time_is_up)
        .digest(waiting_at_group)
        .office_digest(waiting_at_office)
        .every(1h, "sweep", sweep)
        .otherwise(words_of_somebody)
        .on_forget(forget)
        .on_lost(phone_lost)
        .migrations(schema());
}

}  // namespace noticeboard::plugins
