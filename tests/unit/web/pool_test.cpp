// Turns at a client's connections, when somebody gives up at the very moment he is called, or two leave at once.
#include "bot/web/pool.hpp"

#include <doctest/doctest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

struct Visitor {
    std::unique_ptr<Pool::Seat> seat;
    boost::asio::cancellation_signal gives_up;
    bool gone = false;
};

Task<> wait_for_seat(Pool& pool, Visitor& visitor) {
    const Place place;
    visitor.seat = co_await pool.seat(place);
}

void settle(boost::asio::io_context& context) {  // until everybody waits
    context.restart();
    context.poll();
}

void enter(boost::asio::io_context& context, Pool& pool, Visitor& visitor) {
    auto done = [&visitor](std::exception_ptr bug) { visitor.gone = bug != nullptr; };
    boost::asio::co_spawn(context, wait_for_seat(pool, visitor),
                          boost::asio::bind_cancellation_slot(visitor.gives_up.slot(), std::move(done)));
    settle(context);
}

}  // namespace

TEST_CASE("seats are given in the order of coming, and a call is not lost with whoever leaves") {
    boost::asio::io_context context;
    const auto pool = std::make_shared<Pool>(context, 1, 1, 1s);
    Visitor first, second, third;
    enter(context, *pool, first);
    enter(context, *pool, second);
    enter(context, *pool, third);
    CHECK(first.seat);
    CHECK_FALSE(second.seat);

    SUBCASE("everybody waits") {
        first.seat.reset();
        settle(context);
        CHECK(second.seat);
        CHECK_FALSE(third.seat);
        second.seat.reset();
    }
    SUBCASE("the second is called and leaves at once") {
        first.seat.reset();
        second.gives_up.emit(boost::asio::cancellation_type::terminal);
        settle(context);
        second.seat.reset();
    }
    SUBCASE("the second leaves, then there is room") {
        second.gives_up.emit(boost::asio::cancellation_type::terminal);
        settle(context);
        CHECK(second.gone);
        CHECK_FALSE(third.seat);
        first.seat.reset();
    }
    settle(context);
    CHECK(third.seat);
}

TEST_CASE("when two leave at once, two come in") {
    boost::asio::io_context context;
    const auto pool = std::make_shared<Pool>(context, 2, 1, 1s);
    Visitor visitors[4];
    for (Visitor& visitor : visitors) enter(context, *pool, visitor);
    CHECK(visitors[1].seat);
    CHECK_FALSE(visitors[2].seat);
    visitors[0].seat.reset();
    visitors[1].seat.reset();
    settle(context);
    CHECK(visitors[2].seat);
    CHECK(visitors[3].seat);
}
