// Herald: see herald.hpp. Everything here runs on one io_context; what it commits goes through the lanes.
#include "bot/delivery/herald.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <set>

#include "bot/delivery/notice_window.hpp"
#include "bot/delivery/retry.hpp"
#include "bot/model/local_time.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::delivery {
namespace {

constexpr std::size_t chunks_per_commit = 8;      // of a freezing: some 2 ms of a lane
constexpr std::size_t most_asked_waiting = 1000;  // messages to leaders on their way; then asking waits
constexpr Millis breath = 200ms;

struct Run {  // a notice that is going out
    std::shared_ptr<const Sheet> sheet;
    std::map<std::string, std::deque<int>, std::less<>> chunks;               // still to be opened, by account
    std::map<std::string, std::deque<community::Target>, std::less<>> again;  // to be tried again, by account
    std::set<std::pair<int, int>> queued;                                     // what stands in `again`
    std::uint64_t served = 0;
    int windows = 0;  // under way
    bool stopped = false;

    bool has_work(const std::string& account) const {
        const auto fresh = chunks.find(account);
        const auto old = again.find(account);
        return (fresh != chunks.end() && !fresh->second.empty()) || (old != again.end() && !old->second.empty());
    }
};

}  // namespace

struct Herald::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& context_, HeraldParts parts_) : context(context_), parts(std::move(parts_)) {}

    boost::asio::io_context& context;
    HeraldParts parts;
    std::map<NoticeId, Run> runs;
    std::set<NoticeId> freezing;
    std::map<std::string, std::size_t, std::less<>> carrying;  // loops at work, by account
    std::uint64_t rounds = 0;
    std::atomic<int> active{0};
    std::atomic<bool> looking{false};
    bool stopping = false;

    TimePoint now() const { return parts.services.clock.now(); }

    // --- looking

    struct Seen {  // what one look found
        std::vector<NoticeId> due, expired, running;
        std::map<NoticeId, Run> fresh;
        std::map<NoticeId, std::vector<community::Waiting>> again;
    };

    void look() {
        if (looking.exchange(true)) return;
        ++active;
        std::erase_if(runs, [](const auto& entry) { return entry.second.stopped && entry.second.windows == 0; });
        std::vector<NoticeId> known;
        for (const auto& [id, run] : runs) known.push_back(id);
        const bool taken = parts.read([self = shared_from_this(), known](store::Session& session) {
            auto seen = std::make_shared<Seen>();
            try {
                *seen = self->see(session, known);
            } catch (const std::exception& error) {
                self->parts.services.watcher.store_failed(error.what());
            }
            boost::asio::post(self->context, [self, seen] {
                self->looking = false;
                if (!self->stopping) self->act_on(*seen);
                --self->active;
            });
        });
        if (taken) return;
        looking = false;
        --active;
    }

    Seen see(store::Session& session, const std::vector<NoticeId>& known) const {
        community::Scope scope{session, parts.services.vault, parts.services.ids, {now(), parts.services.random}};
        Seen out;
        for (const NoticeId id : community::open_notices(scope)) {
            const auto notice = community::notice(scope, id);
            if (!notice) continue;
            if (to_millis(notice->expires) != 0 && notice->expires <= now()) {
                out.expired.push_back(id);
                continue;
            }
            if (notice->state == Notice::State::approved && to_millis(notice->begins) != 0 && notice->begins <= now())
                out.due.push_back(id);
            if (notice->state != Notice::State::running) continue;
            out.running.push_back(id);
            if (std::find(known.begin(), known.end(), id) == known.end()) out.fresh.emplace(id, load(scope, *notice));
            for (auto& one : community::targets_due(scope, id, 500)) out.again[id].push_back(std::move(one));
        }
        return out;
    }

    Run load(community::Scope& scope, const Notice& notice) const {
        Run out;
        const auto current = parts.services.current();
        out.sheet = std::make_shared<const Sheet>(sheet_of(scope, notice, current->site, *current->catalog));
        for (const auto& [chunk, account] : community::open_chunks(scope, notice.id))
            out.chunks[account].push_back(chunk);
        for (auto& [account, target] : community::targets_under_way(scope, notice.id))  // a crash came between
            out.again[account].push_back(std::move(target));
        return out;
    }

    void act_on(Seen& seen) {
        for (const NoticeId id : seen.expired) {
            note([id](community::Scope& scope) { static_cast<void>(community::cancel_notice(scope, id, "expired")); });
        }
        for (const NoticeId id : seen.due) {
            if (freezing.insert(id).second)
                boost::asio::co_spawn(context, freeze(shared_from_this(), id), boost::asio::detached);
        }
        for (auto& [id, run] : seen.fresh) runs.try_emplace(id, std::move(run));
        std::erase_if(runs, [&](const auto& entry) {
            const bool runs_on = std::find(seen.running.begin(), seen.running.end(), entry.first) != seen.running.end();
            return !runs_on && entry.second.windows == 0;
        });
        for (auto& [id, list] : seen.again) {
            const auto run = runs.find(id);
            if (run == runs.end()) continue;
            for (auto& [account, target] : list) {
                if (run->second.queued.insert({target.chunk, target.place}).second)
                    run->second.again[account].push_back(std::move(target));
            }
        }
        for (const NoticeId id : seen.running) finish_if_empty(id);
        wake();
    }

    void finish_if_empty(NoticeId id) {
        const auto it = runs.find(id);
        if (it == runs.end() || it->second.windows > 0) return;
        const auto empty = [](const auto& lists) {
            return std::all_of(lists.begin(), lists.end(), [](const auto& one) { return one.second.empty(); });
        };
        if (!empty(it->second.chunks) || !empty(it->second.again)) return;
        note([id](community::Scope& scope) { community::finish_notice(scope, id); });
    }

    // Bookkeeping that nobody waits for; if the lane is full, the next look does it.
    void note(std::function<void(community::Scope&)> bookkeeping) {
        turn::Job job;
        job.shard = "notice";
        job.bookkeeping = std::move(bookkeeping);
        ++active;
        job.done = [self = shared_from_this()](const turn::Settled&) { --self->active; };
        if (!parts.offer(std::move(job))) --active;
    }

    web::Task<bool> commit(std::function<void(community::Scope&)> bookkeeping) {
        for (int tries = 1; !stopping; ++tries) {
            const web::Completion<turn::Settled> settled;
            turn::Job job;
            job.shard = "notice";
            job.bookkeeping = bookkeeping;
            job.done = [settled](turn::Settled result) { settled.fulfil(std::move(result)); };
            if (parts.offer(std::move(job))) {
                const turn::Settled result = co_await settled.wait();
                if (result.kind != turn::Settled::Kind::refused) co_return true;
            }
            boost::asio::steady_timer pause(context, wait_after(std::min(tries, 5), Millis{0}, parts.services.random));
            co_await pause.async_wait(web::quietly);
        }
        co_return false;
    }

    // --- freezing

    static web::Task<> freeze(std::shared_ptr<State> self, NoticeId id) {
        ++self->active;
        try {
            co_await self->freeze_one(id);
        } catch (const std::exception& error) {  // tried again at the next look
            self->parts.watch.broke("notice", typeid(error).name());
        }
        self->freezing.erase(id);
        --self->active;
        self->look();
    }

    web::Task<> freeze_one(NoticeId id) {
        const web::Completion<std::shared_ptr<std::vector<community::Chunk>>> cut;
        const bool taken = parts.read([this, self = shared_from_this(), id, cut](store::Session& session) {
            auto chunks = std::make_shared<std::vector<community::Chunk>>();
            try {
                *chunks = audience_now(session, id);
            } catch (const std::exception& error) {
                parts.services.watcher.store_failed(error.what());
                chunks = nullptr;
            }
            cut.fulfil(chunks);
        });
        if (!taken) co_return;
        const auto chunks = co_await cut.wait();
        if (chunks == nullptr) co_return;
        std::function<void(community::Scope&)> clear = [id](community::Scope& scope) {
            const auto notice = community::notice(scope, id);
            if (!notice || notice->state != Notice::State::approved) return;
            community::forget_chunks(scope, id);
            if (notice->of) community::copy_chunks(scope, notice->of, id);
        };
        bool done = co_await commit(std::move(clear));
        for (std::size_t from = 0; done && from < chunks->size(); from += chunks_per_commit) {
            std::function<void(community::Scope&)> keep = [id, chunks, from](community::Scope& scope) {
                const std::size_t end = std::min(from + chunks_per_commit, chunks->size());
                for (std::size_t i = from; i < end; ++i) community::keep_chunk(scope, id, (*chunks)[i]);
            };
            done = co_await commit(std::move(keep));
        }
        std::function<void(community::Scope&)> begin = [id](community::Scope& scope) {
            community::begin_notice(scope, id);
        };
        if (!done) co_return;
        co_await commit(std::move(begin));
    }

    std::vector<community::Chunk> audience_now(store::Session& session, NoticeId id) const {
        community::Scope scope{session, parts.services.vault, parts.services.ids, {now(), parts.services.random}};
        const auto notice = community::notice(scope, id);
        if (!notice || notice->of) return {};  // what follows another goes where that one went
        const auto audience = community::Audience::parse(notice->audience);
        if (!audience) return {};
        community::Cutter cutter;
        community::each_aim(scope, *audience, parts.carriers, [&](const community::Aim& aim) { cutter.add(aim); });
        return cutter.cut();
    }

    // --- carrying

    void wake() {
        for (std::size_t i = 0; i <= parts.accounts.size(); ++i) {
            const bool by_hand = i == parts.accounts.size();
            const std::string account = by_hand ? "" : parts.accounts[i].name;
            std::size_t& loops = carrying[account];
            for (const std::size_t most = by_hand ? 1 : windows; loops < most && pick(account) != nullptr; ++loops)
                boost::asio::co_spawn(context, carry(shared_from_this(), i), boost::asio::detached);
        }
    }

    // Whether a notice keeps still now: at night, when nobody has to be woken for it.
    bool keeps_still(const Run& run) const {
        if (run.sheet->notice.emergency) return false;
        const Site& site = parts.services.current()->site;
        return community::QuietHours{site.quiet_from, site.quiet_until}.hold_at(minute_of_day(now()));
    }

    // The run whose turn it is at an account: emergencies first, then whoever was served longest ago.
    Run* pick(const std::string& account) {
        Run* best = nullptr;
        for (auto& [id, run] : runs) {
            if (run.stopped || !run.has_work(account) || keeps_still(run)) continue;
            const bool sooner =
                best == nullptr || run.sheet->notice.emergency > best->sheet->notice.emergency ||
                (run.sheet->notice.emergency == best->sheet->notice.emergency && run.served < best->served);
            if (sooner) best = &run;
        }
        return best;
    }

    // One of an account's loops: takes windows as long as there are any.
    static web::Task<> carry(std::shared_ptr<State> self, std::size_t index) {
        const bool by_hand = index == self->parts.accounts.size();
        const std::string account = by_hand ? std::string() : self->parts.accounts[index].name;
        ++self->active;
        try {
            while (!self->stopping) {
                if (by_hand) co_await self->let_them_answer();
                Run* run = self->pick(account);
                if (run == nullptr) break;
                co_await self->carry_window(*run, index);
            }
        } catch (const std::exception& error) {  // a fault of ours: the next look goes on
            self->parts.watch.broke(account, typeid(error).name());
        }
        --self->carrying[account];
        --self->active;
    }

    // Asking leaders makes messages of its own: no more than the senders can hold.
    web::Task<> let_them_answer() {
        const auto waiting = [this] {
            std::size_t out = 0;
            for (const auto& account : parts.accounts) out += account.sender.waiting();
            return out;
        };
        while (!stopping && waiting() > most_asked_waiting) {
            boost::asio::steady_timer pause(context, breath);
            --active;
            co_await pause.async_wait(web::quietly);
            ++active;
        }
    }

    web::Task<> carry_window(Run& run, std::size_t index) {
        const NoticeId id = run.sheet->notice.id;
        const bool by_hand = index == parts.accounts.size();
        const std::string account = by_hand ? std::string() : parts.accounts[index].name;
        auto window_now = std::make_shared<Window>();
        window_now->sheet = run.sheet;
        window_now->marks_started = parts.marks_started;
        window_now->resends =
            by_hand || parts.accounts[index].platform.idempotent || run.sheet->notice.after_crash == AfterCrash::again;
        window_now->repeats = !by_hand && !parts.accounts[index].platform.idempotent;
        auto& again = run.again[account];
        const bool retries = !again.empty();
        int chunk = 0;
        if (retries) {
            for (; !again.empty() && window_now->again.size() < window; again.pop_front()) {
                run.queued.erase({again.front().chunk, again.front().place});
                window_now->again.push_back(std::move(again.front()));
            }
        } else {
            chunk = run.chunks[account].front();
            run.chunks[account].pop_front();
        }
        run.served = ++rounds;
        ++run.windows;
        while (!stopping) {  // a whole chunk, or the one window of retries
            std::function<void(community::Scope&)> begin = [window_now, chunk, retries](community::Scope& scope) {
                if (retries)
                    begin_retries(scope, *window_now);
                else
                    begin_window(scope, *window_now, chunk, window);
            };
            const bool begun = co_await commit(std::move(begin));
            if (!begun || window_now->stopped) break;
            window_now->adopt();
            if (!window_now->calls.empty()) {
                if (by_hand)
                    co_await ask_leaders(*window_now);
                else
                    co_await send(window_now, parts.accounts[index].sender);
            }
            std::function<void(community::Scope&)> end = [window_now](community::Scope& scope) {
                end_window(scope, *window_now);
            };
            const bool ended = co_await commit(std::move(end));
            if (!ended) break;
            window_now->adopt();
            if (retries || !window_now->chunk || !window_now->chunk->is_open()) break;
            // Somebody more urgent, or served longer ago: the rest of this chunk waits.
            const Run* next = pick(account);
            if (next != nullptr && next != &run) {
                run.chunks[account].push_front(chunk);
                break;
            }
            run.served = ++rounds;
        }
        --run.windows;
        if (window_now->stopped) run.stopped = true;  // the next look drops it, or takes it up again
        finish_if_empty(id);
    }

    // The calls of a window, all at once as far as the sender lets them.
    web::Task<> send(std::shared_ptr<Window> window_now, Sender& sender) {
        const web::Completion<Done> all;
        const auto left = std::make_shared<std::size_t>(window_now->calls.size());
        std::vector<Carried> list;
        for (std::size_t i = 0; i < window_now->calls.size(); ++i) {
            Carried one;
            one.row = std::move(window_now->calls[i].row);
            one.ended = [window_now, i, left, all](const Outcome& outcome) {
                window_now->calls[i].outcome = outcome;
                if (--*left == 0) all.fulfil(Done{});
            };
            list.push_back(std::move(one));
        }
        sender.carry(std::move(list));
        --active;  // from here on the sender is busy, or waits for its pace
        co_await all.wait();
        ++active;
    }

    // By hand: a turn per group, which asks its leader.
    web::Task<> ask_leaders(Window& window_now) {
        for (const Call& call : window_now.calls) {
            const web::Completion<turn::Settled> settled;
            turn::Job job = asking_job(*window_now.sheet, call);
            job.done = [settled](turn::Settled result) { settled.fulfil(std::move(result)); };
            for (bool taken = false; !taken && !stopping;) {
                turn::Job copy = job;
                taken = parts.offer(std::move(copy));
                if (taken) {
                    const turn::Settled result = co_await settled.wait();
                    if (result.kind != turn::Settled::Kind::refused) break;
                }
                boost::asio::steady_timer pause(context, breath);
                co_await pause.async_wait(web::quietly);
            }
        }
    }
};

Herald::Herald(boost::asio::io_context& context, HeraldParts parts)
    : state_(std::make_shared<State>(context, std::move(parts))) {}

Herald::~Herald() = default;

void Herald::look() {
    ++state_->active;
    boost::asio::post(state_->context, [state = state_] {
        state->look();
        --state->active;
    });
}

void Herald::stop() {
    boost::asio::post(state_->context, [state = state_] { state->stopping = true; });
}

bool Herald::busy() const {
    return state_->active.load() > 0;
}

}  // namespace noticeboard::delivery
