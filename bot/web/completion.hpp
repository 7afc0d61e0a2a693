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

// Copies share one value.
template <class T>
class Completion {
 public:
    // From any thread; the waiter goes on on its own thread. A second value is ignored, and so is one that nobody waits
    // for.
    void fulfil(T value) const {
        const std::lock_guard lock(state_->mutex);
        if (state_->fulfilled) return;
        state_->fulfilled = true;
        state_->value.emplace(std::move(value));
        if (state_->bell) boost::asio::post(state_->bell->get_executor(), [state = state_] { state->ring(); });
    }

    // For one waiter, once.
    Task<T> wait() const {
        const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
        const Bell bell(state_, executor);
        if (bell.needed()) co_await state_->bell->async_wait(quietly);
        const std::lock_guard lock(state_->mutex);
        if (!state_->value) throw boost::system::system_error(boost::asio::error::operation_aborted);
        co_return std::move(*state_->value);
    }

 private:
    struct State {
        void ring() {
            const std::lock_guard lock(mutex);
            if (bell) bell->cancel();
        }

        std::mutex mutex;
        bool fulfilled = false;
        std::optional<T> value;
        std::optional<boost::asio::steady_timer> bell;  // rung by cancelling it
    };

    // Hangs as long as somebody waits, unless the value is there already.
    class Bell {
     public:
        Bell(std::shared_ptr<State> state, const boost::asio::any_io_executor& executor) : state_(std::move(state)) {
            const std::lock_guard lock(state_->mutex);
            needed_ = !state_->fulfilled;
            if (needed_) state_->bell.emplace(executor, Steady::time_point::max());
        }
        ~Bell() {
            const std::lock_guard lock(state_->mutex);
            state_->bell.reset();
        }
        Bell(const Bell&) = delete;
        Bell& operator=(const Bell&) = delete;

        bool needed() const { return needed_; }

     private:
        const std::shared_ptr<State> state_;
        bool needed_ = false;
    };

    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace noticeboard::web
