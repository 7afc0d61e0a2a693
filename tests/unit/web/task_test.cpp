// within() and Completion: a task against a deadline, a value from another thread.
#include "bot/web/task.hpp"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <string>
#include <thread>

#include "bot/web/completion.hpp"

using namespace noticeboard::web;
using namespace std::chrono_literals;

namespace {

constexpr auto never = 1h;

// Runs one task to its end; what it throws, this throws.
template <class T>
T run(Task<T> task) {
    boost::asio::io_context context;
    std::optional<T> out;
    std::exception_ptr bug;
    boost::asio::co_spawn(context, keep_result(std::move(task), out), [&](std::exception_ptr thrown) { bug = thrown; });
    context.run();
    if (bug) std::rethrow_exception(bug);
    return std::move(*out);
}

struct Ended {  // notes that a coroutine's frame has gone
    bool& flag;
    ~Ended() { flag = true; }
};

Task<std::string> slow(bool& ended) {
    const Ended note(ended);
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, never);
    co_await timer.async_wait(quietly);
    co_return "slow";
}

Task<std::string> quick() {
    co_return "quick";
}

Task<std::string> broken() {
    throw std::runtime_error("broken");
    co_return "";
}

Task<std::string> outer(bool& ended) {
    const std::optional<std::string> inner = co_await within(slow(ended), Steady::now() + never);
    co_return inner.value_or("inner");
}

Task<int> waiting(Completion<int> completion) {
    const int value = co_await completion.wait();
    co_return value;
}

}  // namespace

TEST_CASE("a task in time gives its value, and its timer does not hold anybody up") {
    CHECK(run(within(quick(), Steady::now() + never)) == "quick");
}

TEST_CASE("a late task gives nothing and has ended") {
    bool ended = false;
    CHECK(run(within(slow(ended), Steady::now() + 1ms)) == std::nullopt);
    CHECK(ended);
}

TEST_CASE("the outer deadline ends the inner task") {
    bool ended = false;
    CHECK(run(within(outer(ended), Steady::now() + 1ms)) == std::nullopt);
    CHECK(ended);
}

TEST_CASE("what a task throws comes through") {
    CHECK_THROWS_WITH(run(within(broken(), Steady::now() + never)), "broken");
}

TEST_CASE("a completion that is there already, and one that comes from another thread") {
    const Completion<int> early;
    early.fulfil(7);
    early.fulfil(8);
    CHECK(run(waiting(early)) == 7);
    for (int round = 0; round < 200; ++round) {
        const Completion<int> late;
        std::thread other([late, round] { late.fulfil(round); });
        CHECK(run(waiting(late)) == round);
        other.join();
    }
}

TEST_CASE("nobody waits for a completion longer than he wants; its value may still come") {
    const Completion<int> completion;
    CHECK(run(within(waiting(completion), Steady::now() + 1ms)) == std::nullopt);
    completion.fulfil(1);
}
