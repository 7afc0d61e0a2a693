// Poller: long polling for platforms that are asked instead of calling: the same events, the same turns.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "bot/app/accounts.hpp"
#include "bot/turn/services.hpp"

namespace noticeboard::app {

class Poller {
 public:
    // `cursor` is where the account's polling goes on, from the store.
    Poller(boost::asio::io_context& context, Account& account, turn::Services& services,
           std::function<bool(turn::Job)> offer, std::string cursor);
    ~Poller();

    void start();
    void stop();  // from any thread; the poll under way is given up

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace noticeboard::app
