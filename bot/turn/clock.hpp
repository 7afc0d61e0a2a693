// Clock: the one source of time for turns, timers and senders; tests set it.
#pragma once

#include <atomic>

#include "bot/model/moment.hpp"

namespace noticeboard::turn {

class Clock {
 public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
};

class SystemClock final : public Clock {
 public:
    TimePoint now() const override { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }
};

class SetClock final : public Clock {  // for tests: stands still until it is moved
 public:
    explicit SetClock(TimePoint start) : now_(to_millis(start)) {}
    TimePoint now() const override { return from_millis(now_.load()); }
    void pass(Millis time) { now_ += time.count(); }

 private:
    std::atomic<std::int64_t> now_;
};

}  // namespace noticeboard::turn
