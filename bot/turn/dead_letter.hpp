// Dead letters: events whose handler failed, kept sealed with the error, to be looked at and run again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/turn/job.hpp"

namespace noticeboard::turn {

struct DeadLetter {
    std::int64_t id = 0;
    TimePoint at{};
    std::string account, key, plugin, error;  // the error is ours: a class and what(), never a text
    bool open = true;                         // false once it was run again
};

std::int64_t bury(community::Scope& scope, const Job& job, std::string_view plugin, std::string_view error);

std::vector<DeadLetter> dead_letters(community::Scope& scope, bool all = false);  // newest first
std::optional<DeadLetter> dead_letter(community::Scope& scope, std::int64_t id);

// The job again, marked as a second run. Error: not_found; conflict when it ran already.
Result<Job> exhume(community::Scope& scope, std::int64_t id);

// The event as JSON, for a person with the right to see it; without the words of a private talk, which nobody has.
Result<std::string> letter_text(community::Scope& scope, std::int64_t id);

}  // namespace noticeboard::turn
