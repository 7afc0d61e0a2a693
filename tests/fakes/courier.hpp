// Courier: delivers a platform's webhooks: those of one chat in order, others beside them, again until they are
// accepted.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bot/model/moment.hpp"
#include "bot/web/client.hpp"
#include "bot/web/loops.hpp"

namespace noticeboard::fakes {

struct Parcel {
    std::string chat;                                     // whose order it keeps
    std::function<web::Request()> request;                // made anew for each try
    std::function<void(const web::Response&)> delivered;  // the first 2xx
    int tries = 0;                                        // at most; 0: until it is accepted
    int repeats = 0;                                      // delivered so many times more after it was accepted
};

class Courier {
 public:
    struct Habits {
        std::size_t hands = 4;     // deliveries at once
        Millis patience = 5s;      // for an answer
        Millis first_wait = 20ms;  // before the second try; doubles
        Millis longest_wait = 1s;
    };

    explicit Courier(Habits habits);
    ~Courier();
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;

    void send(Parcel parcel);

    // Waits until everything is delivered or given up; false when that took longer.
    bool wait_idle(Millis longest = 10s);

    // Waits, for a second at most, until no delivery of this chat is under way: an answer that rides on one was written
    // before whatever the bot calls next, and is heard before it.
    void let_finish(const std::string& chat);

    std::size_t tries() const;     // made so far
    std::size_t given_up() const;  // parcels whose tries were used up

 private:
    using Steady = std::chrono::steady_clock;
    struct Queue {
        std::deque<Parcel> parcels;
        bool busy = false;
        int tried = 0;  // the first of them
        Steady::time_point due{};
    };

    void work();
    std::map<std::string, Queue>::iterator ready();
    web::Fetched carry(const Parcel& parcel);
    void settle(Queue& queue, const web::Fetched& fetched);

    const Habits habits_;
    web::Loops loops_{1};
    web::Client client_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Queue> queues_;
    std::size_t tries_ = 0, given_up_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> hands_;
};

}  // namespace noticeboard::fakes
