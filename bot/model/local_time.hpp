// Local time: what the clock on the wall shows. China has one time, eight hours ahead of UTC all year.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "bot/model/moment.hpp"

namespace noticeboard {

inline constexpr Millis local_offset = 8h;

inline int minute_of_day(TimePoint at) {  // 0 … 1439
    return static_cast<int>((to_millis(at + local_offset) / 60'000) % 1440);
}

// The next moment at which the clock shows this minute of the day; `at` itself when it shows it now.
inline TimePoint next_minute_of_day(TimePoint at, int minute) {
    const TimePoint whole = from_millis(to_millis(at) / 60'000 * 60'000);
    const int wait = (minute - minute_of_day(at) + 1440) % 1440;
    return wait == 0 ? at : whole + std::chrono::minutes(wait);
}

inline std::string local_date(TimePoint at) {  // 2026-11-21
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at + local_offset)};
    char out[40];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()));
    return out;
}

inline std::string local_date_time(TimePoint at) {  // 2026-11-21 09:30
    char out[32];
    std::snprintf(out, sizeof out, " %02d:%02d", minute_of_day(at) / 60, minute_of_day(at) % 60);
    return local_date(at) + out;
}

}  // namespace noticeboard
