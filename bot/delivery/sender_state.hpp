// The inside of a Sender; for sender.cpp (what goes out when) and sender_row.cpp (one row on its way) alone. Everything
// runs on one io_context, so nothing needs a lock.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <set>
#include <unordered_map>

#include "bot/delivery/answered.hpp"
#include "bot/delivery/inline_rows.hpp"
#include "bot/delivery/login.hpp"
#include "bot/delivery/pacer.hpp"
#include "bot/delivery/queues.hpp"
#include "bot/delivery/sender.hpp"

namespace noticeboard::delivery {

struct Sender::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& context, SenderParts parts);

    TimePoint now() const { return parts.clock.now(); }
    const Platform& platform() const { return parts.adapter.platform(); }

    // --- what goes out when

    void add(Row row);
    void pump();  // starts what may start now, and sets the alarm for what may later
    void start_ready(Queues::Rank rank, TimePoint& next);
    void recover(Row row);
    void hand_back_waiting();  // at a stop: notices' messages that wait go back to whoever carries them
    void watch_inlined();      // waits for the next deadline of the inline rows
    void leave_overdue();

    // --- one row on its way

    static web::Task<> work(std::shared_ptr<State> self, ChatId chat);
    static web::Task<> give_up(std::shared_ptr<State> self, Row row);
    static web::Task<> await_redelivery(std::shared_ptr<State> self, Row row, bool comes_again);
    web::Task<bool> deliver(Row& row);  // true: it is done with
    web::Task<bool> leave_inline(Row& row);
    web::Task<std::optional<Outcome>> make_playable(Row& row);  // why it cannot be, or nothing
    web::Task<bool> land(Row& row);
    web::Task<bool> intend(Row& row);
    web::Task<> intend_step(Row& row);
    web::Task<Outcome> attempt(Row& row);
    web::Task<bool> conclude(Row& row, Outcome outcome);
    web::Task<> put_off(Row& row, const Outcome& outcome);
    web::Task<> follow(Row& row, std::string to);
    web::Task<> hold(Row& row, Outcome& outcome);
    web::Task<> close(Row& row, Outcome& outcome);

    // Bookkeeping through the lane, until it is taken; `told`, if any, is a turn under that key in the same
    // transaction.
    using Write = std::function<void(community::Scope&)>;
    web::Task<> commit(const Row& row, Write write);
    web::Task<> commit(const Row& row, Write write, std::optional<Delivered> told, std::string key);
    web::Task<turn::Settled> commit(turn::Job job);

    boost::asio::io_context& context;
    SenderParts parts;
    Pacer pacer;
    Login login;
    Queues queues;
    boost::asio::steady_timer alarm;
    std::size_t calls = 0, bulk_calls = 0;
    std::unordered_map<OutboxId, std::function<void(const Outcome&)>> carried;

    InlineRows inlined;           // what rides on webhooks' answers
    std::set<OutboxId> presumed;  // inline rows of before a crash that were answered unless the event comes again
    boost::asio::steady_timer inline_alarm;
    std::atomic<bool> inline_watched{false};
    std::shared_ptr<Answered> answered;

    std::atomic<int> active{0};  // rows and answers on their way here, and calls under way
    std::atomic<std::size_t> held_rows{0};
    bool stopping = false;
    std::function<void()> quiet;
};

}  // namespace noticeboard::delivery
