// Ids of our own making: 41 bits of milliseconds that never go back, 10 bits of node, 12 bits of counter.
#pragma once

#include <atomic>
#include <cstdint>

#include "bot/model/ids.hpp"
#include "bot/model/moment.hpp"

namespace noticeboard::store {

class IdMaker {  // thread-safe
 public:
    explicit IdMaker(int node) : node_(node & 0x3ff) {}

    // A number greater than every one this maker gave before, even when the clock jumps back.
    std::int64_t next(TimePoint now);

    // From now on greater than `id` too: the greatest in the store, so that a clock set back during a stop does no
    // harm.
    void start_after(std::int64_t id);

    template <class I>
    I make(TimePoint now) {
        return I{next(now)};
    }

 private:
    const int node_;
    std::atomic<std::int64_t> last_{0};  // milliseconds and counter, without the node
};

// No id made at `at` or later, on any node, is smaller.
std::int64_t first_id_of(TimePoint at);

}  // namespace noticeboard::store
