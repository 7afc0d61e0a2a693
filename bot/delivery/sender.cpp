// Sender: see sender.hpp. Here is what goes out when; one row's way is in sender_row.cpp.
#include "bot/delivery/sender.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "bot/delivery/sender_state.hpp"

namespace noticeboard::delivery {
namespace {

constexpr std::size_t most_calls = 16;       // under way at once, per account
constexpr std::size_t most_bulk_calls = 12;  // … of notices: a reply need not wait for a slow one of theirs

void hand_back(const std::function<void(const Outcome&)>& ended) {
    Outcome out = Outcome::again();
    out.why = Sender::not_begun;
    ended(out);
}

}  // namespace

Sender::State::State(boost::asio::io_context& context_, SenderParts parts_)
    : context(context_),
      parts(std::move(parts_)),
      pacer(parts.adapter.platform()),
      login(context_, parts.adapter, parts.client, parts.clock, parts.random),
      alarm(context_),
      inline_alarm(context_),
      answered(std::make_shared<Answered>(parts.account, parts.offer)) {}

void Sender::State::add(Row row) {
    if (queues.add(std::move(row))) ++held_rows;
}

void Sender::State::hand_back_waiting() {
    queues.each_waiting([this](const Row& row) {
        const auto it = carried.find(row.id);
        if (it == carried.end()) return;
        hand_back(std::exchange(it->second, nullptr));
        carried.erase(it);
    });
}

void Sender::State::pump() {
    if (stopping) {
        hand_back_waiting();
        if (calls == 0 && quiet) std::exchange(quiet, nullptr)();
        return;
    }
    for (const InlineRows::Written& one : inlined.take_written()) pacer.count(one.chat, one.room, now());
    TimePoint next = TimePoint::max();
    for (const Queues::Rank rank : Queues::ranks) start_ready(rank, next);
    if (next == TimePoint::max()) return;
    alarm.expires_after(next - now());
    alarm.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error) self->pump();
    });
}

// `next`: the earliest time at which another one may start, if that comes before a call ends, which pumps again.
void Sender::State::start_ready(Queues::Rank rank, TimePoint& next) {
    const bool bulk = rank == Queues::Rank::notice;
    const bool call = rank != Queues::Rank::overdue;
    const TimePoint at = now();
    const Queues::Ready ready = [this, call, at](const Row& row) -> std::optional<TimePoint> {
        if (inlined.holds(row.chat)) return std::nullopt;  // its end pumps again
        return call ? pacer.when(row.chat, row.outgoing.place.room) : at;
    };
    while (queues.any(rank) && calls < most_calls && !(bulk && bulk_calls == most_bulk_calls)) {
        if (const TimePoint open = pacer.account(bulk); call && open > at) {
            next = std::min(next, open);
            return;
        }
        const auto chat = queues.next(rank, at, ready);
        if (!chat) {
            next = std::min(next, queues.next_due(rank, at));
            return;
        }
        const Row& row = queues.begin(*chat);
        ++calls;
        if (bulk) ++bulk_calls;
        ++active;
        if (call) pacer.count(*chat, row.outgoing.place.room, at);
        boost::asio::co_spawn(context, work(shared_from_this(), *chat), boost::asio::detached);
    }
}

// --- inline rows

// Waits for the next deadline of the inline rows; one alarm for all of them.
void Sender::State::watch_inlined() {
    inline_watched = false;  // first: a row that comes from now on asks to be watched again
    const TimePoint next = inlined.next(now());
    if (next == TimePoint::max() || stopping) return;
    inline_watched = true;
    inline_alarm.expires_after(next - now());
    inline_alarm.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error) self->leave_overdue();
    });
}

void Sender::State::leave_overdue() {
    for (auto& [row, was_presumed] : inlined.take_overdue(now())) {
        const OutboxId id = row.id;
        if (!queues.add_first(std::move(row))) continue;  // written before whatever waits there
        if (was_presumed) presumed.insert(id);
        ++held_rows;
    }
    watch_inlined();
    pump();
}

// --- after a crash

void Sender::State::recover(Row row) {
    using delivery::State;
    if (row.state == State::held) return;  // her next message brings it back
    if (row.state == State::sending) {
        if (platform().idempotent || row.after_crash == AfterCrash::again) row.state = State::queued;
    }
    if (row.state == State::inline_ && !parts.presume_answered) {
        row.inline_until = now();
        inlined.keep(std::move(row));
        return leave_overdue();
    }
    if (row.state == State::inline_) {
        // Answered and not noted, or not answered: the platform knows, and delivers the event again if it was not.
        const bool comes_again = row.due + platform().redelivers_for > now();
        if (comes_again || row.after_crash == AfterCrash::never) {
            boost::asio::co_spawn(context, await_redelivery(shared_from_this(), std::move(row), comes_again),
                                  boost::asio::detached);
            return;
        }
        row.inline_until = now();
    }
    if (row.state == State::sending) {  // policy `never`: nobody will know
        boost::asio::co_spawn(context, give_up(shared_from_this(), std::move(row)), boost::asio::detached);
        return;
    }
    add(std::move(row));
}

// --- the face

Sender::Sender(boost::asio::io_context& context, SenderParts parts)
    : state_(std::make_shared<State>(context, std::move(parts))) {}

Sender::~Sender() = default;

void Sender::post(std::vector<Row> rows) {
    const auto shared = std::make_shared<std::vector<Row>>();
    bool inlines = false;
    for (Row& row : rows) {
        if (row.state == delivery::State::inline_) {  // at once: its webhook is about to claim it
            state_->inlined.keep(std::move(row));
            inlines = true;
        } else {
            shared->push_back(std::move(row));
        }
    }
    const bool watch = inlines && !state_->inline_watched.exchange(true);
    if (shared->empty() && !watch) return;
    ++state_->active;
    boost::asio::post(state_->context, [state = state_, shared, watch] {
        for (Row& row : *shared) state->add(std::move(row));
        if (watch) state->watch_inlined();
        state->pump();
        --state->active;
    });
}

void Sender::carry(std::vector<Carried> list) {
    const auto shared = std::make_shared<std::vector<Carried>>(std::move(list));
    ++state_->active;
    boost::asio::post(state_->context, [state = state_, shared] {
        for (Carried& one : *shared) {
            if (state->stopping) {
                hand_back(one.ended);
                continue;
            }
            state->carried[one.row.id] = std::move(one.ended);
            state->add(std::move(one.row));
        }
        state->pump();
        --state->active;
    });
}

void Sender::recover(std::vector<Row> rows) {
    auto shared = std::make_shared<std::vector<Row>>(std::move(rows));
    boost::asio::post(state_->context, [state = state_, shared] {
        for (Row& row : *shared) state->recover(std::move(row));
        state->pump();
    });
}

bool Sender::claim(OutboxId id) {
    return state_->inlined.claim(id);
}

void Sender::answered(OutboxId id, bool written) {
    if (!state_->inlined.ended(id, written)) return;
    state_->parts.watch.sent(state_->parts.account, "inline");
    state_->answered->note(id);
    if (state_->held_rows.load() > 0) wake();  // somebody may have waited for it
}

void Sender::wake() {
    ++state_->active;
    boost::asio::post(state_->context, [state = state_] {
        state->leave_overdue();
        --state->active;
    });
}

void Sender::stop(std::function<void()> quiet) {
    boost::asio::post(state_->context, [state = state_, quiet = std::move(quiet)]() mutable {
        state->stopping = true;
        state->quiet = std::move(quiet);
        state->alarm.cancel();
        state->inline_alarm.cancel();
        state->pump();
    });
}

web::Task<web::Fetched> Sender::call(std::function<web::Request(const Credential&)> make, Millis deadline) {
    const auto state = state_;
    const bool ready = co_await state->login.ready();
    if (!ready) {
        const web::Fetched refused(web::Failure{passing("no credential"), false});
        co_return refused;
    }
    web::Request request = make(state->login.credential());
    web::Fetched fetched = co_await state->parts.client.fetch(std::move(request), deadline);
    co_return fetched;
}

bool Sender::busy() const {
    return state_->active.load() > 0;
}
std::size_t Sender::waiting() const {
    return state_->held_rows.load() + state_->inlined.size();
}

}  // namespace noticeboard::delivery
