// Her side: the door, her story, the talk behind her code word, and the way out.
#pragma once

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::helping {

inline constexpr Millis patience = 5min;  // of every step: then the talk lapses into the ordinary menu

// --- the door and her story (story.cpp)
void door(Turn& turn);          // command and words
void door_by_link(Turn& turn);  // Opened with an "a…" ticket: Ask on the landing page
void more_topics(Turn& turn);
void minor_pressed(Turn& turn);
void topic_pressed(Turn& turn);
void consent_given(Turn& turn);
void declined(Turn& turn);
void code_word_step(Turn& turn);
void exclude_pressed(Turn& turn);  // who must not know (left_out.cpp)
void left_out_step(Turn& turn);    // a name she typed
void words_step(Turn& turn);
void done_pressed(Turn& turn);
void quiet_pressed(Turn& turn);

// Of a button or step whose data begins with the id: a request of hers that is not closed; throws when there is none.
Request request_of(Turn& turn);
void ask_who_must_not_know(Turn& turn, const Request& request);
void ask_for_words(Turn& turn, const Request& request, std::string text);

// --- behind the code word (her_talk.cpp)
bool code_word(Turn& turn);  // a text that nothing else fits
void talk_step(Turn& turn);
void finish_pressed(Turn& turn);
void destroy_pressed(Turn& turn);
void destroy_confirmed(Turn& turn);

// A word or file of hers into the record: text at once, files when they have been fetched. False: there was nothing in
// it.
bool take_words(Turn& turn, const Request& request);
void file_fetched(Turn& turn);  // outcome "heard"

// Somebody answered: what she reads of it depends on what she allowed.
void answer_came(Turn& turn, const Request& request);

// --- words of danger (danger.cpp)
bool danger(Turn& turn);           // before everything else; answers with a card, and lets go on what she was doing
void danger_in_group(Turn& turn);  // the numbers to her alone, where a private talk is open; nothing in the group
bool speaks_of_danger(const HelpPlan& plan, std::string_view text);

// --- the way out (leaving.cpp)
void close_all(Turn& turn);
void forget(Turn& turn);

}  // namespace noticeboard::plugins::helping
