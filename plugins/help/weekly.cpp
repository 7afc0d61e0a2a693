// Weekly counts for who answers at a group: how many open and personal questions came, by whole weeks, and “fewer than
// five” below five. Nothing of what is sensitive or confidential, nothing by day, nothing of what she was left out of.
#include "bot/community/group.hpp"
#include "bot/model/local_time.hpp"
#include "plugins/help/answer.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr int weeks = 4;
constexpr int fewest = 5;  // a smaller number could point at somebody
constexpr Millis week = 7 * 24h;

TimePoint monday_before(TimePoint at) {
    const auto today = std::chrono::floor<std::chrono::days>(at + local_offset);
    const auto monday = today - (std::chrono::weekday(today) - std::chrono::Monday);
    return std::chrono::time_point_cast<Millis>(monday) - local_offset;
}

int asked(Turn& turn, const Group& group, TimePoint from) {
    return turn.sql()
        .one<int>(
            "SELECT count(*) FROM help_request WHERE grp = :grp AND level < 2 AND origin = 'group' AND number > 0 AND "
            "silent = 0 AND created >= :from AND created < :to AND id NOT IN (SELECT request FROM help_excluded) AND "
            "id "
            "NOT IN (SELECT request FROM help_excluded_name)",
            group.id, from, from + week)
        .value_or(0);
}

}  // namespace

void weekly(Turn& turn) {
    std::string text;
    for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
        const auto group = community::group_of_scope(turn.community(), held.scope);
        if (!group || !turn.can(right::answer_group, *group)) continue;
        text += (text.empty() ? "" : "\n") + turn.tr("Questions asked in {}, by weeks:", group->name);
        TimePoint from = monday_before(turn.now());
        for (int i = 0; i < weeks; ++i) {
            from -= week;
            const int count = asked(turn, *group, from);
            text += "\n" + turn.tr("week of {}: {}", local_date(from),
                                   count < fewest ? turn.tr("fewer than 5") : std::to_string(count));
        }
    }
    turn.reply(text.empty() ? turn.tr("You answer for no group.") : text);
}

}  // namespace noticeboard::plugins::helping
