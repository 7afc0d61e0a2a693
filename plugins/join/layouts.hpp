// The pages that stand between the paper and the group: number pad, landing page, and what goes wrong in a friendly
// way.
#pragma once

namespace noticeboard::plugins::joining {

// GET /: large digits for whoever has no camera. Works without JavaScript; `wrong` says which digit to look at.
extern const char* const number_pad;

// GET /g/<number>/<tag>: who leads the group, which village, which board; then Join and Ask, of equal size.
extern const char* const landing;

// The answer to a pressed Join: the way in that works where the page is open, then the others.
extern const char* const seat;

// One sentence and a way on: wrong tag, unknown number, closed.
extern const char* const notice;

}  // namespace noticeboard::plugins::joining
