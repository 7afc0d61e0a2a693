// Makes ids: see id.hpp.
#include "bot/store/id.hpp"

#include <algorithm>

namespace noticeboard::store {
namespace {
constexpr std::int64_t epoch = 1735689600000;  // 2025-01-01T00:00:00Z; 41 bits last until 2094
constexpr int counter_bits = 12;
}  // namespace

std::int64_t IdMaker::next(TimePoint now) {
    const std::int64_t floor = std::max<std::int64_t>(to_millis(now) - epoch, 0) << counter_bits;
    std::int64_t before = last_.load(std::memory_order_relaxed);
    std::int64_t ours = 0;
    do {
        ours = std::max(before + 1, floor);  // a full counter borrows from the next millisecond
    } while (!last_.compare_exchange_weak(before, ours, std::memory_order_relaxed));
    const std::int64_t millis = ours >> counter_bits;
    const std::int64_t counter = ours & ((1 << counter_bits) - 1);
    return millis << (10 + counter_bits) | static_cast<std::int64_t>(node_) << counter_bits | counter;
}

void IdMaker::start_after(std::int64_t id) {
    const std::int64_t floor = ((id >> (10 + counter_bits)) + 1)
                               << counter_bits;  // past its millisecond, whichever node made it
    std::int64_t before = last_.load(std::memory_order_relaxed);
    while (before < floor && !last_.compare_exchange_weak(before, floor, std::memory_order_relaxed)) {
    }
}

std::int64_t first_id_of(TimePoint at) {
    return std::max<std::int64_t>(to_millis(at) - epoch, 0) << (10 + counter_bits);
}

}  // namespace noticeboard::store
