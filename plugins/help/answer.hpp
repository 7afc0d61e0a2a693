// The answering side: what helpers see and do. Every opening of words looks at the right again and leaves a line in the
// desk's chain.
#pragma once

#include "plugins/help/request.hpp"

namespace noticeboard::plugins::helping {

// What was said, opened: her words, her pictures and voices as buttons of `reply`, and of the answers whether they were
// read. The caller has looked at the right and left its line in the chain.
std::string said_so_far(Turn& turn, const Request& request, Reply& reply);

// The request a button speaks of, if she may still answer it; else she reads that she may not.
std::optional<Request> answerable(Turn& turn);
// … if it is hers: claimed by her, not handed on since, and not closed.
std::optional<Request> held(Turn& turn);
std::string after_bar(const std::string& data);  // "12|7" → "7"

void list(Turn& turn);  // command: numbers, levels and ages, nothing else
void take_pressed(Turn& turn);
void see_pressed(Turn& turn);     // a picture or a voice, which is not shown before it is asked for
void voice_went_out(Turn& turn);  // outcome "played"
bool free_text(Turn& turn);  // a helper's words: held for 5 s, "to 12 · undo"; nowhere while several talks are open
void pick_pressed(Turn& turn);
void undo_pressed(Turn& turn);
void deliver(Turn& turn);  // timer

// --- letting go of it (letting_go.cpp)
void hand_pressed(Turn& turn);
void hand_to_pressed(Turn& turn);
void close_pressed(Turn& turn);
void close_for_pressed(Turn& turn);
void reopen_pressed(Turn& turn);
void pause_pressed(Turn& turn);
void block_pressed(Turn& turn);

void weekly(Turn& turn);  // command: counts for who answers at a group (weekly.cpp)
void duty(Turn& turn);    // command: the rota of her desk, and her own shifts in it (rota.cpp)

}  // namespace noticeboard::plugins::helping
