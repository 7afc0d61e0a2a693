// Lanes: see lane.hpp.
#include "bot/turn/lane.hpp"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>

namespace noticeboard::turn {
namespace {
constexpr auto patience = std::chrono::milliseconds(50);  // of jobs that can wait
}

Lane::Lane(std::unique_ptr<Runner> runner, std::size_t room)
    : runner_(std::move(runner)), room_(room), thread_([this] { work(); }) {}

Lane::~Lane() {
    stop();
}

bool Lane::offer(Job job) {
    {
        const std::lock_guard guard(mutex_);
        if (stopping_ || waiting_.size() + taken_.load(std::memory_order_relaxed) >= room_) return false;
        const bool can_wait = job.can_wait;
        const bool first = waiting_.empty();
        waiting_.push_back(std::move(job));
        if (can_wait ? !first : hurry_) return true;  // the thread is awake, or about to be
        hurry_ = hurry_ || !can_wait;
    }
    arrived_.notify_one();
    return true;
}

void Lane::stop() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::size_t Lane::depth() const {
    const std::lock_guard guard(mutex_);
    return waiting_.size() + taken_.load(std::memory_order_relaxed);
}

void Lane::work() {
    std::vector<Job> jobs;
    while (true) {
        {
            std::unique_lock lock(mutex_);
            if (jobs.empty()) {
                arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
                arrived_.wait_for(lock, patience, [this] { return stopping_ || hurry_; });
            }
            hurry_ = false;
            if (jobs.empty() && waiting_.empty()) return;  // stopping, and nothing is left
            std::move(waiting_.begin(), waiting_.end(), std::back_inserter(jobs));
            waiting_.clear();
            taken_.store(jobs.size(), std::memory_order_relaxed);
        }
        runner_->run_batch(jobs);
        taken_.store(jobs.size(), std::memory_order_relaxed);
    }
}

Lanes::Lanes(std::vector<std::unique_ptr<Lane>> lanes) : lanes_(std::move(lanes)), watchdog_([this] { watch(); }) {}

Lanes::~Lanes() {
    stop();
}

bool Lanes::offer(Job job) {
    const std::size_t index = lanes_.size() == 1 ? 0 : std::hash<std::string>()(job.shard) % lanes_.size();
    return lanes_[index]->offer(std::move(job));
}

void Lanes::stop() {
    for (auto& lane : lanes_) lane->stop();
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    ended_.notify_one();
    if (watchdog_.joinable()) watchdog_.join();
}

std::size_t Lanes::depth() const {
    std::size_t out = 0;
    for (const auto& lane : lanes_) out += lane->depth();
    return out;
}

void Lanes::watch() {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, std::chrono::milliseconds(250), [this] { return stopping_; })) {
        const std::int64_t now =
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
                .count();
        for (auto& lane : lanes_) {
            Running& running = lane->runner().running();
            const std::int64_t since = running.since.load();
            if (since == 0) continue;
            const std::chrono::nanoseconds took(now - since);
            if (took > 5 * overlong) {
                std::fputs(
                    "a handler does not end and cannot be interrupted; going down, its event will not be run again\n",
                    stderr);
                std::abort();
            }
            if (took > overlong && !running.overlong.exchange(true)) lane->runner().session().interrupt();
        }
    }
}

}  // namespace noticeboard::turn
