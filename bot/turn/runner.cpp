// Runner: one transaction for many turns. See runner.hpp, and DESIGN "A turn is one event, one savepoint".
#include "bot/turn/runner.hpp"

#include <algorithm>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"
#include "bot/delivery/window.hpp"
#include "bot/text/language.hpp"
#include "bot/turn/commit.hpp"
#include "bot/turn/dead_letter.hpp"
#include "bot/turn/heard.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/turn/router.hpp"

namespace noticeboard::turn {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto batch_time = 5ms;
constexpr auto slow_turn = 50ms;
constexpr int tries = 3;

// The transaction is gone under a turn: the batch must start again.
struct TransactionLost {};

std::int64_t nanoseconds(Steady::time_point at) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

std::string class_of(const std::exception& error) {
    const std::string what = error.what();
    return what.substr(0, what.find('\n')).substr(0, 200);
}

std::string written(const Event& event) {
    const auto* message = std::get_if<Message>(&event.what);
    return message != nullptr ? text::written_language(message->text) : std::string();
}

// Hers; else what her platform says, what she writes in, what her group speaks, what the config names first.
std::string language_for(const Frame& frame) {
    const auto& known = frame.current.catalog->languages();
    if (!frame.person.language().empty()) return frame.person.language();
    for (const std::string& hers : {text::short_language(frame.event.from.language), written(frame.event)}) {
        if (std::find(known.begin(), known.end(), hers) != known.end()) return hers;
    }
    if (frame.group && !frame.group->languages.empty()) return frame.group->languages.front();
    return known.front();
}

}  // namespace

Runner::Runner(Services& services, std::unique_ptr<store::Session> session, int lane, PoisonGuard guard, Outlet outlet)
    : services_(services),
      session_(std::move(session)),
      audit_(lane),
      guard_(std::move(guard)),
      outlet_(std::move(outlet)) {
    audit_.load(*session_);
}

void Runner::run_batch(std::vector<Job>& jobs, std::size_t most) {
    const auto current = services_.current();
    std::vector<Ended> ended;
    std::size_t count = 0;
    bool committed = false;
    condemned_.clear();
    for (int attempt = 0; attempt < tries && !committed; ++attempt) {
        ended.clear();
        count = 0;
        try {
            const TimePoint now = services_.clock.now();
            const auto until = Steady::now() + batch_time;
            session_->begin();
            for (Job& job : jobs) {
                if (count == most || (count > 0 && Steady::now() > until)) break;
                ended.push_back(execute(job, *current, now));
                ++count;
                if (!guards_.answer_after_commit && job.done) job.done(ended.back().settled);
            }
            audit_.save(*session_);
            session_->commit();
            committed = true;
        } catch (const TransactionLost&) {
            --attempt;  // one more is condemned: this ends
            session_->rollback();
            audit_.load(*session_);
        } catch (const store::Failure& failure) {
            session_->rollback();
            services_.watcher.store_failed(failure.what());
            try {
                audit_.load(*session_);
            } catch (const store::Failure&) {  // still gone: the next batch finds out
            }
            if (failure.kind() != store::Failure::Kind::busy) break;
        }
    }
    if (!committed && count == 0) count = std::min<std::size_t>(1, jobs.size());
    if (!committed) {
        for (std::size_t i = 0; i < count; ++i) {
            if (jobs[i].done) jobs[i].done({Settled::Kind::refused, {}, {}});
        }
        jobs.erase(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(count));
        return;
    }
    services_.watcher.batch_ended(count);
    std::vector<delivery::Row> rows;
    for (std::size_t i = 0; i < count; ++i) {
        for (delivery::Row& row : ended[i].rows) rows.push_back(std::move(row));
    }
    if (!rows.empty() && outlet_) outlet_(std::move(rows));
    for (std::size_t i = 0; i < count; ++i) {
        if (jobs[i].done && guards_.answer_after_commit) jobs[i].done(std::move(ended[i].settled));
    }
    jobs.erase(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(count));
}

// One job inside the batch's transaction. Throws store::Failure or TransactionLost when the batch must end.
Runner::Ended Runner::execute(Job& job, const Current& current, TimePoint now) {
    community::Scope scope{*session_, services_.vault, services_.ids, {now, services_.random}};
    if (!job.key.empty() && guards_.turn_keys && !claim_key(*session_, job.account, job.key, now) && !job.rerun) {
        return duplicate(job, scope);
    }
    if (job.bookkeeping) job.bookkeeping(scope);
    if (job.arrival) job.event = job.arrival(scope);
    if (!job.event && !job.form) return {};
    if (const auto it = condemned_.find(&job); it != condemned_.end()) return fail(job, current, scope, "", it->second);
    if (guard_.is_poison(job.key)) {
        guard_.forget(job.key);
        return fail(job, current, scope, "", "took the program down twice");
    }
    return handle(job, current, scope);
}

Runner::Ended Runner::duplicate(const Job& job, community::Scope& scope) {
    Ended out;
    out.settled.kind = Settled::Kind::duplicate;
    if (job.event && job.inline_until > scope.now()) {
        const auto chat = community::find_chat(scope, job.account, job.event->place.id);
        if (chat) out.settled.answer = delivery::inline_row(scope, chat->id, job.key);
    }
    return out;
}

// What an event means for the bot's own books, whoever handles it.
void Runner::settle_event(const Job& job, community::Scope& scope, const Chat& chat,
                          std::vector<delivery::Row>& released) {
    const Event& event = *job.event;
    if (std::holds_alternative<Closed>(event.what)) {
        community::close_talk(scope, job.account, event.from.id);
    } else if (const auto* moved = std::get_if<Moved>(&event.what)) {
        community::move_chat(scope, chat.id, moved->to);
    } else if (const auto* added = std::get_if<BotAdded>(&event.what)) {
        community::set_abilities(scope, chat.id, added->can);
    } else if (std::holds_alternative<BotRemoved>(event.what)) {
        community::set_state(scope, chat.id, Chat::State::gone);
    }
    if (!event.opens.empty()) {
        if (const Platform* platform = services_.platform(job.account)) {
            delivery::open_window(scope.sql, chat.id, *platform, event.opens, scope.now());
            released = delivery::release_held(scope, chat.id);
        }
    }
}

Runner::Ended Runner::handle(Job& job, const Current& current, community::Scope& scope) {
    static const Event no_event;
    const auto began = Steady::now();
    Ended out;
    Frame frame(services_, current, scope, job.account, job.event ? *job.event : no_event);
    frame.overlong = &running_.overlong;
    const auto head = audit_.head();
    std::string plugin;
    std::string failure;
    session_->savepoint();
    try {
        if (job.event) {
            const Event& event = *job.event;
            const bool direct = event.place.room == Room::direct && !event.from.id.empty() && !event.place.id.empty();
            if (direct && !std::holds_alternative<Closed>(event.what)) {
                community::Caller caller = community::called(scope, job.account, event.from, event.place);
                frame.chat = std::move(caller.talk);
                frame.person = std::move(caller.person);
            } else if (!event.place.id.empty()) {
                frame.chat = community::visit(scope, job.account, event.place);
            }
            if (frame.chat.group) frame.group = community::group(scope, frame.chat.group);
            if (!frame.person.id() && !event.from.id.empty()) {
                if (const auto known = community::find_person(scope, job.account, event.from.id))
                    frame.person = community::person(scope, *known).value_or(Person());
            }
            settle_event(job, scope, frame.chat, out.rows);
            const Platform* platform = services_.platform(job.account);
            if (direct && std::holds_alternative<Message>(event.what) && !event.message_id.empty() &&
                platform != nullptr && platform->removes_within > Millis{0} && !platform->local)
                note_heard(*session_, frame.chat.id, event.message_id, scope.now());
        }
        if (job.form) frame.request = &*job.form;
        frame.language = job.form ? job.form->language : language_for(frame);
        if (job.event && frame.person.id() && frame.person.language().empty() && frame.language == written(*job.event))
            community::set_language(scope, frame.person.id(), frame.language);  // her next press says nothing of it
        guard_.enter(job.key);
        running_.overlong.store(false);
        running_.since.store(nanoseconds(began));
        if (job.form)
            services_.router.submit(frame);
        else
            services_.router.route(frame);
        if (frame.effects.forget_person) services_.router.forget(frame);
        session_->act_as({});
        running_.since.store(0);
        guard_.leave();
        if (running_.overlong.load()) throw Overlong();
        for (delivery::Row& row : commit_effects(frame, job, audit_)) {
            if (row.state == delivery::State::inline_) out.settled.answer = row;
            out.rows.push_back(std::move(row));
        }
        out.settled.page = std::move(frame.effects.page);
        session_->release();
    } catch (const store::Failure& error) {
        running_.since.store(0);
        guard_.leave();
        const bool interrupted = error.kind() == store::Failure::Kind::interrupted && running_.overlong.load();
        if (!error.ours() && !interrupted) throw;
        failure = interrupted ? Overlong().what() : class_of(error);
    } catch (const std::exception& error) {
        running_.since.store(0);
        guard_.leave();
        failure = class_of(error);
    }
    session_->act_as({});
    if (frame.plugin != nullptr) plugin = frame.plugin->name();
    if (!failure.empty()) {
        audit_.restore(head);
        if (!session_->in_transaction()) {  // SQLite dropped all of it: begin again without this one
            condemned_[&job] = failure;
            throw TransactionLost();
        }
        session_->rollback_to();
        out = fail(job, current, scope, plugin, failure);
    }
    const auto took = Steady::now() - began;
    if (took > slow_turn) services_.watcher.turn_is_slow(plugin, std::chrono::duration_cast<Millis>(took));
    services_.watcher.turn_ended(plugin, failure.empty() ? "done" : "dead", took);
    return out;
}

// Buries the event and apologises to whoever wrote in private.
Runner::Ended Runner::fail(Job& job, const Current& current, community::Scope& scope, std::string_view plugin,
                           const std::string& why) {
    Ended out;
    out.settled.kind = Settled::Kind::dead;
    const std::int64_t id = bury(scope, job, plugin, why);
    services_.watcher.letter_died(plugin, id);
    if (!job.event || job.event->place.room != Room::direct || job.event->from.id.empty()) return out;
    Frame frame(services_, current, scope, job.account, *job.event);
    frame.chat = community::visit(scope, job.account, job.event->place);
    frame.person = community::meet(scope, job.account, job.event->from);
    frame.language = language_for(frame);
    frame.effects.out.push_back(Effects::Said{
        frame.here(),
        Reply(current.catalog->tr(
            frame.language, "Sorry, something went wrong here. Your message is kept, and somebody will look at it.")),
        {}});
    out.rows = commit_effects(frame, job, audit_);
    for (const delivery::Row& row : out.rows) {
        if (row.state == delivery::State::inline_) out.settled.answer = row;
    }
    return out;
}

}  // namespace noticeboard::turn
