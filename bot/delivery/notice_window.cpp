// One window of a notice: see notice_window.hpp.
#include "bot/delivery/notice_window.hpp"

#include <algorithm>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/notice/words.hpp"
#include "bot/community/unit.hpp"
#include "bot/delivery/retry.hpp"
#include "bot/delivery/sender.hpp"
#include "bot/model/local_time.hpp"

namespace noticeboard::delivery {
namespace {

using community::Chunk;
using community::Target;

constexpr const char* maybe_heard = "perhaps heard before";  // why a row of a sent target stays: it may be twice
constexpr int most_rounds = 5;                               // tries of one target
constexpr std::size_t most_looked_at = 64;                   // targets of one commit, those that are skipped too

// The same for a target whenever it is sent, and no row of the outbox: ours are positive.
OutboxId call_id(NoticeId notice, ChatId chat) {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    for (const std::int64_t part : {notice.value, chat.value}) {
        for (int shift = 0; shift < 64; shift += 8) {
            hash ^= static_cast<std::uint64_t>(part) >> shift & 0xff;
            hash *= 1099511628211ULL;
        }
    }
    return OutboxId{-static_cast<std::int64_t>(hash & 0x7fffffffffffffffULL) - 1};
}

Row row_for(const Window& window, const Chat& chat, const Group& group, TimePoint now) {
    const Sheet& sheet = *window.sheet;
    Row row;
    row.id = call_id(sheet.notice.id, chat.id);
    row.account = chat.account;
    row.chat = chat.id;
    row.bulk = true;
    row.after_crash = sheet.notice.after_crash;
    row.due = now;
    row.outgoing.id = row.id;
    row.outgoing.place = chat.place;
    row.outgoing.to = chat.place.id;
    row.outgoing.idempotency = "nb" + to_string(OutboxId{-row.id.value});
    const auto say = sheet.says.find(sheet.language_for(group));
    if (say != sheet.says.end()) row.outgoing.what = say->second;
    return row;
}

// The quiet hours of a unit's nearest office that has some.
std::optional<community::QuietHours> quiet_at(const std::map<std::string, community::QuietHours>& all,
                                              const std::string& unit) {
    const community::QuietHours* best = nullptr;
    std::size_t longest = 0;
    for (const auto& [office, hours] : all) {
        if (!community::is_under(unit, office) || (best != nullptr && office.size() <= longest)) continue;
        best = &hours;
        longest = office.size();
    }
    return best == nullptr ? std::nullopt : std::optional(*best);
}

class Judge {  // what is to be done with a target now
 public:
    Judge(community::Scope& scope, const Window& window, Way way) : scope_(scope), window_(window), way_(way) {
        if (!window.sheet->notice.emergency) quiet_ = community::quiet_hours(scope);
    }

    // A call, or where it stands without one.
    std::optional<Target> look(int chunk, std::size_t place, ChatId target, Call& call) const {
        const auto settled = [&](Reach reach, const char* why, TimePoint due = {}) {
            return Target{chunk, static_cast<int>(place), reach, why, 0, due, {}};
        };
        const auto chat = community::chat(scope_, target);
        if (!chat || chat->state == Chat::State::gone) return settled(Reach::skipped, "gone");
        const auto group = chat->group ? community::group(scope_, chat->group) : std::nullopt;
        if (!group) return settled(Reach::skipped, "not linked");
        if (group->state == Group::State::closed) return settled(Reach::skipped, "closed");
        if (const auto hours = quiet_at(quiet_, group->unit); hours && hours->hold_at(minute_of_day(scope_.now())))
            return settled(Reach::pending, "quiet hours", next_minute_of_day(scope_.now(), hours->ends));
        call.chunk = chunk;
        call.place = static_cast<int>(place);
        call.chat = target;
        if (way_ != Way::by_hand) call.row = row_for(window_, *chat, *group, scope_.now());
        return std::nullopt;
    }

 private:
    community::Scope& scope_;
    const Window& window_;
    const Way way_;
    std::map<std::string, community::QuietHours> quiet_;
};

bool still_runs(community::Scope& scope, NoticeId id) {
    return scope.sql.one<Notice::State>("SELECT state FROM notice WHERE id = :id", id) == Notice::State::running;
}

// What a crash left between the two marks.
void settle_leftovers(community::Scope& scope, const Window& window, Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.targets.size(); ++i) {
        if (!chunk.started.has(i) || chunk.done.has(i)) continue;
        if (window.resends) {
            chunk.started.set(i, false);
            if (window.repeats)
                community::keep_target(scope, window.sheet->notice.id,
                                       {chunk.number, static_cast<int>(i), Reach::pending, maybe_heard, 0, {}, {}});
            continue;
        }
        chunk.done.set(i);
        community::keep_target(scope, window.sheet->notice.id,
                               {chunk.number, static_cast<int>(i), Reach::unknown, "crash", 1, {}, {}});
    }
}

// Where a target stands after its call.
Target after_call(const Call& call, Way way, community::Scope& scope) {
    using Kind = Outcome::Kind;
    Target out{call.chunk, call.place, Reach::sent, call.outcome.why, call.tries + 1, {}, {}};
    switch (call.outcome.kind) {
        case Kind::sent:
            if (way == Way::confirmed) out.reach = Reach::asked;
            break;
        case Kind::again:
            if (out.tries >= most_rounds) {
                out.reach = Reach::failed;
                out.why = "given up";
                break;
            }
            out.reach = Reach::pending;
            out.why = call.outcome.to == "unknown" ? maybe_heard : "again";
            out.due = scope.now() + wait_after(out.tries, call.outcome.after, scope.moment.random);
            break;
        case Kind::gone:
            community::lose_chat(scope, call.chat);
            out.reach = Reach::skipped;
            break;
        case Kind::shut:
            out.reach = Reach::held;
            break;
        default:
            out.reach = call.outcome.to == "unknown" ? Reach::unknown : Reach::failed;
    }
    return out;
}

}  // namespace

std::string_view Sheet::language_for(const Group& group) const {
    for (const auto* wanted : {&group.languages, &languages}) {
        for (const std::string& one : *wanted) {
            if (says.contains(one)) return one;
        }
    }
    return says.empty() ? std::string_view() : std::string_view(says.begin()->first);
}

Sheet sheet_of(community::Scope& scope, const Notice& notice, const Site& site, const text::Catalog& catalog) {
    Sheet out;
    out.notice = notice;
    out.languages = catalog.languages();
    community::Wording wording;
    if (const auto office = community::unit(scope, notice.unit)) wording.office = office->name;
    if (notice.of) {
        if (const auto original = community::notice(scope, notice.of))
            wording.of = community::spaced_number(original->number);
    }
    wording.public_url = site.public_url;
    for (const auto& [language, words] : notice.texts) {
        Say say;
        say.text = community::notice_words(notice, language, wording, catalog);
        say.picture = notice.picture;
        out.says[language] = std::move(say);
    }
    return out;
}

namespace {

// Keeps what became of the calls that are over.
void keep_ended(community::Scope& scope, const Window& window, Chunk* chunk) {
    const NoticeId id = window.sheet->notice.id;
    for (const auto& call : window.ended) {
        if (call->outcome.why == Sender::not_begun) {  // the program is about to stop: as if it had never been taken
            if (chunk != nullptr)
                chunk->started.set(static_cast<std::size_t>(call->place), false);
            else
                community::keep_target(
                    scope, id, {call->chunk, call->place, Reach::pending, "again", call->tries, scope.now(), {}});
            continue;
        }
        if (chunk != nullptr) chunk->done.set(static_cast<std::size_t>(call->place));
        const auto before = community::target_of(scope, id, call->chunk, call->place);
        if (window.by_hand) {  // its turn has kept whom it asked
            if (!before)
                community::keep_target(scope, id, {call->chunk, call->place, Reach::failed, "error", 1, {}, {}});
            continue;
        }
        Target target = after_call(*call, chunk != nullptr ? chunk->way : Way::machine, scope);
        const bool maybe_twice = window.repeats && before && before->why == maybe_heard;
        if (maybe_twice) target.why = maybe_heard;
        if (target.reach == Reach::sent && !maybe_twice)
            community::forget_target(scope, id, call->chunk, call->place);
        else
            community::keep_target(scope, id, target);
    }
}

}  // namespace

void Window::gather() {
    for (auto it = flying.begin(); it != flying.end();) {
        if ((*it)->over)
            ended.push_back(*it), it = flying.erase(it);
        else
            ++it;
    }
}

Calls Window::adopt() {
    if (next) chunk = std::move(next);
    next.reset();
    ended.clear();
    flying.insert(flying.end(), fresh.begin(), fresh.end());
    return std::exchange(fresh, {});
}

void roll_window(community::Scope& scope, Window& window, int number, std::size_t most) {
    const NoticeId id = window.sheet->notice.id;
    window.fresh.clear();
    window.stopped = !still_runs(scope, id);
    if (window.stopped && !window.chunk) return;
    auto chunk = window.chunk;
    if (!chunk) {
        chunk = community::chunk_of(scope, id, number);
        if (!chunk) throw std::runtime_error("a chunk of a notice is not there");
        settle_leftovers(scope, window, *chunk);
    }
    keep_ended(scope, window, &*chunk);
    const Judge judge(scope, window, chunk->way);
    std::size_t looked_at = 0;
    for (std::size_t i = 0; i < chunk->targets.size() && !window.stopped; ++i) {
        if (chunk->started.has(i)) continue;
        if (window.flying.size() + window.fresh.size() >= most || looked_at++ == most_looked_at) break;
        auto call = std::make_shared<Call>();
        chunk->started.set(i);
        if (const auto settled = judge.look(number, i, chunk->targets[i], *call)) {
            chunk->done.set(i);
            community::keep_target(scope, id, *settled);
        } else {
            window.fresh.push_back(std::move(call));
        }
    }
    Chunk kept = *chunk;
    if (!window.marks_started) kept.started = kept.done;
    community::keep_progress(scope, id, kept);
    window.next = std::move(chunk);
}

void roll_retries(community::Scope& scope, Window& window) {
    const NoticeId id = window.sheet->notice.id;
    window.fresh.clear();
    window.stopped = !still_runs(scope, id);
    keep_ended(scope, window, nullptr);
    if (window.stopped) return;
    for (const Target& target : window.again) {
        const auto chunk = community::chunk_of(scope, id, target.chunk);
        const auto row = community::target_of(scope, id, target.chunk, target.place);
        const bool left_by_crash = row && row->reach == Reach::sending && target.reach == Reach::sending;
        const bool due = row && row->reach == Reach::pending && to_millis(row->due) != 0 && row->due <= scope.now();
        if (!chunk || (!left_by_crash && !due)) continue;  // it stands elsewhere since it was seen
        Target fresh = *row;
        fresh.due = {};
        auto call = std::make_shared<Call>();
        call->tries = row->tries;
        const auto place = static_cast<std::size_t>(target.place);
        if (left_by_crash && !window.resends) {
            fresh.reach = Reach::unknown;
            fresh.why = "crash";
        } else if (const auto settled =
                       Judge(scope, window, chunk->way).look(target.chunk, place, chunk->targets[place], *call)) {
            fresh = *settled;
        } else {
            if (left_by_crash && window.repeats) fresh.why = maybe_heard;
            fresh.reach = Reach::sending;
            window.fresh.push_back(std::move(call));
        }
        community::keep_target(scope, id, fresh);
    }
}

turn::Job asking_job(const Sheet& sheet, const Call& call) {
    turn::Job job;
    job.shard = "notice";
    job.key =
        "notice:" + to_string(sheet.notice.id) + ":" + std::to_string(call.chunk) + ":" + std::to_string(call.place);
    Event event;
    event.key = job.key;
    event.what = TimerRang{"notice", "ask",
                           to_string(sheet.notice.id) + " " + std::to_string(call.chunk) + " " +
                               std::to_string(call.place) + " " + to_string(call.chat)};
    job.event = std::move(event);
    return job;
}

}  // namespace noticeboard::delivery
