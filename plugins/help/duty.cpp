// Duty: see duty.hpp.
#include "plugins/help/duty.hpp"

#include <array>
#include <charconv>

#include "bot/model/local_time.hpp"
#include "bot/text/fold.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

unsigned day_bit(TimePoint at) {
    const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(at + local_offset)};
    return 1U << (day.iso_encoding() - 1);
}

std::optional<int> whole_number(std::string_view text) {
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

std::optional<int> day_in(std::string_view text) {  // 0 … 6
    for (std::size_t i = 0; i < day_names.size(); ++i) {
        if (text == day_names[i]) return static_cast<int>(i);
    }
    const auto number = whole_number(text);
    return number && *number >= 1 && *number <= 7 ? std::optional(*number - 1) : std::nullopt;
}

std::optional<int> minute_in(std::string_view text) {  // "8", "8:30", "24:00"
    const std::size_t colon = text.find(':');
    const auto hour = whole_number(text.substr(0, colon));
    const auto minute = colon == text.npos ? std::optional(0) : whole_number(text.substr(colon + 1));
    if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59 || *hour * 60 + *minute > 1440)
        return std::nullopt;
    return *hour * 60 + *minute;
}

std::optional<unsigned> days_in(std::string_view text) {
    if (text == "daily") return 127;
    unsigned out = 0;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view piece = text.substr(0, comma);
        const std::size_t dash = piece.find('-');
        const auto first = day_in(piece.substr(0, dash));
        const auto last = dash == piece.npos ? first : day_in(piece.substr(dash + 1));
        if (!first || !last) return std::nullopt;
        for (int day = *first;; day = (day + 1) % 7) {
            out |= 1U << day;
            if (day == *last) break;
        }
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return out == 0 ? std::nullopt : std::optional(out);
}

std::string clock_text(int minute) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minute / 60) + ":" + two(minute % 60);
}

std::vector<Shift> shifts(store::Session& sql, const Desk& desk, bool of_people) {
    std::vector<Shift> out;
    sql.each<std::int64_t, PersonId, unsigned, int, int>(
        "SELECT id, person, days, from_minute, to_minute FROM help_shift WHERE desk = :desk AND scope = :scope "
        "ORDER BY id",
        [&](std::int64_t id, PersonId person, unsigned days, int from, int to) {
            if (static_cast<bool>(person) == of_people) out.push_back({id, person, days, from, to});
        },
        desk.name, desk.scope);
    return out;
}

}  // namespace

bool Shift::covers(TimePoint at) const {
    const int minute = minute_of_day(at);
    const bool today = (days & day_bit(at)) != 0;
    if (from < to) return today && minute >= from && minute < to;
    const bool since_yesterday = (days & day_bit(at - 24h)) != 0;
    return (today && minute >= from) || (since_yesterday && minute < to);
}

Result<Shift> read_shift(std::string_view days, std::string_view hours) {
    Shift out;
    const auto which = days_in(text::folded(days));
    if (!which) return invalid("the days are 1-5, mon-fri, 6,7 or daily");
    out.days = *which;
    const std::size_t dash = hours.find('-');
    const auto from = minute_in(hours.substr(0, dash));
    const auto to = dash == hours.npos ? std::nullopt : minute_in(hours.substr(dash + 1));
    if (!from || !to || *from == 1440) return invalid("the hours are 8-18 or 20:00-8:00");
    out.from = *from;
    out.to = *to;
    return out;
}

std::string shift_text(const Shift& shift) {
    std::string out;
    for (int day = 0; day < 7;) {
        if ((shift.days >> day & 1U) == 0) {
            ++day;
            continue;
        }
        int last = day;
        while (last < 6 && (shift.days >> (last + 1) & 1U) != 0) ++last;
        out += (out.empty() ? "" : ",") + std::to_string(day + 1);
        if (last > day) out += "-" + std::to_string(last + 1);
        day = last + 1;
    }
    return out + " " + clock_text(shift.from) + "-" + clock_text(shift.to);
}

std::vector<Shift> hours_of(store::Session& sql, const Desk& desk) {
    return shifts(sql, desk, false);
}

std::vector<Shift> rota_of(store::Session& sql, const Desk& desk) {
    return shifts(sql, desk, true);
}

std::int64_t add_shift(community::Scope& scope, const Desk& desk, const Shift& shift) {
    const std::int64_t id = scope.ids.next(scope.now());
    scope.sql.run(
        "INSERT INTO help_shift (desk, scope, id, person, days, from_minute, to_minute) VALUES (:desk, :scope, :id, "
        ":person, :days, :from, :to)",
        desk.name, desk.scope, id, shift.person, shift.days, shift.from, shift.to);
    return id;
}

bool remove_shift(store::Session& sql, std::int64_t id) {
    return sql.run("DELETE FROM help_shift WHERE id = :id", id) == 1;
}

int remove_shifts(store::Session& sql, const Desk& desk, PersonId person) {
    return static_cast<int>(sql.run("DELETE FROM help_shift WHERE desk = :desk AND scope = :scope AND person = :person",
                                    desk.name, desk.scope, person));
}

bool is_open(store::Session& sql, const Desk& desk, TimePoint at) {
    const auto hours = hours_of(sql, desk);
    for (const Shift& one : hours) {
        if (one.covers(at)) return true;
    }
    return hours.empty();
}

std::vector<PersonId> on_duty(store::Session& sql, const Desk& desk, TimePoint at) {
    std::vector<PersonId> out;
    for (const Shift& one : rota_of(sql, desk)) {
        if (one.covers(at)) out.push_back(one.person);
    }
    return out;
}

}  // namespace noticeboard::plugins::helping
