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

#include "bot/community/vault.hpp"
#include "bot/delivery/freeze.hpp"
#include "bot/delivery/notice_run.hpp"
#include "bot/delivery/settle.hpp"
#include "bot/model/local_time.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::delivery {
namespace {

constexpr std::size_t most_asked_waiting = 1000;  // messages to leaders on their way; then asking waits
constexpr int most_again = 1000;                  // rows to be tried again that one look takes up
constexpr Millis breath = 200ms;

class Under {  // counts what is under way, for as long as it is
 public:
    explicit Under(int& count) : count_(count) { ++count_; }
    ~Under() { --count_; }
    Under(const Under&) = delete;
    Under& operator=(const Under&) = delete;

 private:
    int& count_;
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
    std::function<void()> quiet;

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
            if (std::find(known.begin(), known.end(), id) == known.end())
                out.fresh.emplace(id, load_run(scope, *notice, *parts.services.current()));
        }
        for (auto& [id, waiting] : community::targets_due(scope, most_again))
            out.again[id].push_back(std::move(waiting));
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
            for (auto& [account, target] : list) run->second.try_again(account, std::move(target));
        }
        for (const NoticeId id : seen.running) finish_if_empty(id);
        wake();
    }

    void finish_if_empty(NoticeId id) {
        const auto it = runs.find(id);
        if (it == runs.end() || it->second.windows > 0 || it->second.has_work()) return;
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

    web::Task<> commit(std::function<void(community::Scope&)> bookkeeping) {
        turn::Job job;
        job.shard = "notice";
        job.bookkeeping = std::move(bookkeeping);
        co_await settle(context, parts.offer, parts.services.random, std::move(job));
    }

    // --- freezing

    static web::Task<> freeze(std::shared_ptr<State> self, NoticeId id) {
        ++self->active;
        try {
            co_await freeze_notice(self->context, self->parts, id);
        } catch (const std::exception& error) {  // tried again at the next look
            self->parts.watch.broke("notice", typeid(error).name());
        }
        self->freezing.erase(id);
        --self->active;
        self->look();
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
        Run* run = nullptr;
        try {
            while (!self->stopping) {
                if (by_hand) co_await self->let_them_answer();
                run = self->pick(account);
                if (run == nullptr) break;
                co_await self->carry_window(*run, index);
            }
        } catch (const std::exception& error) {  // a fault of ours: the next look takes the notice up as after a crash
            self->parts.watch.broke(account, typeid(error).name());
            if (run != nullptr) run->stopped = true;
        }
        --self->carrying[account];
        --self->active;
        self->rest();
    }

    void rest() {
        const bool at_rest =
            std::all_of(carrying.begin(), carrying.end(), [](const auto& one) { return one.second == 0; });
        if (stopping && at_rest && quiet) std::exchange(quiet, nullptr)();
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

    // A whole chunk, or a few retries; less when somebody more urgent, or served longer ago, wants the account.
    web::Task<> carry_window(Run& run, std::size_t index) {
        const bool by_hand = index == parts.accounts.size();
        const std::string account = by_hand ? std::string() : parts.accounts[index].name;
        const auto mine = std::make_shared<Window>();
        mine->sheet = run.sheet;
        mine->marks_started = parts.marks_started;
        mine->by_hand = by_hand;
        mine->repeats = !by_hand && !parts.accounts[index].platform.idempotent;
        mine->resends = !mine->repeats || run.sheet->notice.after_crash == AfterCrash::again;
        const auto bell = std::make_shared<Bell>(context);
        const std::optional<int> chunk = run.take_work(account, window, *mine);
        const Under under(run.windows);
        std::size_t room = window;
        for (bool more = true; more;) {
            run.served = ++rounds;
            mine->gather();
            std::function<void(community::Scope&)> roll = [mine, chunk, room](community::Scope& scope) {
                if (chunk)
                    roll_window(scope, *mine, *chunk, room);
                else
                    roll_retries(scope, *mine);
            };
            co_await commit(std::move(roll));
            if (!chunk) run.let_go(*mine);
            const Calls fresh = mine->adopt();
            if (by_hand)
                co_await ask_leaders(*mine->sheet, fresh);
            else
                send(fresh, bell, parts.accounts[index].sender);
            co_await some_to_end(*mine, *bell);
            const Run* next = pick(account);
            if (stopping || (next != &run && next != nullptr)) room = 0;  // what is under way ends, no more begins
            const bool begun = chunk && !mine->stopped && room > 0 && mine->chunk && mine->chunk->is_open();
            more = begun || !mine->flying.empty();
        }
        if (chunk && mine->chunk && mine->chunk->is_open()) run.chunks[account].push_front(*chunk);
        if (mine->stopped) run.stopped = true;  // the next look drops it, or takes it up again
    }

    struct Bell {  // wakes a window when a call of its has ended
        explicit Bell(boost::asio::io_context& on) : timer(on, web::Steady::time_point::max()) {}
        boost::asio::steady_timer timer;
        bool asleep = false;
    };

    void ring(Bell& bell) {
        if (!std::exchange(bell.asleep, false)) return;
        ++active;  // before the sender says that it is idle: nobody may think that all is done
        bell.timer.cancel();
    }

    void send(const Calls& fresh, const std::shared_ptr<Bell>& bell, Sender& sender) {
        std::vector<Carried> list;
        for (const auto& call : fresh) {
            Carried one;
            one.row = std::move(call->row);
            one.ended = [self = shared_from_this(), call, bell](const Outcome& outcome) {
                call->outcome = outcome;
                call->over = true;
                self->ring(*bell);
            };
            list.push_back(std::move(one));
        }
        if (!list.empty()) sender.carry(std::move(list));
    }

    // Until half of what is under way has ended: a slow call holds its own place and nobody else's.
    web::Task<> some_to_end(Window& mine, Bell& bell) {
        const auto over = [&mine] {
            return static_cast<std::size_t>(
                std::count_if(mine.flying.begin(), mine.flying.end(), [](const auto& call) { return call->over; }));
        };
        const std::size_t enough = (mine.flying.size() + 1) / 2;
        while (over() < enough) {
            bell.asleep = true;
            --active;  // from here on the sender is busy, or waits for its pace
            co_await bell.timer.async_wait(web::quietly);
        }
    }

    // By hand: a turn per group, which asks its leader.
    web::Task<> ask_leaders(const Sheet& sheet, const Calls& fresh) {
        for (const auto& call : fresh) {
            turn::Job job = asking_job(sheet, *call);
            co_await settle(context, parts.offer, parts.services.random, std::move(job));
            call->over = true;
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

void Herald::stop(std::function<void()> quiet) {
    boost::asio::post(state_->context, [state = state_, quiet = std::move(quiet)]() mutable {
        state->stopping = true;
        state->quiet = std::move(quiet);
        state->rest();
    });
}

bool Herald::busy() const {
    return state_->active.load() > 0;
}

}  // namespace noticeboard::delivery
