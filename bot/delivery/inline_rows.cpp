// Inline rows: see inline_rows.hpp.
#include "bot/delivery/inline_rows.hpp"

#include <algorithm>
#include <utility>

namespace noticeboard::delivery {
namespace {
constexpr Millis writing_time = 1s;  // an answer that is being written at the deadline is looked at again after this
}

void InlineRows::keep(Row row, bool presumed) {
    const std::lock_guard guard(mutex_);
    const OutboxId id = row.id;
    chats_.insert(row.chat);
    rows_.try_emplace(id, Entry{std::move(row), 0, presumed});
}

bool InlineRows::claim(OutboxId id) {
    const std::lock_guard guard(mutex_);
    const auto it = rows_.find(id);
    if (it == rows_.end()) return false;
    ++it->second.writing;
    return true;
}

bool InlineRows::ended(OutboxId id, bool written) {
    const std::lock_guard guard(mutex_);
    const auto it = rows_.find(id);
    if (it == rows_.end()) return false;  // another delivery of the same event was faster
    --it->second.writing;
    if (!written) return false;  // a redelivery may still carry it; else its deadline makes it an ordinary row
    written_.push_back({it->second.row.chat, it->second.row.outgoing.place.room});
    chats_.erase(it->second.row.chat);
    rows_.erase(it);
    return true;
}

bool InlineRows::holds(ChatId chat) const {
    const std::lock_guard guard(mutex_);
    return chats_.contains(chat);
}

std::vector<InlineRows::Overdue> InlineRows::take_overdue(TimePoint now) {
    const std::lock_guard guard(mutex_);
    std::vector<Overdue> out;
    for (auto it = rows_.begin(); it != rows_.end();) {
        if (it->second.row.inline_until > now || it->second.writing > 0) {
            ++it;
            continue;
        }
        chats_.erase(it->second.row.chat);
        out.push_back({std::move(it->second.row), it->second.presumed});
        it = rows_.erase(it);
    }
    return out;
}

TimePoint InlineRows::next(TimePoint now) const {
    const std::lock_guard guard(mutex_);
    TimePoint out = TimePoint::max();
    for (const auto& [id, entry] : rows_) {
        out = std::min(out, entry.row.inline_until > now ? entry.row.inline_until : now + writing_time);
    }
    return out;
}

std::size_t InlineRows::size() const {
    const std::lock_guard guard(mutex_);
    return rows_.size();
}

std::vector<InlineRows::Written> InlineRows::take_written() {
    const std::lock_guard guard(mutex_);
    return std::exchange(written_, {});
}

}  // namespace noticeboard::delivery
