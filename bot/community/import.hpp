// Import: units and groups from a CSV file, beside a running server, never half applied.
//
// Rows are read into a staging table in slices of a few milliseconds, where nobody sees them. When all were looked at,
// one small transaction accepts the import: before it nothing has happened, after it everything will, since whoever
// comes next finishes what a crash interrupted. Applying goes by slices too, and each row may be applied twice.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "bot/community/scope.hpp"
#include "bot/model/result.hpp"
#include "bot/text/catalog.hpp"

namespace noticeboard::community {

enum class Subject { units, groups };

struct ImportReport {
    std::int64_t rows = 0, added = 0, changed = 0, same = 0, refused = 0;
    std::string refused_rows;  // a CSV file in the charset of the input: line, reason, and the row as it came; or empty
};

struct Import {
    Subject subject = Subject::units;
    std::string under;            // only what belongs to this unit or below it; empty: all
    std::string language = "en";  // of the reasons
    const text::Catalog* catalog = nullptr;
    std::function<void(std::int64_t done, std::int64_t of)> progress = nullptr;  // between slices
    std::function<void()> rest = nullptr;  // between slices, so that others get to write; none: sleeps
};

// Reads a file and applies it. `scope` must not be in a transaction. Error: invalid when it is no CSV file, or a column
// is missing (names it); single bad rows are in the report.
Result<ImportReport> import_csv(Scope& scope, std::string_view bytes, const Import& how);

// Applies what was accepted and interrupted, and drops what was never accepted for a day. Gives how many rows.
std::int64_t finish_imports(Scope& scope, const std::function<void()>& rest = nullptr);

}  // namespace noticeboard::community
