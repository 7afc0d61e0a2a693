// Job: what a lane is given to do, and Settled: what became of it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/delivery/outbox.hpp"
#include "bot/model/event.hpp"
#include "bot/model/page.hpp"

namespace noticeboard::turn {

struct Settled {
    enum class Kind {
        done,       // committed
        duplicate,  // its key was there already: nothing was done
        dead,       // the handler failed; the event is a dead letter; committed
        refused,    // the store or the queue would not take it: nothing was kept, try again later
    };
    Kind kind = Kind::done;
    std::optional<delivery::Row> answer;  // the row that the webhook's answer may carry
    std::optional<Page> page;             // of a form
};

struct Job {
    std::string account;  // adapter name; empty for the bot's own
    std::string key;      // turn key: a second job with it has no effect; empty only for bookkeeping
    std::string shard;    // keeps its order among jobs of the same shard: the chat
    std::optional<Event> event;
    std::optional<PageRequest> form;
    std::function<void(community::Scope&)> bookkeeping;  // the bot's own rows, written before the event is handled
    // Of the built-in chat, where what came is written and judged in the turn itself: gives the event, or none.
    std::function<std::optional<Event>(community::Scope&)> arrival;
    TimePoint inline_until{};           // the webhook's answer may carry a reply until then
    std::function<void(Settled)> done;  // called after the commit, on the lane's thread
    bool can_wait = false;              // rides with the next batch, or is run within 50 ms: no commit of its own
    bool rerun = false;                 // a dead letter's second chance: its key is known and does not count
};

}  // namespace noticeboard::turn
