// Herald: carries notices to their chats. Freezes an audience, sends it window by window through the accounts' senders,
// and keeps the ledger: before a window `started` is committed, after it what became of each. What a crash leaves
// between the two is unknown, and goes out again or not as the notice says.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/community/notice/notice.hpp"
#include "bot/delivery/sender.hpp"
#include "bot/turn/services.hpp"

namespace noticeboard::delivery {

struct HeraldParts {
    struct Account {
        std::string name;
        const Platform& platform;
        Sender& sender;
    };
    std::vector<Account> accounts;
    community::Carriers carriers;
    turn::Services& services;
    std::function<bool(turn::Job)> offer;                            // to the lanes
    std::function<bool(std::function<void(store::Session&)>)> read;  // beside them
    SenderWatch& watch;
    bool marks_started = true;  // off in the test that shows what the mark is for
};

class Herald {
 public:
    // Calls under way at once per account: `windows` of `window` each. After a crash at most so many are unknown.
    static constexpr std::size_t window = 16, windows = 4;

    Herald(boost::asio::io_context& context, HeraldParts parts);
    ~Herald();
    Herald(const Herald&) = delete;
    Herald& operator=(const Herald&) = delete;

    // The following may be called from any thread.

    void look();  // at what is to go out, to be tried again or to end: now and then, and after a change
    // Begins nothing new; `quiet` is called once what was under way has ended and is kept. The senders stop meanwhile.
    void stop(std::function<void()> quiet);
    bool busy() const;  // it reads, writes or composes; not while it only waits for the senders

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace noticeboard::delivery
