// Clockwork: see clockwork.hpp. Finding what is due reads beside the lanes; doing it is a turn.
#include "bot/app/clockwork.hpp"

#include <boost/asio/post.hpp>
#include <future>

#include "bot/community/audit.hpp"
#include "bot/community/board.hpp"
#include "bot/community/seat.hpp"
#include "bot/community/vault.hpp"
#include "bot/turn/button.hpp"
#include "bot/turn/heard.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/turn/router.hpp"
#include "bot/turn/timer.hpp"
#include "bot/webchat/row.hpp"

namespace noticeboard::app {
namespace {
constexpr auto period = std::chrono::milliseconds(500);
constexpr Millis housekeeping_period = 10min;
constexpr int slice = 500;      // rows that one chore takes away in one batch: a millisecond or two
constexpr Millis overdue = 5s;  // a queued row this late was written by another process
constexpr Millis keep_done = 48h;
}  // namespace

struct Clockwork::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& context, Parts parts_) : parts(std::move(parts_)), timer(context) {}

    Parts parts;
    boost::asio::steady_timer timer;
    std::atomic<int> ringing{0};  // timers given to the lanes and not yet settled
    std::atomic<int> chores{0};   // … and housekeeping
    std::atomic<bool> reading{false};
    TimePoint last_housekeeping{}, last_look{};
    bool stopped = false;

    void run() {
        if (stopped) return;
        tick();
        timer.expires_after(period);
        timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
            if (!error) self->run();
        });
    }

    void tick() {
        if (parts.each_second) parts.each_second();
        flush_counts();
        const TimePoint now = parts.services.clock.now();
        if (now - last_housekeeping > housekeeping_period) {
            last_housekeeping = now;
            keep_house();
        }
        ring_standing();
        if (ringing.load() > 0 || reading.exchange(true)) return;
        const bool taken = parts.readers.ask([self = shared_from_this()](store::Session& session) {
            self->look(session);
            self->reading.store(false);
        });
        if (!taken) reading.store(false);
    }

    void ring_standing() {
        const TimePoint now = parts.services.clock.now();
        for (turn::Job& job : turn::standing_timers(parts.services.router.plugins(), last_look, now))
            parts.offer(std::move(job));
        last_look = now;
    }

    void look(store::Session& session) {
        try {
            community::Scope scope{
                session, parts.services.vault, parts.services.ids, {parts.services.clock.now(), parts.services.random}};
            for (turn::Job& job : turn::due_timers(scope)) {
                ++ringing;
                job.done = [self = shared_from_this()](turn::Settled) { --self->ringing; };
                if (!parts.offer(std::move(job))) --ringing;
            }
            parts.accounts.post(delivery::overdue_rows(scope, scope.now() - overdue));
        } catch (const std::exception& error) {
            parts.services.watcher.store_failed(error.what());
        }
    }

    void offer(std::string shard, std::function<void(community::Scope&)> bookkeeping) {
        turn::Job job;
        job.shard = std::move(shard);
        job.bookkeeping = std::move(bookkeeping);
        parts.offer(std::move(job));  // refused: the next round does it
    }

    // A chore takes at most a slice away and gives how many; it comes again, behind the turns that wait, until less was
    // left. Otherwise a busy server would keep more than it forgets.
    using Chore = std::function<std::int64_t(community::Scope&)>;
    void offer_chore(std::string shard, Chore chore) {
        const auto gone = std::make_shared<std::int64_t>(0);
        turn::Job job;
        job.shard = shard;
        job.bookkeeping = [gone, chore](community::Scope& scope) { *gone = chore(scope); };
        ++chores;
        job.done = [self = shared_from_this(), gone, shard, chore](const turn::Settled& result) {
            --self->chores;
            if (result.kind == turn::Settled::Kind::refused || *gone < slice) return;
            boost::asio::post(self->timer.get_executor(), [weak = std::weak_ptr(self), shard, chore] {
                if (const auto still = weak.lock()) still->offer_chore(shard, chore);
            });
        };
        if (!parts.offer(std::move(job))) --chores;
    }

    void keep_house() {
        if (chores.load() > 0) return;  // still at it
        for (const Account& account : parts.accounts.all()) {
            const Millis life = account.adapter->platform().key_life;
            offer_chore(account.name, [name = account.name, life](community::Scope& scope) {
                return turn::purge_keys(scope.sql, name, scope.now() - life, slice);
            });
        }
        const Chore chores_of_all[] = {
            [](community::Scope& scope) { return turn::purge_keys(scope.sql, "", scope.now() - keep_done, slice); },
            [](community::Scope& scope) { return turn::purge_buttons(scope.sql, scope.now(), slice); },
            [](community::Scope& scope) { return turn::purge_heard(scope.sql, scope.now() - keep_done, slice); },
            [](community::Scope& scope) { return delivery::purge(scope.sql, scope.now() - keep_done, slice); },
            [](community::Scope& scope) { return community::free_expired_seats(scope, slice); },
            [](community::Scope& scope) { return webchat::purge_forgotten(scope, slice); },
        };
        for (const Chore& chore : chores_of_all) offer_chore("", chore);
        if (parts.chats_keep > Millis{0})
            offer_chore("", [keep = parts.chats_keep](community::Scope& scope) {
                return webchat::purge(scope, scope.now() - keep, slice);
            });
        offer("", [](community::Scope& scope) { community::anchor_audit(scope); });  // once a day
    }

    void flush_counts() {
        auto counts = parts.pages.take_counts();
        if (counts.empty()) return;
        offer("", [counts = std::move(counts)](community::Scope& scope) {
            for (const auto& [what, times] : counts) community::count_scans(scope, what.second, times);
        });
    }
};

Clockwork::Clockwork(boost::asio::io_context& context, Parts parts)
    : state_(std::make_shared<State>(context, std::move(parts))) {}

Clockwork::~Clockwork() = default;

void Clockwork::start() {
    boost::asio::post(state_->timer.get_executor(), [state = state_] { state->run(); });
}

void Clockwork::stop() {
    boost::asio::post(state_->timer.get_executor(), [state = state_] {
        state->stopped = true;
        state->timer.cancel();
    });
}

void Clockwork::look_now() {
    const auto looked = std::make_shared<std::promise<void>>();
    boost::asio::post(state_->timer.get_executor(), [state = state_, looked] {
        state->ring_standing();
        const bool taken = state->parts.readers.ask([state, looked](store::Session& session) {
            state->look(session);
            looked->set_value();
        });
        if (!taken) looked->set_value();
    });
    looked->get_future().wait();
}

}  // namespace noticeboard::app
