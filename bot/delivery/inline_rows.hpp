// Inline rows: messages that ride on the answer of the webhook that caused them. A handler claims its row before it
// writes; a row whose time is over leaves only when nobody has claimed it. Never both.
#pragma once

#include <map>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "bot/delivery/outbox.hpp"

namespace noticeboard::delivery {

class InlineRows {  // thread-safe
 public:
    // From here on it can be claimed. `presumed`: of before a crash; answered, unless its event comes again.
    void keep(Row row, bool presumed = false);

    // Before an answer carries the row: false when it is not inline any more. After `true`, `ended` must follow.
    bool claim(OutboxId id);

    // The answer was written, or not. True when the row is done: it is no longer here.
    bool ended(OutboxId id, bool written);

    // Whether a chat's next row has to wait for the one that is here.
    bool holds(ChatId chat) const;

    struct Overdue {
        Row row;
        bool presumed = false;
    };
    // Takes out the rows whose time is over and that nobody is writing.
    std::vector<Overdue> take_overdue(TimePoint now);

    // When to look again: the earliest deadline; max() when it is empty.
    TimePoint next(TimePoint now) const;

    std::size_t size() const;

    // Answers that were written since the last call, for the account's pace.
    struct Written {
        ChatId chat;
        Room room = Room::direct;
    };
    std::vector<Written> take_written();

 private:
    struct Entry {
        Row row;
        int writing = 0;  // answers under way
        bool presumed = false;
    };
    mutable std::mutex mutex_;
    std::map<OutboxId, Entry> rows_;  // oldest first
    std::unordered_set<ChatId> chats_;
    std::vector<Written> written_;
};

}  // namespace noticeboard::delivery
