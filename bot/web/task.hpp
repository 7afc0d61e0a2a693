// Task: what a coroutine of bot/web, bot/delivery and bot/app gives; and within(), a task that has a deadline.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace noticeboard::web {

template <class T = void>
using Task = boost::asio::awaitable<T>;

using Steady = std::chrono::steady_clock;

// Completion token: errors as values. `auto [error, count] = co_await socket.async_read_some(buffer, quietly);`
inline constexpr boost::asio::as_tuple_t<boost::asio::use_awaitable_t<>> quietly{boost::asio::use_awaitable};

template <class T>
Task<void> keep_result(Task<T> task, std::optional<T>& kept) {
    T value = co_await std::move(task);
    kept.emplace(std::move(value));
}

// The task's value, or nothing when the deadline came first; the task is then cancelled and has ended. What it throws,
// this throws.
template <class T>
Task<std::optional<T>> within(Task<T> task, Steady::time_point deadline) {
    const auto executor = co_await boost::asio::this_coro::executor;
    std::optional<T> kept;
    boost::asio::steady_timer timer(executor, deadline);
    auto race = boost::asio::experimental::make_parallel_group(
        boost::asio::co_spawn(executor, keep_result(std::move(task), kept), boost::asio::deferred),
        timer.async_wait(boost::asio::deferred));
    const auto [order, failure, expiry] =
        co_await race.async_wait(boost::asio::experimental::wait_for_one(), boost::asio::use_awaitable);
    if (order[0] != 0) co_return std::nullopt;
    if (failure) std::rethrow_exception(failure);
    co_return std::move(kept);
}

}  // namespace noticeboard::web
