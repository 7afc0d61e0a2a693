// What leaders and groups answer to a notice: see answers.hpp.
#include "bot/community/notice/answers.hpp"

#include <algorithm>

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

std::vector<std::string> refusals_since(Scope& scope, TimePoint begun) {
    std::vector<std::string> out;
    const auto refused = scope.sql.all<NoticeId, int, int>(
        "SELECT t.notice, t.chunk, t.place FROM notice n JOIN notice_target t ON t.notice = n.id WHERE n.begun > "
        ":begun "
        "AND t.reach = 10 LIMIT 1000",
        begun);
    for (const auto& [notice, chunk, place] : refused) {
        const auto unit =
            scope.sql.one<std::string>("SELECT g.unit FROM chat c JOIN grp g ON g.id = c.grp WHERE c.id = :id",
                                       chat_of(scope, notice, {chunk, place, {}, {}, 0, {}, {}}));
        if (unit) out.push_back(*unit);
    }
    return out;
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
