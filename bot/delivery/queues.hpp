// Queues: an account's rows in memory, per chat in order. Says which chat's first row may leave next, without looking
// at all that wait.
#pragma once

#include <array>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "bot/delivery/outbox.hpp"

namespace noticeboard::delivery {

class Queues {  // of one thread
 public:
    // What is begun first when much could be: notes of the past, then replies, then notices.
    enum class Rank { overdue, reply, notice };  // `overdue`: an inline row that no answer carried
    static constexpr std::array ranks = {Rank::overdue, Rank::reply, Rank::notice};

    // Behind its chat's rows; a reply before the notices that have not begun. False: the row is here already.
    bool add(Row row);
    bool add_first(Row row);  // before whatever waits in its chat

    // The chat whose first row has been due longest, of those that `ready` says may go at `now`; a later time puts its
    // chat off until then, none passes it over this once.
    using Ready = std::function<std::optional<TimePoint>(const Row&)>;
    std::optional<ChatId> next(Rank rank, TimePoint now, const Ready& ready);

    // When the next first row of that rank is due after `now`; max() when none is.
    TimePoint next_due(Rank rank, TimePoint now) const;
    bool any(Rank rank) const { return !idle_[index(rank)].empty(); }

    // The first row of a chat is under way between `begin` and `end`; it stays first, and in place, until it is popped.
    Row& begin(ChatId chat);
    void end(ChatId chat);
    Row& front(ChatId chat) { return chats_.at(chat).rows.front(); }
    void pop(ChatId chat);  // the one that is under way is done

    void each(ChatId chat, const std::function<void(Row&)>& change);       // the rows of one chat
    void each_waiting(const std::function<void(const Row&)>& look) const;  // all that are not under way
    std::size_t size() const { return known_.size(); }

 private:
    using Due = std::pair<TimePoint, ChatId>;
    struct Queue {
        std::list<Row> rows;  // a row stays in place while others come and go
        bool busy = false;
        std::optional<std::pair<Rank, TimePoint>> place;  // where it stands in idle_
    };
    static constexpr std::size_t index(Rank rank) { return static_cast<std::size_t>(rank); }
    static Rank rank(const Row& row);
    void leave(ChatId chat, Queue& queue);                 // its place
    void stand(ChatId chat, Queue& queue, TimePoint due);  // in a place, if it is not busy

    std::map<ChatId, Queue> chats_;
    std::array<std::set<Due>, ranks.size()> idle_;
    std::unordered_set<OutboxId> known_;
};

}  // namespace noticeboard::delivery
