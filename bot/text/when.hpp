// When: a moment as people write it, in both languages, by the clock on the wall.
#pragma once

#include <optional>
#include <string_view>

#include "bot/model/moment.hpp"

namespace noticeboard::text {

// "明天上午9点", "后天晚上八点半", "11月25日18:30", "周五", "2026-11-25 09:00", "tomorrow 9:00", "friday 5pm": that
// moment. A time without a day is the next such time after `after` (`now` when it is not given), a day without a year
// the next such day. `minute_alone`: the minute of a day that stands alone (1440: its end). None when the text says
// anything else, or a time that no clock shows.
std::optional<TimePoint> moment_in(std::string_view text, TimePoint now, int minute_alone,
                                   std::optional<TimePoint> after = {});

}  // namespace noticeboard::text
