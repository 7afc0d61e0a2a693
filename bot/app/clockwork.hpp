// Clockwork: what happens by itself: timers ring, what another process queued is sent, old keys and rows are forgotten.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "bot/app/accounts.hpp"
#include "bot/app/pages.hpp"
#include "bot/app/readers.hpp"
#include "bot/turn/services.hpp"

namespace noticeboard::app {

class Clockwork {
 public:
    struct Parts {
        turn::Services& services;
        Readers& readers;
        Accounts& accounts;
        Pages& pages;
        std::function<bool(turn::Job)> offer;
        std::function<void()> each_second;  // metrics that are read, not counted
        Millis chats_keep{0};               // how long the built-in chat keeps what was said; 0: there is none
    };
    Clockwork(boost::asio::io_context& context, Parts parts);
    ~Clockwork();

    void start();
    void stop();      // from any thread
    void look_now();  // and returns when what is due was given to the lanes: for tests that move the clock

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace noticeboard::app
