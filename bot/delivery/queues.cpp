// Queues: see queues.hpp.
#include "bot/delivery/queues.hpp"

#include <iterator>
#include <limits>

namespace noticeboard::delivery {

Queues::Rank Queues::rank(const Row& row) {
    if (row.state == State::inline_) return Rank::overdue;
    return row.bulk ? Rank::notice : Rank::reply;
}

void Queues::leave(ChatId chat, Queue& queue) {
    if (queue.place) idle_[index(queue.place->first)].erase({queue.place->second, chat});
    queue.place.reset();
}

void Queues::stand(ChatId chat, Queue& queue, TimePoint due) {
    leave(chat, queue);
    if (queue.busy || queue.rows.empty()) return;
    queue.place = {rank(queue.rows.front()), due};
    idle_[index(queue.place->first)].emplace(due, chat);
}

bool Queues::add(Row row) {
    if (!known_.insert(row.id).second) return false;
    const ChatId chat = row.chat;
    Queue& queue = chats_[chat];
    auto at = queue.rows.end();
    if (!row.bulk) {
        at = std::next(queue.rows.begin(), queue.busy ? 1 : 0);
        while (at != queue.rows.end() && !at->bulk) ++at;
    }
    const bool first = at == queue.rows.begin();
    queue.rows.insert(at, std::move(row));
    if (first) stand(chat, queue, queue.rows.front().due);
    return true;
}

bool Queues::add_first(Row row) {
    if (!known_.insert(row.id).second) return false;
    const ChatId chat = row.chat;
    Queue& queue = chats_[chat];
    queue.rows.insert(std::next(queue.rows.begin(), queue.busy ? 1 : 0), std::move(row));
    if (!queue.busy) stand(chat, queue, queue.rows.front().due);
    return true;
}

std::optional<ChatId> Queues::next(Rank rank, TimePoint now, const Ready& ready) {
    std::set<Due>& places = idle_[index(rank)];
    for (auto it = places.begin(); it != places.end() && it->first <= now;) {
        const ChatId chat = it->second;
        ++it;  // `stand` takes the place away
        Queue& queue = chats_.at(chat);
        const std::optional<TimePoint> at = ready(queue.rows.front());
        if (!at) continue;
        if (*at <= now) return chat;
        stand(chat, queue, *at);
    }
    return std::nullopt;
}

TimePoint Queues::next_due(Rank rank, TimePoint now) const {
    const std::set<Due>& places = idle_[index(rank)];
    const auto it = places.upper_bound({now, ChatId{std::numeric_limits<std::int64_t>::max()}});
    return it == places.end() ? TimePoint::max() : it->first;
}

Row& Queues::begin(ChatId chat) {
    Queue& queue = chats_.at(chat);
    leave(chat, queue);
    queue.busy = true;
    return queue.rows.front();
}

void Queues::end(ChatId chat) {
    const auto it = chats_.find(chat);
    Queue& queue = it->second;
    queue.busy = false;
    if (queue.rows.empty()) {
        chats_.erase(it);
        return;
    }
    stand(chat, queue, queue.rows.front().due);
}

void Queues::pop(ChatId chat) {
    Queue& queue = chats_.at(chat);
    known_.erase(queue.rows.front().id);
    queue.rows.pop_front();
}

void Queues::each(ChatId chat, const std::function<void(Row&)>& change) {
    for (Row& row : chats_.at(chat).rows) change(row);
}

void Queues::each_waiting(const std::function<void(const Row&)>& look) const {
    for (const auto& [chat, queue] : chats_) {
        for (auto it = std::next(queue.rows.begin(), queue.busy ? 1 : 0); it != queue.rows.end(); ++it) look(*it);
    }
}

}  // namespace noticeboard::delivery
