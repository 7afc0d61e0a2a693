// What leaders and groups answer to a notice: see answers.hpp.
#include "bot/community/notice/answers.hpp"

#include <algorithm>

#include "bot/community/unit.hpp"

namespace noticeboard::community {
namespace {

auto into(std::vector<Ask>& out) {
    return [&out](NoticeId notice, int chunk, int place, Reach reach, std::string why, int tries, TimePoint due,
                  PersonId person) {
        out.push_back({notice, {chunk, place, reach, std::move(why), tries, due, person}});
    };
}

}  // namespace

std::vector<Ask> asks_of(Scope& scope, PersonId leader) {
    std::vector<Ask> out;
    scope.sql.each<NoticeId, int, int, Reach, std::string, int, TimePoint, PersonId>(
        "SELECT notice, chunk, place, reach, why, tries, due, person FROM notice_target WHERE person = :person AND "
        "reach "
        "= 8 ORDER BY notice LIMIT 100",
        into(out), leader);
    return out;
}

std::vector<Ask> asks_open_to(Scope& scope, PersonId leader) {
    std::vector<Ask> out;
    scope.sql.each<NoticeId, int, int, Reach, std::string, int, TimePoint, PersonId>(
        "SELECT notice, chunk, place, reach, why, tries, due, person FROM notice_target WHERE person = :person AND "
        "reach IN (5, 8) ORDER BY notice LIMIT 1000",
        into(out), leader);
    return out;
}

std::vector<Ask> asks_due(Scope& scope, int most) {
    std::vector<Ask> out;
    scope.sql.each<NoticeId, int, int, Reach, std::string, int, TimePoint, PersonId>(
        "SELECT notice, chunk, place, reach, why, tries, due, person FROM notice_target WHERE due > 0 AND due <= :now "
        "AND reach = 8 AND person > 0 ORDER BY due LIMIT :most",
        into(out), scope.now(), most);
    return out;
}

void note_refusal(Scope& scope, NoticeId notice, const Group& group) {
    scope.sql.run(
        "INSERT INTO notice_refusal (unit, notice, grp, at) VALUES (:unit, :notice, :grp, :at) ON CONFLICT DO NOTHING",
        group.unit, notice, group.id, scope.now());
}

void drop_refusal(Scope& scope, NoticeId notice, const Group& group) {
    scope.sql.run("DELETE FROM notice_refusal WHERE unit = :unit AND notice = :notice AND grp = :grp", group.unit,
                  notice, group.id);
}

std::int64_t count_refusals(Scope& scope, std::string_view unit) {
    return scope.sql
        .one<std::int64_t>("SELECT count(*) FROM notice_refusal WHERE unit >= :unit AND unit < :end", unit,
                           subtree_end(unit))
        .value_or(0);
}

std::vector<std::pair<NoticeId, GroupId>> refusals_in(Scope& scope, std::string_view unit, int most) {
    std::vector<std::pair<NoticeId, GroupId>> out;
    scope.sql.each<NoticeId, GroupId>(
        "SELECT notice, grp FROM notice_refusal WHERE unit >= :unit AND unit < :end ORDER BY at DESC, grp LIMIT :most",
        [&out](NoticeId notice, GroupId group) { out.emplace_back(notice, group); }, unit, subtree_end(unit), most);
    return out;
}

std::int64_t forget_refusals(Scope& scope, TimePoint before, int most) {
    return scope.sql.run(
        "DELETE FROM notice_refusal WHERE (unit, notice, grp) IN (SELECT unit, notice, grp FROM notice_refusal WHERE "
        "at < "
        ":before LIMIT :most)",
        before, most);
}

ChatId chat_of(Scope& scope, NoticeId notice, const Target& target) {
    const auto chunk = chunk_of(scope, notice, target.chunk);
    return chunk ? chunk->targets.at(static_cast<std::size_t>(target.place)) : ChatId{};
}

std::optional<NoticeId> last_notice_in(Scope& scope, const std::string& account, ChatId chat, Millis within) {
    const auto candidates = scope.sql.all<NoticeId, int>(
        "SELECT n.id, c.chunk FROM notice n JOIN notice_chunk c ON c.notice = n.id WHERE c.account = :account AND "
        "c.first_chat <= :chat AND c.last_chat >= :chat2 AND n.begun > :since AND n.state >= 2 ORDER BY n.begun DESC "
        "LIMIT 20",
        account, chat, chat, scope.now() - within);
    for (const auto& [notice, number] : candidates) {
        const auto chunk = chunk_of(scope, notice, number);
        const auto at = std::lower_bound(chunk->targets.begin(), chunk->targets.end(), chat);
        if (at == chunk->targets.end() || *at != chat) continue;
        const auto place = static_cast<std::size_t>(at - chunk->targets.begin());
        if (!chunk->done.has(place)) continue;
        const auto row = target_of(scope, notice, number, static_cast<int>(place));
        if (!row || row->reach == Reach::posted || row->reach == Reach::unknown) return notice;
    }
    return std::nullopt;
}

void hear(Scope& scope, NoticeId notice, GroupId group) {
    scope.sql.run(
        "INSERT INTO notice_heard (notice, grp, times) VALUES (:notice, :grp, 1) ON CONFLICT (notice, grp) DO UPDATE "
        "SET "
        "times = notice_heard.times + 1",
        notice, group);
}

std::int64_t groups_that_heard(Scope& scope, NoticeId notice) {
    return scope.sql.one<std::int64_t>("SELECT count(*) FROM notice_heard WHERE notice = :notice", notice).value_or(0);
}

}  // namespace noticeboard::community
