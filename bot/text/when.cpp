// When: see when.hpp. The text is read from left to right; every word says something about the day or the time.
#include "bot/text/when.hpp"

#include <chrono>
#include <string>

#include "bot/model/local_time.hpp"
#include "bot/text/chinese_digit.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/number.hpp"

namespace noticeboard::text {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

struct Word {
    std::string_view text;
    int value;
};

constexpr Word relative_days[] = {{"the day after tomorrow", 2},
                                  {"今天", 0},
                                  {"今日", 0},
                                  {"today", 0},
                                  {"明天", 1},
                                  {"明日", 1},
                                  {"tomorrow", 1},
                                  {"后天", 2}};
constexpr Word weekday_signs[] = {{"下周", 7}, {"下星期", 7}, {"周", 0}, {"星期", 0}, {"礼拜", 0}};
constexpr Word chinese_weekdays[] = {{"一", 1}, {"二", 2}, {"三", 3}, {"四", 4},
                                     {"五", 5}, {"六", 6}, {"日", 7}, {"天", 7}};
constexpr Word english_weekdays[] = {{"monday", 1}, {"tuesday", 2},  {"wednesday", 3}, {"thursday", 4},
                                     {"friday", 5}, {"saturday", 6}, {"sunday", 7}};
constexpr int night = -1;  // 12 is the hour 0
constexpr Word halves[] = {
    {"凌晨", night}, {"早上", 0},     {"上午", 0},   {"中午", 11}, {"下午", 12}, {"傍晚", 12},
    {"晚上", 18},    {"a.m.", night}, {"am", night}, {"p.m.", 12}, {"pm", 12}};  // hours before this
                                                                                 // one: 12 later
constexpr Word fillers[] = {{"的", 0}, {",", 0}, {"at", 0}, {"on", 0}, {"在", 0}, {".", 0}, {"。", 0}};

class Reader {
 public:
    Reader(std::string_view text, TimePoint now) : rest_(text), today_(std::chrono::floor<days>(now + local_offset)) {}

    bool read_all() {
        for (skip(); !rest_.empty(); skip()) {
            if (!word()) return false;
        }
        return day_ || minute_;
    }

    std::optional<TimePoint> moment(TimePoint now, int minute_alone, TimePoint after) const {
        int minute = minute_.value_or(minute_alone);
        if (half_ && !minute_) return std::nullopt;
        if (half_ && *half_ == night && minute / 60 == 12) minute -= 720;
        if (half_ && minute / 60 < *half_) minute += 720;
        TimePoint out = TimePoint(day_.value_or(std::chrono::floor<days>(after + local_offset))) +
                        std::chrono::minutes(minute) - local_offset;
        if (!day_ && out <= after) out += days(1);
        if (weekday_ && out <= now) out += days(7);
        return out;
    }

 private:
    void skip() {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    template <std::size_t N>
    const Word* take(const Word (&words)[N]) {
        for (const Word& word : words) {
            if (take(word.text)) return &word;
        }
        return nullptr;
    }
    bool set_day(sys_days day) {
        if (day_) return false;
        day_ = day;
        return true;
    }
    bool set_minute(int hour, int minute) {
        if (minute_ || hour > 24 || minute > 59 || hour * 60 + minute > 1440) return false;
        minute_ = hour * 60 + minute;
        return true;
    }

    bool word() {  // a word that was begun and means nothing is no other word
        const std::size_t before = rest_.size();
        for (const auto one : {&Reader::day_word, &Reader::half_word, &Reader::number}) {
            if ((this->*one)()) return true;
            if (rest_.size() != before) return false;
        }
        return take(fillers);
    }

    bool day_word() {
        if (const Word* word = take(relative_days)) return set_day(today_ + days(word->value));
        if (const Word* word = take(english_weekdays)) return weekday(word->value, 0);
        const std::string_view before = rest_;
        if (const Word* sign = take(weekday_signs)) {
            if (const Word* word = take(chinese_weekdays)) return weekday(word->value, sign->value);
            rest_ = before;
        }
        return false;
    }

    // 1 Monday … 7 Sunday: of this week or, when it is over, the next; with `later` of the week after this one.
    bool weekday(int which, int later) {
        const int now = static_cast<int>(std::chrono::weekday(today_).iso_encoding());
        int ahead = which - now + later;
        if (ahead < 0) ahead += 7;
        weekday_ = ahead == 0;
        return set_day(today_ + days(ahead));
    }

    bool half_word() {
        const Word* word = take(halves);
        if (word == nullptr || half_) return false;
        half_ = word->value;
        return true;
    }

    std::optional<int> digits() {
        int out = 0, count = 0;
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && ++count <= 4) {
            out = out * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        if (count > 0) return count <= 4 ? std::optional(out) : std::nullopt;
        const bool zero = take("零") || take("〇");  // "八点零五"
        const std::string_view figures = rest_;
        while (rest_.starts_with("十") || chinese_digit(rest_)) rest_.remove_prefix(3);
        if (rest_.size() == figures.size()) return zero ? std::optional(0) : std::nullopt;
        return chinese_number(figures.substr(0, figures.size() - rest_.size()));
    }

    bool number() {
        const auto first = digits();
        if (!first) return false;
        if (take(":")) {
            const auto minute = digits();
            return minute && set_minute(*first, *minute);
        }
        if (take("点") || take("时")) return chinese_clock(*first);
        if (take("年")) return number_of_year(*first, "月");
        if (take("月")) return day_of(std::nullopt, *first);
        for (const char* sign : {"-", "/"}) {
            if (!take(sign)) continue;
            return *first > 999 ? number_of_year(*first, sign) : day_of(std::nullopt, *first);
        }
        if (take("日") || take("号")) return day_of_month(*first);
        skip();
        const bool english = rest_.starts_with("am") || rest_.starts_with("pm") || rest_.starts_with("a.m.") ||
                             rest_.starts_with("p.m.");
        return english && *first <= 12 && set_minute(*first, 0);
    }

    bool chinese_clock(int hour) {
        if (take("半")) return set_minute(hour, 30);
        if (take("一刻")) return set_minute(hour, 15);
        if (take("三刻")) return set_minute(hour, 45);
        if (take("整") || take("钟")) return set_minute(hour, 0);
        const std::string_view before = rest_;
        if (const auto minute = digits()) {
            take("分");
            return set_minute(hour, *minute);
        }
        rest_ = before;
        return set_minute(hour, 0);
    }

    bool number_of_year(int year, std::string_view sign) {
        const auto month = digits();
        return month && take(sign) && day_of(year, *month);
    }

    bool day_of(std::optional<int> year, int month) {
        const auto day = digits();
        if (!day) return false;
        take("日") || take("号");
        const std::chrono::year_month_day today{today_};
        const auto date = [&](std::chrono::year of) {
            return std::chrono::year_month_day{of, std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(*day))};
        };
        std::chrono::year_month_day out = date(year ? std::chrono::year(*year) : today.year());
        if (!year && (!out.ok() || sys_days(out) < today_)) out = date(today.year() + std::chrono::years(1));
        return out.ok() && set_day(sys_days(out));
    }

    bool day_of_month(int day) {  // "25号": of this month, or the next
        const std::chrono::year_month_day today{today_};
        const auto month = std::chrono::year_month{today.year(), today.month()};
        const std::chrono::day which(static_cast<unsigned>(day));
        std::chrono::year_month_day out = month / which;
        if (!out.ok() || sys_days(out) < today_) out = (month + std::chrono::months(1)) / which;
        return out.ok() && set_day(sys_days(out));
    }

    std::string_view rest_;
    sys_days today_;
    std::optional<sys_days> day_;
    std::optional<int> minute_, half_;
    bool weekday_ = false;  // today's weekday: when its time is over, that of next week is meant
};

}  // namespace

std::optional<TimePoint> moment_in(std::string_view text, TimePoint now, int minute_alone,
                                   std::optional<TimePoint> after) {
    const std::string plain = folded(text);
    Reader reader(plain, now);
    if (!reader.read_all()) return std::nullopt;
    return reader.moment(now, minute_alone, after.value_or(now));
}

}  // namespace noticeboard::text
