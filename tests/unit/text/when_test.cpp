// When: what people write for a moment, and what that is on the clock on the wall.
#include "bot/text/when.hpp"

#include <doctest/doctest.h>

#include "bot/model/local_time.hpp"

using namespace noticeboard;

namespace {

const TimePoint saturday = TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)) + 10h - local_offset;

std::string at(std::string_view typed) {
    const auto found = text::moment_in(typed, saturday, 9 * 60);
    return found ? local_date_time(*found) : "none";
}

}  // namespace

TEST_CASE("days and times in both languages") {
    const std::pair<const char*, const char*> cases[] = {
        {"2026-11-25 09:00", "2026-11-25 09:00"},
        {"明天9点", "2026-11-22 09:00"},
        {"明天上午９：３０", "2026-11-22 09:30"},
        {"后天晚上八点半", "2026-11-23 20:30"},
        {"今天下午3点一刻", "2026-11-21 15:15"},
        {"11月25日18:30", "2026-11-25 18:30"},
        {"11月25號 晚上六點", "2026-11-25 18:00"},
        {"25号 8点零五分", "2026-11-25 08:05"},
        {"5号早上7点", "2026-12-05 07:00"},
        {"1-3 9:00", "2027-01-03 09:00"},
        {"2026年12月1日 上午9点", "2026-12-01 09:00"},
        {"周三下午2点", "2026-11-25 14:00"},
        {"下周三下午两点", "2026-11-25 14:00"},
        {"下周日中午12点", "2026-11-29 12:00"},
        {"周日", "2026-11-22 09:00"},
        {"星期六9点", "2026-11-28 09:00"},
        {"星期六11点", "2026-11-21 11:00"},
        {"今天晚上12点", "2026-11-22 00:00"},
        {"明天凌晨12点半", "2026-11-22 00:30"},
        {"18:30", "2026-11-21 18:30"},
        {"9点", "2026-11-22 09:00"},
        {"24:00", "2026-11-22 00:00"},
        {"tomorrow 9:00", "2026-11-22 09:00"},
        {"Tomorrow at 9 am", "2026-11-22 09:00"},
        {"Friday 5pm", "2026-11-27 17:00"},
        {"the day after tomorrow, 12:15 p.m.", "2026-11-23 12:15"},
        {"11/25", "2026-11-25 09:00"},
    };
    for (const auto& [typed, expected] : cases) CHECK_MESSAGE(at(typed) == expected, std::string(typed));
}

TEST_CASE("what is no moment is none") {
    for (const std::string typed : {"", "soon", "9", "25:00", "9:75", "2026-02-30 9:00", "明天后天9点", "9点10点",
                                    "上午", "13 pm", "明天9点开会", "99999:00", "2026-13-01"}) {
        CHECK_MESSAGE(at(typed) == "none", typed);
    }
    CHECK(at("明天") == "2026-11-22 09:00");
    CHECK(local_date_time(*text::moment_in("12点", saturday, 1440, saturday + 48h)) == "2026-11-23 12:00");
    CHECK(local_date_time(*text::moment_in("明天12点", saturday, 1440, saturday + 48h)) == "2026-11-22 12:00");
    CHECK(local_date_time(*text::moment_in("明天", saturday, 1440)) == "2026-11-23 00:00");
}
