// Readers: a few threads with reading sessions, for views and lists; they never write and never wait for a lane.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "bot/store/session.hpp"

namespace noticeboard::app {

class Readers {
 public:
    using Read = std::function<void(store::Session&)>;

    Readers(std::vector<std::unique_ptr<store::Session>> sessions, std::size_t room = 4096);
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    // Runs `read` on one of the threads. False when too many wait already. `read` must not throw.
    bool ask(Read read);

 private:
    void work(store::Session& session);

    const std::size_t room_;
    std::vector<std::unique_ptr<store::Session>> sessions_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Read> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace noticeboard::app
