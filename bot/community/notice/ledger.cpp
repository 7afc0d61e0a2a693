// The ledger: see ledger.hpp.
#include "bot/community/notice/ledger.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "bot/community/chat.hpp"
#include "bot/crypto/encoding.hpp"

namespace noticeboard::community {
namespace {

// Chat ids in order as differences, seven bits a byte: some 4 bytes each instead of 8.
std::string packed(const std::vector<ChatId>& targets) {
    std::string out;
    std::int64_t last = 0;
    for (const ChatId one : targets) {
        auto step = static_cast<std::uint64_t>(one.value - last);
        last = one.value;
        for (; step >= 0x80; step >>= 7) out += static_cast<char>(step | 0x80);
        out += static_cast<char>(step);
    }
    return crypto::base64(out);
}

std::vector<ChatId> unpacked(std::string_view text) {
    std::vector<ChatId> out;
    const std::string bytes = crypto::base64_decoded(text).value_or("");
    std::int64_t last = 0;
    std::uint64_t step = 0;
    int shift = 0;
    for (const char byte : bytes) {
        step |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte) & 0x7f) << shift;
        shift += 7;
        if ((static_cast<unsigned char>(byte) & 0x80) != 0) continue;
        last += static_cast<std::int64_t>(step);
        out.push_back(ChatId{last});
        step = 0;
        shift = 0;
    }
    return out;
}

// Where a target stands that has no row of its own.
Reach plain_reach(bool started, bool done, bool cancelled) {
    if (done) return Reach::sent;
    if (started) return Reach::sending;
    return cancelled ? Reach::cancelled : Reach::pending;
}

bool is_cancelled(Scope& scope, NoticeId notice) {
    return scope.sql.one<Notice::State>("SELECT state FROM notice WHERE id = :id", notice) == Notice::State::cancelled;
}

}  // namespace

std::size_t Marks::count() const {
    std::size_t out = 0;
    for (const unsigned char byte : bits_) out += static_cast<std::size_t>(std::popcount(byte));
    return out;
}

std::string Marks::text() const {
    return crypto::base64(std::string_view(reinterpret_cast<const char*>(bits_), sizeof bits_));
}

Marks Marks::from(std::string_view text) {
    Marks out;
    const std::string bytes = crypto::base64_decoded(text).value_or("");
    std::copy_n(bytes.begin(), std::min(bytes.size(), sizeof out.bits_), reinterpret_cast<char*>(out.bits_));
    return out;
}

void Cutter::add(const Aim& aim) {
    auto it = lists_.find(std::pair<Way, std::string>(aim.way, aim.account));
    if (it == lists_.end())
        it = lists_.emplace(std::pair(aim.way, std::string(aim.account)), std::vector<ChatId>()).first;
    it->second.push_back(aim.chat);
    ++size_;
}

std::vector<Chunk> Cutter::cut() {
    std::vector<Chunk> out;
    for (auto& [key, list] : lists_) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        for (std::size_t from = 0; from < list.size(); from += chunk_size) {
            Chunk chunk;
            chunk.number = static_cast<int>(out.size());
            chunk.way = key.first;
            chunk.account = key.second;
            const std::size_t end = std::min(from + chunk_size, list.size());
            chunk.targets.assign(list.begin() + static_cast<std::ptrdiff_t>(from),
                                 list.begin() + static_cast<std::ptrdiff_t>(end));
            out.push_back(std::move(chunk));
        }
    }
    lists_.clear();
    size_ = 0;
    return out;
}

void keep_chunk(Scope& scope, NoticeId notice, const Chunk& fresh) {
    scope.sql.run(
        "INSERT INTO notice_chunk (notice, chunk, account, way, first_chat, last_chat, targets, size) VALUES (:notice, "
        ":chunk, :account, :way, :first, :last, :targets, :size)",
        notice, fresh.number, fresh.account, fresh.way, fresh.targets.front(), fresh.targets.back(),
        packed(fresh.targets), fresh.targets.size());
    scope.sql.run(
        "INSERT INTO notice_progress (notice, chunk, started, done, open) VALUES (:notice, :chunk, '', '', 1)", notice,
        fresh.number);
}

void keep_progress(Scope& scope, NoticeId notice, const Chunk& chunk) {
    scope.sql.run(
        "UPDATE notice_progress SET started = :started, done = :done, open = :open WHERE notice = :notice AND chunk = "
        ":chunk",
        chunk.started.text(), chunk.done.text(), chunk.is_open(), notice, chunk.number);
}

void keep_target(Scope& scope, NoticeId notice, const Target& target) {
    scope.sql.run(
        "INSERT INTO notice_target (notice, chunk, place, reach, why, tries, due, person) VALUES (:notice, :chunk, "
        ":place, :reach, :why, :tries, :due, :person) ON CONFLICT (notice, chunk, place) DO UPDATE SET reach = "
        "excluded.reach, why = excluded.why, tries = excluded.tries, due = excluded.due, person = excluded.person",
        notice, target.chunk, target.place, target.reach, target.why, target.tries, target.due, target.person);
}

void forget_target(Scope& scope, NoticeId notice, int chunk, int place) {
    scope.sql.run("DELETE FROM notice_target WHERE notice = :notice AND chunk = :chunk AND place = :place", notice,
                  chunk, place);
}

void forget_chunks(Scope& scope, NoticeId notice) {
    scope.sql.run("DELETE FROM notice_chunk WHERE notice = :notice", notice);
    scope.sql.run("DELETE FROM notice_progress WHERE notice = :notice", notice);
}

void copy_chunks(Scope& scope, NoticeId from, NoticeId to) {
    scope.sql.run(
        "INSERT INTO notice_chunk (notice, chunk, account, way, first_chat, last_chat, targets, size) SELECT :to, "
        "chunk, "
        "account, way, first_chat, last_chat, targets, size FROM notice_chunk WHERE notice = :from_notice",
        to, from);
    scope.sql.run(
        "INSERT INTO notice_progress (notice, chunk, started, done, open) SELECT :to, chunk, '', '', 1 FROM "
        "notice_chunk WHERE notice = :from_notice",
        to, from);
}

std::optional<Chunk> chunk_of(Scope& scope, NoticeId notice, int number) {
    auto row = scope.sql.one<std::string, Way, std::string, std::string, std::string>(
        "SELECT c.account, c.way, c.targets, p.started, p.done FROM notice_chunk c JOIN notice_progress p ON p.notice "
        "= "
        "c.notice AND p.chunk = c.chunk WHERE c.notice = :notice AND c.chunk = :chunk",
        notice, number);
    if (!row) return std::nullopt;
    auto& [account, way, targets, started, done] = *row;
    return Chunk{number, std::move(account), way, unpacked(targets), Marks::from(started), Marks::from(done)};
}

namespace {

Target read_target(int chunk, int place, Reach reach, std::string why, int tries, TimePoint due, PersonId person) {
    return {chunk, place, reach, std::move(why), tries, due, person};
}

}  // namespace

std::vector<Target> targets_of(Scope& scope, NoticeId notice, int chunk) {
    std::vector<Target> out;
    scope.sql.each<int, Reach, std::string, int, TimePoint, PersonId>(
        "SELECT place, reach, why, tries, due, person FROM notice_target WHERE notice = :notice AND chunk = :chunk "
        "ORDER "
        "BY place",
        [&](int place, Reach reach, std::string why, int tries, TimePoint due, PersonId person) {
            out.push_back(read_target(chunk, place, reach, std::move(why), tries, due, person));
        },
        notice, chunk);
    return out;
}

std::optional<Target> target_of(Scope& scope, NoticeId notice, int chunk, int place) {
    auto row = scope.sql.one<Reach, std::string, int, TimePoint, PersonId>(
        "SELECT reach, why, tries, due, person FROM notice_target WHERE notice = :notice AND chunk = :chunk AND place "
        "= "
        ":place",
        notice, chunk, place);
    if (!row) return std::nullopt;
    auto& [reach, why, tries, due, person] = *row;
    return read_target(chunk, place, reach, std::move(why), tries, due, person);
}

std::vector<std::tuple<int, std::string>> open_chunks(Scope& scope, NoticeId notice) {
    // One that was started whole and not finished when the program was killed counts too.
    return scope.sql.all<int, std::string>(
        "SELECT c.chunk, c.account FROM notice_chunk c JOIN notice_progress p ON p.notice = c.notice AND p.chunk = "
        "c.chunk WHERE c.notice = :notice AND (p.open = 1 OR p.started <> p.done) ORDER BY c.chunk",
        notice);
}

std::vector<std::tuple<NoticeId, Waiting>> targets_due(Scope& scope, int most) {
    std::vector<std::tuple<NoticeId, Waiting>> out;
    scope.sql.each<NoticeId, int, int, Reach, std::string, int, TimePoint, PersonId>(
        "SELECT notice, chunk, place, reach, why, tries, due, person FROM notice_target WHERE due > 0 AND due <= :now "
        "AND "
        "reach = 0 ORDER BY due LIMIT :most",
        [&](NoticeId notice, int chunk, int place, Reach reach, std::string why, int tries, TimePoint due,
            PersonId person) {
            out.push_back({notice, {{}, read_target(chunk, place, reach, std::move(why), tries, due, person)}});
        },
        scope.now(), most);
    for (auto& [notice, waiting] : out) {
        waiting.account =
            scope.sql
                .one<std::string>("SELECT account FROM notice_chunk WHERE notice = :notice AND chunk = :chunk", notice,
                                  waiting.target.chunk)
                .value_or("");
    }
    return out;
}

std::vector<Waiting> targets_under_way(Scope& scope, NoticeId notice) {
    std::vector<Waiting> out;
    scope.sql.each<std::string, int, int, Reach, std::string, int, TimePoint, PersonId>(
        "SELECT c.account, t.chunk, t.place, t.reach, t.why, t.tries, t.due, t.person FROM notice_target t JOIN "
        "notice_chunk c ON c.notice = t.notice AND c.chunk = t.chunk WHERE t.notice = :notice AND t.reach = 1",
        [&](std::string account, int chunk, int place, Reach reach, std::string why, int tries, TimePoint due,
            PersonId person) {
            out.push_back({std::move(account), read_target(chunk, place, reach, std::move(why), tries, due, person)});
        },
        notice);
    return out;
}

std::vector<Share> shares_of(Scope& scope, NoticeId notice) {
    const bool cancelled = is_cancelled(scope, notice);
    std::vector<Share> shares;
    std::map<int, std::size_t> share_of;  // by chunk
    const auto share = [&](const std::string& account, Way way) -> Share& {
        const auto it = std::find_if(shares.begin(), shares.end(),
                                     [&](const Share& one) { return one.account == account && one.way == way; });
        if (it != shares.end()) return *it;
        return shares.emplace_back(Share{account, way, {}});
    };
    std::map<int, std::pair<Marks, Marks>> marks;
    scope.sql.each<int, std::string, Way, std::int64_t, std::string, std::string>(
        "SELECT c.chunk, c.account, c.way, c.size, p.started, p.done FROM notice_chunk c JOIN notice_progress p ON "
        "p.notice = c.notice AND p.chunk = c.chunk WHERE c.notice = :notice ORDER BY c.chunk",
        [&](int chunk, const std::string& account, Way way, std::int64_t size, const std::string& started_text,
            const std::string& done_text) {
            Share& mine = share(account, way);
            share_of[chunk] = static_cast<std::size_t>(&mine - shares.data());
            const Marks started = Marks::from(started_text), done = Marks::from(done_text);
            const auto begun = static_cast<std::int64_t>(started.count()),
                       ended = static_cast<std::int64_t>(done.count());
            mine.ledger.audience += size;
            mine.ledger[Reach::sent] += ended;
            mine.ledger[Reach::sending] += begun - ended;
            mine.ledger[plain_reach(false, false, cancelled)] += size - begun;
            marks[chunk] = {started, done};
        },
        notice);
    // A target with a row stands where its row says, not where its marks do.
    scope.sql.each<int, int, Reach>(
        "SELECT chunk, place, reach FROM notice_target WHERE notice = :notice",
        [&](int chunk, int place, Reach reach) {
            Ledger& ledger = shares[share_of[chunk]].ledger;
            const auto& [started, done] = marks[chunk];
            const auto at = static_cast<std::size_t>(place);
            --ledger[plain_reach(started.has(at), done.has(at), cancelled)];
            ++ledger[reach == Reach::pending && cancelled ? Reach::cancelled : reach];
        },
        notice);
    return shares;
}

Ledger ledger_of(Scope& scope, NoticeId notice) {
    Ledger out;
    for (const Share& share : shares_of(scope, notice)) {
        out.audience += share.ledger.audience;
        for (int i = 0; i < reach_count; ++i) out.of[i] += share.ledger.of[i];
    }
    return out;
}

bool is_finished(Scope& scope, NoticeId notice) {
    return !scope.sql.one<int>(
               "SELECT 1 FROM notice_progress WHERE notice = :notice AND (open = 1 OR started <> done) LIMIT 1",
               notice) &&
           !scope.sql.one<int>("SELECT 1 FROM notice_target WHERE notice = :notice AND reach < 2 LIMIT 1", notice);
}

int chunk_count(Scope& scope, NoticeId notice) {
    return scope.sql.one<int>("SELECT count(*) FROM notice_chunk WHERE notice = :notice", notice).value_or(0);
}

std::vector<Fate> fates_of(Scope& scope, NoticeId notice, int number) {
    std::vector<Fate> out;
    const auto chunk = chunk_of(scope, notice, number);
    if (!chunk) return out;
    const bool cancelled = is_cancelled(scope, notice);
    for (std::size_t i = 0; i < chunk->targets.size(); ++i) {
        Fate fate;
        fate.chat = chunk->targets[i];
        fate.group = scope.sql.one<GroupId>("SELECT grp FROM chat WHERE id = :id", fate.chat).value_or(GroupId{});
        fate.reach = plain_reach(chunk->started.has(i), chunk->done.has(i), cancelled);
        out.push_back(std::move(fate));
    }
    for (Target& target : targets_of(scope, notice, number)) {
        Fate& fate = out[static_cast<std::size_t>(target.place)];
        fate.reach = target.reach == Reach::pending && cancelled ? Reach::cancelled : target.reach;
        fate.why = std::move(target.why);
        fate.tries = target.tries;
    }
    return out;
}

std::vector<std::tuple<std::string, std::int64_t>> top_failures(Scope& scope, NoticeId notice, int most) {
    return scope.sql.all<std::string, std::int64_t>(
        "SELECT why, count(*) FROM notice_target WHERE notice = :notice AND why <> '' GROUP BY why ORDER BY count(*) "
        "DESC, "
        "why LIMIT :most",
        notice, most);
}

}  // namespace noticeboard::community
