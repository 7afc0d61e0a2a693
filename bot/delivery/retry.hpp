// Retry: how long to wait before the next try, and when to give up.
#pragma once

#include <algorithm>

#include "bot/model/moment.hpp"

namespace noticeboard::delivery {

inline constexpr int most_tries = 12;  // about an hour and a half with the waits below

// The wait after the n-th failed try (n from 1): 1 s, 2 s, 4 s … at most 15 min, with up to a quarter more so that many
// chats do not come back at once. What the platform asked for wins when it is longer.
inline Millis wait_after(int tries, Millis asked, Random& random) {
    const Millis plain = std::min<Millis>(Millis(1000) * (1LL << std::min(tries - 1, 20)), 15min);
    const Millis spread(
        static_cast<std::int64_t>(random.number() % (static_cast<std::uint64_t>(plain.count()) / 4 + 1)));
    return std::max(asked, plain + spread);
}

}  // namespace noticeboard::delivery
