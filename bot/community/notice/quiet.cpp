// Quiet hours: see notice.hpp.
#include "bot/community/notice/notice.hpp"

namespace noticeboard::community {

void set_quiet_hours(Scope& scope, std::string_view unit, std::optional<QuietHours> hours) {
    if (!hours) {
        scope.sql.run("DELETE FROM quiet_hours WHERE unit = :unit", unit);
        return;
    }
    scope.sql.run(
        "INSERT INTO quiet_hours (unit, begins, ends) VALUES (:unit, :begins, :ends) ON CONFLICT (unit) DO UPDATE SET "
        "begins = excluded.begins, ends = excluded.ends",
        unit, hours->begins, hours->ends);
}

std::map<std::string, QuietHours> quiet_hours(Scope& scope) {
    std::map<std::string, QuietHours> out;
    scope.sql.each<std::string, int, int>("SELECT unit, begins, ends FROM quiet_hours",
                                          [&out](std::string unit, int begins, int ends) {
                                              out[std::move(unit)] = {begins, ends};
                                          });
    return out;
}

}  // namespace noticeboard::community
