// One row on its way out: the intent, the call, what became of it. See sender_state.hpp.
#include <boost/asio/co_spawn.hpp>
#include <typeinfo>

#include "bot/community/chat.hpp"
#include "bot/delivery/retry.hpp"
#include "bot/delivery/sender_state.hpp"
#include "bot/delivery/settle.hpp"
#include "bot/delivery/window.hpp"
#include "bot/model/voice.hpp"

namespace noticeboard::delivery {
namespace {

constexpr Millis redelivery_wait = 150s;  // Telegram's longest pause between two deliveries of an event is 120 s
constexpr int most_steps = 5;             // calls that one message may take (upload, then send)

std::string outcome_key(const Row& row) {
    return "out:" + to_string(row.id) + ":" + std::to_string(row.attempt);
}

// What the plugin hears that wrote the row, if it wants to.
std::optional<Delivered> news(const Row& row, Verdict verdict, Outcome& outcome) {
    if (row.tag.empty()) return std::nullopt;
    return Delivered{row.plugin, row.tag, row.data, verdict, outcome.why, std::move(outcome.facts)};
}

// A carried message that goes out from here once more: the whole account pauses, or the chat has another address.
bool stays_here(const Row& row, const Outcome& outcome) {
    if (row.attempt >= most_tries) return false;
    return outcome.kind == Outcome::Kind::moved || (outcome.kind == Outcome::Kind::again && outcome.account);
}

// No response: if the call may have arrived and the platform cannot tell a repetition, its fate is unknown.
Outcome unanswered(const Row& row, const web::Failure& failure, const Platform& platform) {
    const bool heard = failure.sent && !platform.idempotent;
    Outcome out = heard && row.after_crash == AfterCrash::never ? Outcome::never("no answer") : Outcome::again();
    if (heard) out.to = "unknown";
    return out;
}

}  // namespace

// --- the row's life

web::Task<> Sender::State::work(std::shared_ptr<State> self, ChatId chat) {
    Row& row = self->queues.front(chat);
    const bool bulk = row.bulk;
    try {
        const bool done = co_await self->deliver(row);
        if (done) {
            self->queues.pop(chat);
            --self->held_rows;
        }
    } catch (const std::exception& error) {  // a fault of ours: this chat waits a while, the others go on
        self->parts.watch.broke(self->parts.account, typeid(error).name());
        row.due = self->now() + 1min;
    }
    self->queues.end(chat);
    --self->calls;
    if (bulk) --self->bulk_calls;
    self->pump();
    --self->active;
}

web::Task<bool> Sender::State::deliver(Row& row) {
    bool done = false;
    if (row.state == delivery::State::inline_) {
        done = co_await leave_inline(row);
        co_return done;
    }
    ++row.attempt;
    std::optional<Outcome> unplayable = co_await make_playable(row);
    if (unplayable) {
        done = co_await conclude(row, std::move(*unplayable));
        co_return done;
    }
    if (parts.local != nullptr) {
        done = co_await land(row);
        co_return done;
    }
    if (!carried.contains(row.id)) {
        const bool wanted = co_await intend(row);
        if (!wanted) co_return true;
    }
    Outcome outcome = co_await attempt(row);
    for (int steps = 0; outcome.kind == Outcome::Kind::then && steps < most_steps; ++steps) {
        row.outgoing.step = outcome.to;
        co_await intend_step(row);
        outcome = co_await attempt(row);
    }
    done = co_await conclude(row, std::move(outcome));
    co_return done;
}

// The inline row's time is over and no answer carried it: it becomes an ordinary row, unless somebody has settled it.
web::Task<bool> Sender::State::leave_inline(Row& row) {
    const auto moved = std::make_shared<bool>(false);
    const OutboxId id = row.id;
    const delivery::State to = presumed.erase(id) > 0 ? delivery::State::sent : delivery::State::queued;
    Write write = [moved, id, to](community::Scope& scope) {
        *moved = move(scope.sql, id, delivery::State::inline_, to) && to == delivery::State::queued;
    };
    co_await commit(row, std::move(write));
    row.state = *moved ? delivery::State::queued : delivery::State::sent;
    co_return !*moved;
}

// A recording that the platform does not play becomes one that it does; here in memory, the store keeps the other.
web::Task<std::optional<Outcome>> Sender::State::make_playable(Row& row) {
    Say* say = std::get_if<Say>(&row.outgoing.what);
    if (say == nullptr || say->voice.empty() || !parts.convert) co_return std::nullopt;
    if (platform().plays(voice_kind(say->voice).mime) || !platform().plays(converted_voice)) co_return std::nullopt;
    std::string recording = say->voice;
    web::Task<Result<std::string>> converting = parts.convert(std::move(recording), platform().voice_length);
    Result<std::string> converted = co_await std::move(converting);
    if (converted) {
        say->voice = std::move(*converted);
        co_return std::nullopt;
    }
    const bool later = converted.error().kind == Error::Kind::passing;
    co_return later ? Outcome::again() : Outcome::never("not converted");
}

// In place of a call: the built-in chat takes the row in a turn of its own, which runs once. True when it is done.
web::Task<bool> Sender::State::land(Row& row) {
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
        Write again = [outcome, local, which](community::Scope& scope) {
            std::optional<Event> nothing;
            *outcome = local->apply(scope, *which, nothing);
        };
        co_await commit(row, std::move(again));
    }
    if (!*outcome) co_return true;  // somebody else has settled it
    Outcome result = std::move(**outcome);
    local->landed(row);
    const bool done = co_await conclude(row, std::move(result));
    co_return done;
}

// --- before the call

// Commits that a call is about to be made. False: somebody else has settled the row, or the window is shut and it is
// held.
web::Task<bool> Sender::State::intend(Row& row) {
    const auto open = std::make_shared<bool>(true);
    const auto wanted = std::make_shared<bool>(true);
    const bool windowed = !platform().windows.empty() && row.outgoing.say() != nullptr;
    const TimePoint at = now();
    const Row* which = &row;
    Write write = [open, wanted, windowed, at, which](community::Scope& scope) {
        *open = !windowed || take_from_window(scope.sql, which->chat, at);
        if (!*open)
            mark_held(scope.sql, which->id);
        else
            *wanted = mark_sending(scope.sql, which->id, which->attempt, which->outgoing.step);
    };
    co_await commit(row, std::move(write));
    if (*open || !*wanted) co_return *wanted;
    parts.watch.sent(parts.account, "held");
    if (row.tag.empty()) co_return false;
    std::optional<Delivered> told(Delivered{row.plugin, row.tag, row.data, Verdict::held, "window", {}});
    Write nothing;
    co_await commit(row, std::move(nothing), std::move(told),
                    "held:" + to_string(row.id) + ":" + std::to_string(row.attempt));
    co_return false;
}

web::Task<> Sender::State::intend_step(Row& row) {
    const Row* which = &row;
    Write write = [which](community::Scope& scope) {
        mark_sending(scope.sql, which->id, which->attempt, which->outgoing.step);
    };
    co_await commit(row, std::move(write));
}

// One call, with a fresh credential and a second try if the platform says it is stale.
web::Task<Outcome> Sender::State::attempt(Row& row) {
    std::string why = "credential refused";
    for (int round = 0; round < 2; ++round) {
        const bool ready = co_await login.ready();
        if (!ready) {
            why = "no credential";
            break;
        }
        const Credential used = login.credential();
        Moment moment{now(), parts.random};
        auto request = parts.adapter.compose(row.outgoing, used, moment);
        if (!request) co_return Outcome::never(request.error().message);
        web::Request call = std::move(*request);
        const web::Fetched fetched = co_await parts.client.fetch(std::move(call), platform().call_deadline);
        if (const auto* failure = std::get_if<web::Failure>(&fetched)) co_return unanswered(row, *failure, platform());
        Outcome outcome = parts.adapter.confirm(row.outgoing, std::get<web::Response>(fetched));
        if (outcome.kind != Outcome::Kind::renew) {
            parts.watch.account_works(parts.account);
            co_return outcome;
        }
        login.refused(used);
    }
    parts.watch.account_refused(parts.account, why);
    Outcome out = Outcome::again(30s);
    out.account = true;
    out.why = std::move(why);
    co_return out;
}

// --- after the call

// Commits what became of the row; true when it is done with, false when it is tried again.
web::Task<bool> Sender::State::conclude(Row& row, Outcome outcome) {
    using Kind = Outcome::Kind;
    if (const auto it = carried.find(row.id); it != carried.end() && !stays_here(row, outcome)) {
        const auto ended = std::move(it->second);
        carried.erase(it);
        parts.watch.sent(parts.account, "notice");
        ended(outcome);
        co_return true;
    }
    if (outcome.kind == Kind::again && row.attempt >= most_tries) outcome = Outcome::never("given up");
    switch (outcome.kind) {
        case Kind::again:
            co_await put_off(row, outcome);
            co_return false;
        case Kind::moved:
            co_await follow(row, outcome.to);
            co_return false;
        case Kind::shut:
            co_await hold(row, outcome);
            co_return true;
        default:
            co_await close(row, outcome);
            co_return true;
    }
}

web::Task<> Sender::State::put_off(Row& row, const Outcome& outcome) {
    row.due = now() + wait_after(row.attempt, outcome.after, parts.random);
    if (outcome.account) pacer.pause(row.due);
    Write write = [id = row.id, due = row.due](community::Scope& scope) { mark_again(scope.sql, id, due); };
    co_await commit(row, std::move(write));
    parts.watch.sent(parts.account, "again");
}

// The chat has another address: all that waits for it goes there.
web::Task<> Sender::State::follow(Row& row, std::string to) {
    Write write = [id = row.id, chat = row.chat, to](community::Scope& scope) {
        community::move_chat(scope, chat, to);
        mark_again(scope.sql, id, scope.now());
    };
    co_await commit(row, std::move(write));
    queues.each(row.chat, [&to](Row& other) { other.outgoing.place.id = other.outgoing.to = to; });
    parts.watch.sent(parts.account, "moved");
}

// The platform says that its window is shut: the row waits for the person's next message.
web::Task<> Sender::State::hold(Row& row, Outcome& outcome) {
    Write write = [id = row.id](community::Scope& scope) { mark_held(scope.sql, id); };
    std::optional<Delivered> told = news(row, Verdict::held, outcome);
    co_await commit(row, std::move(write), std::move(told), outcome_key(row));
    parts.watch.sent(parts.account, "held");
}

// It is sent, or never will be.
web::Task<> Sender::State::close(Row& row, Outcome& outcome) {
    struct End {
        Verdict verdict;
        delivery::State state;
        const char* name;
    };
    End end{Verdict::failed, delivery::State::failed, "failed"};
    if (outcome.kind == Outcome::Kind::sent) {
        end = {Verdict::sent, delivery::State::sent, "sent"};
    } else if (outcome.to == "unknown") {
        end = {Verdict::unknown, delivery::State::unknown, "unknown"};
    }
    const bool gone = outcome.kind == Outcome::Kind::gone;
    Write write = [id = row.id, chat = row.chat, state = end.state, gone, message_id = outcome.facts.message_id,
                   why = outcome.why](community::Scope& scope) {
        mark_done(scope.sql, id, state, message_id, why);
        if (gone) community::lose_chat(scope, chat);
    };
    if (!outcome.facts.file.empty() && parts.read_codes) outcome.facts.codes = parts.read_codes(outcome.facts.file);
    std::optional<Delivered> told = news(row, end.verdict, outcome);
    co_await commit(row, std::move(write), std::move(told), outcome_key(row));
    parts.watch.sent(parts.account, end.name);
}

// --- after a crash

web::Task<> Sender::State::give_up(std::shared_ptr<State> self, Row row) {
    Outcome outcome = Outcome::never("crash");
    outcome.to = "unknown";
    co_await self->close(row, outcome);
}

web::Task<> Sender::State::await_redelivery(std::shared_ptr<State> self, Row row, bool comes_again) {
    const OutboxId id = row.id;
    const TimePoint until = std::min(self->now() + redelivery_wait, row.due + self->platform().redelivers_for);
    if (!comes_again) {
        co_await give_up(self, std::move(row));
        co_return;
    }
    Write extend = [id, until](community::Scope& scope) {
        scope.sql.run("UPDATE outbox SET inline_until = :until WHERE id = :id AND state = 2", until, id);
    };
    co_await self->commit(row, std::move(extend));
    row.inline_until = until;
    self->inlined.keep(std::move(row), true);
    self->watch_inlined();
}

// --- through the lane

web::Task<> Sender::State::commit(const Row& row, Write write) {
    std::optional<Delivered> nobody;
    co_await commit(row, std::move(write), std::move(nobody), std::string());
}

web::Task<> Sender::State::commit(const Row& row, Write write, std::optional<Delivered> told, std::string key) {
    turn::Job job;
    job.account = row.account;
    job.shard = row.account + row.outgoing.place.id;
    job.bookkeeping = std::move(write);
    if (told) {
        job.key = std::move(key);
        Event event;
        event.key = job.key;
        event.at = now();
        event.place = row.outgoing.place;
        event.what = std::move(*told);
        job.event = std::move(event);
    }
    co_await commit(std::move(job));
}

web::Task<turn::Settled> Sender::State::commit(turn::Job job) {
    turn::Settled settled = co_await settle(context, parts.offer, parts.random, std::move(job));
    co_return settled;
}

}  // namespace noticeboard::delivery
