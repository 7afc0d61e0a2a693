// The whole program in a test: its clock is set, one thread, and it ends without waiting for newcomers.
#pragma once

#include "bot/app.hpp"
#include "bot/turn/clock.hpp"

namespace noticeboard::tests {

inline AppOptions in_virtual_time(turn::SetClock& clock) {
    AppOptions out;
    out.clock = &clock;
    out.threads = 1;
    out.deadlines.drain = out.deadlines.linger = 20ms;
    return out;
}

}  // namespace noticeboard::tests
