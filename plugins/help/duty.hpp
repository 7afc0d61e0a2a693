// Duty: when a desk is open, and who of its people is on duty when. It decides who is told first, never who may answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::plugins::helping {

struct Desk {  // one desk at one unit: "safety" at "unit:33.05"
    std::string name, scope;
};

struct Shift {
    std::int64_t id = 0;
    PersonId person;      // none: the desk's own hours
    unsigned days = 127;  // on which it begins: Monday is 1, Tuesday 2 … Sunday 64
    int from = 0,
        to = 1440;  // minutes of the local day; a shift whose end is not after its beginning goes past midnight

    bool covers(TimePoint at) const;
};

// "1-5" or "mon-fri", "6,7", "daily"; "8-18", "20:00-8:00". Error: invalid, says what is not understood.
Result<Shift> read_shift(std::string_view days, std::string_view hours);
std::string shift_text(const Shift& shift);  // "1-5 08:00-18:00"

std::vector<Shift> hours_of(store::Session& sql, const Desk& desk);  // none: always open
std::vector<Shift> rota_of(store::Session& sql, const Desk& desk);   // none: everybody is told of everything
std::int64_t add_shift(community::Scope& scope, const Desk& desk, const Shift& shift);
bool remove_shift(store::Session& sql, std::int64_t id);
int remove_shifts(store::Session& sql, const Desk& desk, PersonId person);  // none: the desk's hours

bool is_open(store::Session& sql, const Desk& desk, TimePoint at);
std::vector<PersonId> on_duty(store::Session& sql, const Desk& desk, TimePoint at);

// A moment of the coming week, by quarters of an hour, that `covered` denies; nothing when there is none.
template <class Covered>
std::optional<TimePoint> first_gap(TimePoint from, Covered covered) {
    constexpr Millis step = 15min;
    const TimePoint begin = from_millis(to_millis(from) / step.count() * step.count());
    for (int i = 0; i < 7 * 24 * 4; ++i) {
        if (!covered(begin + i * step)) return begin + i * step;
    }
    return std::nullopt;
}

}  // namespace noticeboard::plugins::helping
