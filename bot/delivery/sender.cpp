// Sender: see sender.hpp. Everything here runs on one io_context, so nothing needs a lock.
#include "bot/delivery/sender.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <typeinfo>
#include <unordered_map>
#include <unordered_set>

#include "bot/community/chat.hpp"
#include "bot/community/person.hpp"
#include "bot/delivery/inline_rows.hpp"
#include "bot/delivery/pacer.hpp"
#include "bot/delivery/retry.hpp"
#include "bot/delivery/settle.hpp"
#include "bot/delivery/window.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::delivery {
namespace {

constexpr std::size_t most_calls = 16;       // under way at once, per account
constexpr std::size_t most_bulk_calls = 12;  // … of notices: a reply need not wait for a slow one of theirs
constexpr Millis redelivery_wait = 150s;     // Telegram's longest pause between two deliveries of an event is 120 s
constexpr Millis credential_margin = 5min;   // renewed this long before it expires

}  // namespace

struct Sender::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& context_, SenderParts parts_)
        : context(context_),
          parts(std::move(parts_)),
          pacer(parts.adapter.platform()),
          alarm(context_),
          inline_alarm(context_),
          renewed(context_, web::Steady::time_point::max()) {}

    struct Queue {
        std::deque<Row> rows;
        bool busy = false;
    };

    boost::asio::io_context& context;
    SenderParts parts;
    Pacer pacer;
    std::map<ChatId, Queue> queues;
    std::unordered_set<OutboxId> known;  // the rows in them
    boost::asio::steady_timer alarm;
    std::size_t calls = 0, bulk_calls = 0;
    std::unordered_map<OutboxId, std::function<void(const Outcome&)>> carried;

    InlineRows inlined;           // what rides on webhooks' answers
    std::set<OutboxId> presumed;  // inline rows of before a crash that were answered unless the event comes again
    boost::asio::steady_timer inline_alarm;
    std::atomic<bool> inline_watched{false};

    struct Notes {  // answers that were written and are not yet marked so in the store
        std::mutex mutex;
        std::vector<OutboxId> written;
        bool offered = false;
    } notes;

    std::atomic<int> active{0};  // rows and answers on their way here, and calls under way
    std::atomic<std::size_t> held_rows{0};
    bool stopping = false;
    std::function<void()> quiet;

    Credential credential;
    bool renewing = false;
    boost::asio::steady_timer renewed;  // cancelled when a renewal ends: wakes those who wait for it

    TimePoint now() const { return parts.clock.now(); }
    const Platform& platform() const { return parts.adapter.platform(); }

    // --- the queues

    void add(Row row) {
        if (!known.insert(row.id).second) return;
        ++held_rows;
        Queue& queue = queues[row.chat];
        auto at = queue.rows.end();
        if (!row.bulk) {  // before the notices that have not left yet
            at = queue.rows.begin() + (queue.busy ? 1 : 0);
            while (at != queue.rows.end() && !at->bulk) ++at;
        }
        queue.rows.insert(at, std::move(row));
    }

    void pop(ChatId chat) {
        const auto it = queues.find(chat);
        known.erase(it->second.rows.front().id);
        it->second.rows.pop_front();
        --held_rows;
        if (it->second.rows.empty()) queues.erase(it);
    }

    // Of a stop: notices' messages that wait go back to whoever carries them.
    static void hand_back(const std::function<void(const Outcome&)>& ended) {
        Outcome out = Outcome::again();
        out.why = not_begun;
        ended(out);
    }
    void hand_back_waiting() {
        for (auto& [chat, queue] : queues) {
            for (std::size_t i = queue.busy ? 1 : 0; i < queue.rows.size(); ++i) {
                const auto it = carried.find(queue.rows[i].id);
                if (it == carried.end()) continue;
                hand_back(std::exchange(it->second, nullptr));
                carried.erase(it);
            }
        }
    }

    // Starts what may start now, and sets the alarm for what may later.
    void pump() {
        if (stopping) {
            hand_back_waiting();
            if (calls == 0 && quiet) std::exchange(quiet, nullptr)();
            return;
        }
        for (const InlineRows::Written& one : inlined.take_written()) pacer.count(one.chat, one.room, now());
        TimePoint next = TimePoint::max();
        std::vector<ChatId> ready;
        for (const bool bulk : {false, true}) {
            for (auto& [chat, queue] : queues) {
                if (queue.busy || queue.rows.empty() || queue.rows.front().bulk != bulk) continue;
                if (inlined.holds(chat)) continue;  // its end pumps again
                Row& row = queue.rows.front();
                const TimePoint due = row.state == State_inline
                                          ? now()
                                          : std::max(row.due, pacer.when(chat, row.outgoing.place.room, bulk));
                if (due > now()) {
                    next = std::min(next, due);
                    continue;
                }
                if (calls == most_calls || (bulk && bulk_calls == most_bulk_calls))
                    continue;  // whoever ends pumps again
                queue.busy = true;
                ++calls;
                if (bulk) ++bulk_calls;
                ++active;
                if (row.state != State_inline) pacer.count(chat, row.outgoing.place.room, now());
                ready.push_back(chat);
            }
        }
        for (ChatId chat : ready) boost::asio::co_spawn(context, work(shared_from_this(), chat), boost::asio::detached);
        if (next == TimePoint::max()) return;
        alarm.expires_after(next - now());
        alarm.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            if (const auto self = weak.lock(); self && !error) self->pump();
        });
    }
    static constexpr auto State_inline = delivery::State::inline_;

    // --- inline rows

    // Waits for the next deadline of the inline rows; one alarm for all of them.
    void watch_inlined() {
        inline_watched = false;  // first: a row that comes from now on asks to be watched again
        const TimePoint next = inlined.next(now());
        if (next == TimePoint::max() || stopping) return;
        inline_watched = true;
        inline_alarm.expires_after(next - now());
        inline_alarm.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            if (const auto self = weak.lock(); self && !error) self->leave_overdue();
        });
    }

    void leave_overdue() {
        for (auto& [row, was_presumed] : inlined.take_overdue(now())) {
            if (!known.insert(row.id).second) continue;
            if (was_presumed) presumed.insert(row.id);
            ++held_rows;
            queues[row.chat].rows.push_front(std::move(row));  // written before whatever waits there
        }
        watch_inlined();
        pump();
    }

    // Marks written answers in the store, those of one moment together. If the lane is full, the next one brings them;
    // what a crash leaves `inline_` is presumed sent at the next start.
    void note(OutboxId id) {
        {
            const std::lock_guard guard(notes.mutex);
            notes.written.push_back(id);
            if (std::exchange(notes.offered, true)) return;
        }
        const auto mine = std::make_shared<std::vector<OutboxId>>();
        turn::Job job;
        job.account = parts.account;
        job.shard = parts.account;
        job.can_wait = true;
        job.bookkeeping = [self = shared_from_this(), mine](community::Scope& scope) {
            self->take_notes(*mine);
            for (const OutboxId one : *mine) mark_done(scope.sql, one, delivery::State::sent, {}, {});
        };
        job.done = [self = shared_from_this(), mine](const turn::Settled& result) {
            if (result.kind != turn::Settled::Kind::refused) return;
            const std::lock_guard guard(self->notes.mutex);
            self->notes.written.insert(self->notes.written.end(), mine->begin(), mine->end());
        };
        if (parts.offer(std::move(job))) return;
        const std::lock_guard guard(notes.mutex);
        notes.offered = false;
    }

    void take_notes(std::vector<OutboxId>& out) {  // a batch that runs again finds in `out` what it took the first time
        const std::lock_guard guard(notes.mutex);
        out.insert(out.end(), notes.written.begin(), notes.written.end());
        notes.written.clear();
        notes.offered = false;
    }

    // --- one row

    // Commits bookkeeping through the lane; tries again until the lane takes it.
    web::Task<turn::Settled> commit(const Row& row, std::function<void(community::Scope&)> bookkeeping,
                                    std::optional<Delivered> delivered, std::string key) {
        turn::Job job;
        job.account = row.account;
        job.shard = row.account + row.outgoing.place.id;
        job.bookkeeping = std::move(bookkeeping);
        if (delivered) {
            job.key = std::move(key);
            Event event;
            event.key = job.key;
            event.at = now();
            event.place = row.outgoing.place;
            event.what = std::move(*delivered);
            job.event = std::move(event);
        }
        turn::Settled settled = co_await commit(std::move(job));
        co_return settled;
    }

    web::Task<turn::Settled> commit(turn::Job job) {
        turn::Settled settled = co_await settle(context, parts.offer, parts.random, std::move(job));
        co_return settled;
    }

    static web::Task<> work(std::shared_ptr<State> self, ChatId chat) {
        const bool bulk = self->queues[chat].rows.front().bulk;
        try {
            co_await self->deliver(chat);
        } catch (const std::exception& error) {  // a fault of ours: this chat waits a while, the others go on
            self->parts.watch.broke(self->parts.account, typeid(error).name());
            self->queues[chat].rows.front().due = self->now() + 1min;
        }
        const auto it = self->queues.find(chat);
        if (it != self->queues.end()) it->second.busy = false;
        --self->calls;
        if (bulk) --self->bulk_calls;
        self->pump();
        --self->active;
    }

    web::Task<> deliver(ChatId chat) {
        Row& row = queues[chat].rows.front();  // stays at the front, and in place, while the chat is busy
        if (row.state == State_inline) {
            co_await leave_inline(row);
            if (row.state == delivery::State::sent || row.state == delivery::State::unknown) pop(chat);
            co_return;
        }
        ++row.attempt;
        if (parts.local != nullptr) {
            const bool done = co_await land(row);
            if (done) pop(chat);
            co_return;
        }
        if (!carried.contains(row.id)) {
            const bool allowed = co_await intend(row);
            if (!allowed) {
                pop(chat);
                co_return;
            }
        }
        Outcome outcome = co_await attempt(row);
        for (int steps = 0; outcome.kind == Outcome::Kind::then && steps < 5; ++steps) {
            row.outgoing.step = outcome.to;
            co_await intend_step(row);
            outcome = co_await attempt(row);
        }
        const bool done = co_await conclude(row, std::move(outcome));
        if (done) pop(chat);
    }

    // In place of a call: the built-in chat takes the row in a turn of its own, which runs once. True when it is done.
    web::Task<bool> land(Row& row) {
        const auto outcome = std::make_shared<std::optional<Outcome>>();
        LocalPlatform* local = parts.local;
        const Row* which = &row;
        const bool wanted = carried.contains(row.id);
        turn::Job job;
        job.account = row.account;
        job.shard = row.account + row.outgoing.place.id;
        job.key = "local:" + to_string(row.id);
        job.arrival = [outcome, local, which, wanted](community::Scope& scope) {
            std::optional<Event> caused;
            if (wanted || mark_sending(scope.sql, which->id, which->attempt, {}))
                *outcome = local->apply(scope, *which, caused);
            return caused;
        };
        const turn::Settled settled = co_await commit(std::move(job));
        if (settled.kind == turn::Settled::Kind::duplicate) {  // it ran before a crash: what did it give?
            std::function<void(community::Scope&)> again = [outcome, local, which](community::Scope& scope) {
                std::optional<Event> nothing;
                *outcome = local->apply(scope, *which, nothing);
            };
            co_await commit(row, std::move(again), std::nullopt, std::string());
        }
        if (!*outcome) co_return true;  // somebody else has settled it
        Outcome result = std::move(**outcome);
        local->landed(row);
        const bool done = co_await conclude(row, std::move(result));
        co_return done;
    }

    // The inline row's time is over and no answer carried it.
    web::Task<> leave_inline(Row& row) {
        const auto moved = std::make_shared<bool>(false);
        const OutboxId id = row.id;
        const delivery::State to = presumed.erase(id) > 0 ? delivery::State::sent : delivery::State::queued;
        std::function<void(community::Scope&)> write = [moved, id, to](community::Scope& scope) {
            *moved = move(scope.sql, id, State_inline, to) && to == delivery::State::queued;
        };
        co_await commit(row, std::move(write), std::nullopt, std::string());
        row.state = *moved ? delivery::State::queued : delivery::State::sent;
    }

    // Commits that a call is about to be made; false when the platform's window is shut and the row is held.
    web::Task<bool> intend(Row& row) {
        const auto open = std::make_shared<bool>(true);
        const auto wanted = std::make_shared<bool>(true);
        const bool windowed = !platform().windows.empty() && row.outgoing.say() != nullptr;
        const TimePoint at = now();
        const Row* which = &row;
        std::function<void(community::Scope&)> write = [open, wanted, windowed, at, which](community::Scope& scope) {
            *open = !windowed || take_from_window(scope.sql, which->chat, at);
            if (!*open)
                mark_held(scope.sql, which->id);
            else
                *wanted = mark_sending(scope.sql, which->id, which->attempt, which->outgoing.step);
        };
        std::optional<Delivered> told;
        co_await commit(row, std::move(write), std::move(told), std::string());
        if (!*wanted) co_return false;  // somebody else has settled it
        if (*open) co_return true;
        parts.watch.sent(parts.account, "held");
        if (!row.tag.empty()) {
            Delivered held{row.plugin, row.tag, row.data, Verdict::held, "window", {}};
            std::optional<Delivered> news(std::move(held));
            std::function<void(community::Scope&)> nothing;
            co_await commit(row, std::move(nothing), std::move(news),
                            "held:" + to_string(row.id) + ":" + std::to_string(row.attempt));
        }
        co_return false;
    }

    web::Task<> intend_step(Row& row) {
        const Row* which = &row;
        std::function<void(community::Scope&)> write = [which](community::Scope& scope) {
            mark_sending(scope.sql, which->id, which->attempt, which->outgoing.step);
        };
        co_await commit(row, std::move(write), std::nullopt, std::string());
    }

    // One call, with a fresh credential and a second try if the platform says it is stale.
    web::Task<Outcome> attempt(Row& row) {
        for (int round = 0; round < 2; ++round) {
            const bool ready = co_await have_credential();
            if (!ready) co_return later_for_all("no credential");
            const Credential used = credential;
            Moment moment{now(), parts.random};
            auto request = parts.adapter.compose(row.outgoing, used, moment);
            if (!request) co_return Outcome::never(request.error().message);
            web::Request call = std::move(*request);
            const web::Fetched fetched = co_await parts.client.fetch(std::move(call), platform().call_deadline);
            if (const auto* failure = std::get_if<web::Failure>(&fetched)) co_return unanswered(row, *failure);
            Outcome outcome = parts.adapter.confirm(row.outgoing, std::get<web::Response>(fetched));
            if (outcome.kind != Outcome::Kind::renew) {
                parts.watch.account_works(parts.account);
                co_return outcome;
            }
            if (credential.token == used.token) credential = {};
        }
        co_return later_for_all("credential refused");
    }

    Outcome later_for_all(std::string why) {
        parts.watch.account_refused(parts.account, why);
        Outcome out = Outcome::again(30s);
        out.account = true;
        out.why = std::move(why);
        return out;
    }

    // No response: if the call may have arrived and the platform cannot tell a repetition, its fate is unknown.
    Outcome unanswered(const Row& row, const web::Failure& failure) {
        if (failure.sent && !platform().idempotent && row.after_crash == AfterCrash::never) {
            Outcome out = Outcome::never("no answer");
            out.to = "unknown";
            return out;
        }
        Outcome out = Outcome::again();
        if (failure.sent && !platform().idempotent) out.to = "unknown";  // it may have been heard
        return out;
    }

    // Commits what became of the row; true when it is done with, false when it is tried again.
    web::Task<bool> conclude(Row& row, Outcome outcome) {
        using Kind = Outcome::Kind;
        const OutboxId id = row.id;
        const ChatId chat = row.chat;
        if (const auto it = carried.find(id); it != carried.end() && !stays_here(row, outcome)) {
            const auto ended = std::move(it->second);
            carried.erase(it);
            parts.watch.sent(parts.account, "notice");
            ended(outcome);
            co_return true;
        }
        if (outcome.kind == Kind::again && row.attempt >= most_tries) outcome = Outcome::never("given up");
        if (outcome.kind == Kind::again) {
            row.due = now() + wait_after(row.attempt, outcome.after, parts.random);
            if (outcome.account) pacer.pause(row.due);
            const TimePoint due = row.due;
            std::function<void(community::Scope&)> write = [id, due](community::Scope& scope) {
                mark_again(scope.sql, id, due);
            };
            co_await commit(row, std::move(write), std::nullopt, std::string());
            parts.watch.sent(parts.account, "again");
            co_return false;
        }
        if (outcome.kind == Kind::moved) {
            const std::string to = outcome.to;
            std::function<void(community::Scope&)> write = [id, chat, to](community::Scope& scope) {
                community::move_chat(scope, chat, to);
                mark_again(scope.sql, id, scope.now());
            };
            co_await commit(row, std::move(write), std::nullopt, std::string());
            for (Row& other : queues[chat].rows) other.outgoing.place.id = other.outgoing.to = to;
            parts.watch.sent(parts.account, "moved");
            co_return false;
        }
        if (outcome.kind == Kind::shut) {
            std::function<void(community::Scope&)> write = [id](community::Scope& scope) { mark_held(scope.sql, id); };
            std::optional<Delivered> told = news(row, Verdict::held, outcome);
            co_await commit(row, std::move(write), std::move(told), outcome_key(row));
            parts.watch.sent(parts.account, "held");
            co_return true;
        }
        Verdict verdict = Verdict::sent;
        if (outcome.kind != Kind::sent) verdict = outcome.to == "unknown" ? Verdict::unknown : Verdict::failed;
        const delivery::State end = verdict == Verdict::sent      ? delivery::State::sent
                                    : verdict == Verdict::unknown ? delivery::State::unknown
                                                                  : delivery::State::failed;
        const bool gone = outcome.kind == Kind::gone;
        const std::string message_id = outcome.facts.message_id;
        const std::string why = outcome.why;
        std::function<void(community::Scope&)> write = [id, chat, end, gone, message_id, why](community::Scope& scope) {
            mark_done(scope.sql, id, end, message_id, why);
            if (gone) community::lose_chat(scope, chat);
        };
        if (!outcome.facts.file.empty() && parts.read_codes) outcome.facts.codes = parts.read_codes(outcome.facts.file);
        std::optional<Delivered> told = news(row, verdict, outcome);
        co_await commit(row, std::move(write), std::move(told), outcome_key(row));
        parts.watch.sent(parts.account, verdict == Verdict::sent      ? "sent"
                                        : verdict == Verdict::unknown ? "unknown"
                                                                      : "failed");
        co_return true;
    }

    // A carried message that goes out from here once more: the whole account pauses, or the chat has another address.
    static bool stays_here(const Row& row, const Outcome& outcome) {
        if (row.attempt >= most_tries) return false;
        return outcome.kind == Outcome::Kind::moved || (outcome.kind == Outcome::Kind::again && outcome.account);
    }

    static std::string outcome_key(const Row& row) {
        return "out:" + to_string(row.id) + ":" + std::to_string(row.attempt);
    }

    static std::optional<Delivered> news(const Row& row, Verdict verdict, Outcome& outcome) {
        if (row.tag.empty()) return std::nullopt;
        return Delivered{row.plugin, row.tag, row.data, verdict, outcome.why, std::move(outcome.facts)};
    }

    // --- the credential: one renewal at a time, everybody else waits for it

    web::Task<bool> have_credential() {
        for (int round = 0; round < 2; ++round) {
            Moment moment{now(), parts.random};
            auto request = parts.adapter.renew(moment);
            if (!request) co_return true;
            if (!credential.token.empty() && credential.expires - credential_margin > now()) co_return true;
            if (renewing) {
                co_await renewed.async_wait(web::quietly);
                continue;
            }
            renewing = true;
            web::Request call = std::move(*request);
            const web::Fetched fetched = co_await parts.client.fetch(std::move(call), platform().call_deadline);
            if (const auto* response = std::get_if<web::Response>(&fetched)) {
                auto fresh = parts.adapter.renewed(*response, moment);
                if (fresh) credential = std::move(*fresh);
            }
            renewing = false;
            renewed.cancel();
            co_return !credential.token.empty() && credential.expires > now();
        }
        co_return !credential.token.empty() && credential.expires > now();
    }

    // --- after a crash

    void recover(Row row) {
        using delivery::State;
        if (row.state == State::held) return;  // her next message brings it back
        if (row.state == State::sending) {
            if (platform().idempotent || row.after_crash == AfterCrash::again) row.state = State::queued;
        }
        if (row.state == State_inline && !parts.presume_answered) return queue_again(std::move(row));
        if (row.state == State_inline) {
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

    void queue_again(Row row) {
        row.inline_until = now();
        inlined.keep(std::move(row));
        leave_overdue();
    }

    static web::Task<> give_up(std::shared_ptr<State> self, Row row) {
        Outcome outcome = Outcome::never("crash");
        outcome.to = "unknown";
        co_await self->conclude(row, std::move(outcome));
    }

    static web::Task<> await_redelivery(std::shared_ptr<State> self, Row row, bool comes_again) {
        const OutboxId id = row.id;
        const TimePoint until = std::min(self->now() + redelivery_wait, row.due + self->platform().redelivers_for);
        std::function<void(community::Scope&)> extend = [id, until](community::Scope& scope) {
            scope.sql.run("UPDATE outbox SET inline_until = :until WHERE id = :id AND state = 2", until, id);
        };
        if (comes_again) {
            co_await self->commit(row, std::move(extend), std::nullopt, std::string());
            row.inline_until = until;
            self->inlined.keep(std::move(row), true);
            self->watch_inlined();
        } else {
            co_await give_up(self, std::move(row));
        }
    }
};

Sender::Sender(boost::asio::io_context& context, SenderParts parts)
    : state_(std::make_shared<State>(context, std::move(parts))) {}

Sender::~Sender() = default;

void Sender::post(std::vector<Row> rows) {
    const auto shared = std::make_shared<std::vector<Row>>();
    bool inlines = false;
    for (Row& row : rows) {
        if (row.state == State::State_inline) {  // at once: its webhook is about to claim it
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
                State::hand_back(one.ended);
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
    state_->note(id);
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
    const bool ready = co_await state->have_credential();
    if (!ready) {
        const web::Fetched refused(web::Failure{passing("no credential"), false});
        co_return refused;
    }
    web::Request request = make(state->credential);
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
