// Poller: see poller.hpp. The cursor moves in a commit of its own after the events' commits: a crash between them asks
// for the events again, and their keys make them duplicates.
#include "bot/app/poller.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bot/app/webhook.hpp"
#include "bot/community/vault.hpp"
#include "bot/delivery/retry.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::app {
namespace {
constexpr int refused = 6;  // failures that a refused credential counts for: the longest pause at once
}

struct Poller::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& context_, Account& account_, turn::Services& services_,
          std::function<bool(turn::Job)> offer_, std::string cursor_)
        : context(context_),
          account(account_),
          services(services_),
          offer(std::move(offer_)),
          cursor(std::move(cursor_)),
          pause(context_) {}

    boost::asio::io_context& context;
    Account& account;
    turn::Services& services;
    std::function<bool(turn::Job)> offer;
    std::string cursor;
    boost::asio::steady_timer pause;
    bool stopped = false;
    bool forbidden = false;  // the last poll was: the credential is refused

    static web::Task<> run(std::shared_ptr<State> self) {
        int failures = 0;
        while (!self->stopped) {
            const bool well = co_await self->poll_once();
            failures = well ? 0 : std::exchange(self->forbidden, false) ? refused : failures + 1;
            if (well || self->stopped) continue;
            self->pause.expires_after(delivery::wait_after(std::min(failures, 6), Millis{0}, self->services.random));
            co_await self->pause.async_wait(web::quietly);
        }
    }

    web::Task<bool> poll_once() {
        const Adapter* adapter = account.adapter.get();
        const std::string at = cursor;
        std::function<web::Request(const Credential&)> make = [adapter, at](const Credential& credential) {
            return adapter->poll(at, credential).value_or(web::Request());
        };
        const web::Fetched fetched = co_await account.sender->call(std::move(make), adapter->platform().poll_deadline);
        const auto* response = std::get_if<web::Response>(&fetched);
        if (response == nullptr || stopped) co_return false;
        Moment moment{services.clock.now(), services.random};
        auto polled = adapter->polled(*response, moment);
        if (!polled) {
            forbidden = polled.error().kind == Error::Kind::forbidden;
            co_return false;
        }
        const bool accepted = co_await take(*polled);
        if (accepted && !polled->cursor.empty()) cursor = polled->cursor;
        co_return accepted;
    }

    // Gives the events to the lanes, waits for their commits, and keeps the cursor.
    web::Task<bool> take(const Inbound& inbound) {
        const auto left = std::make_shared<std::atomic<int>>(static_cast<int>(inbound.events.size()));
        const auto refused = std::make_shared<std::atomic<bool>>(false);
        const web::Completion<bool> settled;
        const std::function<void(turn::Settled)> done = [left, refused, settled](const turn::Settled& result) {
            if (result.kind == turn::Settled::Kind::refused) refused->store(true);
            if (--*left == 0) settled.fulfil(true);
        };
        if (inbound.events.empty()) {
            co_return true;
        }
        auto jobs = jobs_of(account.name, inbound, services.vault, TimePoint{}, done);
        *left = static_cast<int>(jobs.size());
        if (jobs.empty()) co_return true;
        for (turn::Job& job : jobs) {
            const bool taken =
                !refused->load() && offer(std::move(job));  // one refused: none after it, or order breaks
            if (taken) continue;
            turn::Settled none;
            none.kind = turn::Settled::Kind::refused;
            done(none);
        }
        co_await settled.wait();
        if (refused->load()) co_return false;
        if (!inbound.cursor.empty()) {
            turn::Job keep;
            keep.shard = account.name;
            keep.bookkeeping = [name = account.name, at = inbound.cursor](community::Scope& scope) {
                turn::keep_cursor(scope.sql, name, at);
            };
            offer(std::move(keep));
        }
        co_return true;
    }
};

Poller::Poller(boost::asio::io_context& context, Account& account, turn::Services& services,
               std::function<bool(turn::Job)> offer, std::string cursor)
    : state_(std::make_shared<State>(context, account, services, std::move(offer), std::move(cursor))) {}

Poller::~Poller() = default;

void Poller::start() {
    boost::asio::co_spawn(state_->context, State::run(state_), boost::asio::detached);
}

void Poller::stop() {
    boost::asio::post(state_->context, [state = state_] {
        state->stopped = true;
        state->pause.cancel();
    });
}

}  // namespace noticeboard::app
