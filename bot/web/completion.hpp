// Completion: a value that a coroutine waits for and another thread supplies.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "bot/web/task.hpp"

namespace noticeboard::web {

// Copies share one value. Whoever fulfils it must end before the waiter's I/O threads (Loops) do.
template <class T>
class Completion {
 public:
    // From any thread; the waiter goes on on its own thread. A second value is ignored.
    void fulfil(T value) const {
        std::unique_lock lock(state_->mutex);
        if (state_->fulfilled) return;
        state_->fulfilled = true;
        state_->value.emplace(std::move(value));
        if (!state_->bell) return;
        lock.unlock();
        boost::asio::post(state_->bell->get_executor(), [state = state_] { state->bell->cancel(); });
    }

    // For one waiter, once.
    Task<T> wait() const {
        const auto state = state_;
        const auto executor = co_await boost::asio::this_coro::executor;
        if (!rings(*state, executor)) co_return std::move(*state->value);
        co_await state->bell->async_wait(quietly);
        const std::lock_guard lock(state->mutex);
        if (!state->value) throw boost::system::system_error(boost::asio::error::operation_aborted);
        co_return std::move(*state->value);
    }

 private:
    struct State {
        std::mutex mutex;
        bool fulfilled = false;
        std::optional<T> value;
        std::optional<boost::asio::steady_timer> bell;  // set off by cancelling it
    };

    // Hangs up the bell, unless the value is there already.
    static bool rings(State& state, const boost::asio::any_io_executor& executor) {
        const std::lock_guard lock(state.mutex);
        if (state.value) return false;
        state.bell.emplace(executor, Steady::time_point::max());
        return true;
    }

    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace noticeboard::web
