// Lane: a thread with one session that runs jobs in order, many to a transaction. All events of a chat go through one
// lane.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "bot/turn/runner.hpp"

namespace noticeboard::turn {

class Lane {
 public:
    Lane(std::unique_ptr<Runner> runner, std::size_t room = 10'000);
    ~Lane();

    // Takes a job, from any thread. False when the lane is full or stopping: `done` is not called, nothing was kept.
    bool offer(Job job);

    void stop();  // runs what it has, then ends the thread
    std::size_t depth() const;
    Runner& runner() { return *runner_; }

 private:
    void work();

    std::unique_ptr<Runner> runner_;
    const std::size_t room_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Job> waiting_;
    std::atomic<std::size_t> taken_{0};
    bool hurry_ = false;  // something waits that cannot wait
    bool stopping_ = false;
    std::thread thread_;
};

class Lanes {  // all of them, and the watchdog that looks after their turns
 public:
    explicit Lanes(std::vector<std::unique_ptr<Lane>> lanes);
    ~Lanes();
    bool offer(Job job);  // to the lane of its shard
    void stop();
    std::size_t depth() const;
    std::size_t size() const { return lanes_.size(); }
    Lane& at(std::size_t index) { return *lanes_[index]; }

    // A turn longer than this is interrupted; one that cannot be, because it never calls us, takes the program down
    // after five times as long, and the poison guard knows it at the next start.
    static constexpr auto overlong = std::chrono::seconds(2);

 private:
    void watch();

    std::vector<std::unique_ptr<Lane>> lanes_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool stopping_ = false;
    std::thread watchdog_;
};

}  // namespace noticeboard::turn
