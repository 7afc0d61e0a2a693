// Moment: the time and the randomness that a decision may use, handed in so that tests can set both.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace noticeboard {

using namespace std::chrono_literals;
using Millis = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Millis>;

inline std::int64_t to_millis(TimePoint at) {
    return at.time_since_epoch().count();
}
inline TimePoint from_millis(std::int64_t since_epoch) {
    return TimePoint(Millis(since_epoch));
}

class Random {  // an interface: the system's generator when serving, a seeded one in tests
 public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> bytes) = 0;

    std::string bytes(std::size_t count) {
        std::string out(count, '\0');
        fill(std::as_writable_bytes(std::span(out)));
        return out;
    }
    std::uint64_t number() {
        std::uint64_t out = 0;
        fill(std::as_writable_bytes(std::span(&out, 1)));
        return out;
    }
};

struct Moment {
    TimePoint now;
    Random& random;
};

}  // namespace noticeboard
