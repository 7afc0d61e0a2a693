// Ids: 64-bit numbers of our own making (bot/store/id), typed so that one kind is never taken for another.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace noticeboard {

template <class Tag>
struct Id {
    std::int64_t value = 0;  // 0: none

    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

template <class Tag>
std::string to_string(Id<Tag> id) {  // ids are strings in JSON: a browser's numbers end at 2^53
    return std::to_string(id.value);
}

using GroupId = Id<struct GroupTag>;
using ChatId = Id<struct ChatTag>;
using PersonId = Id<struct PersonTag>;
using OutboxId = Id<struct OutboxTag>;
using TimerId = Id<struct TimerTag>;
using BoardId = Id<struct BoardTag>;

}  // namespace noticeboard

template <class Tag>
struct std::hash<noticeboard::Id<Tag>> {
    std::size_t operator()(noticeboard::Id<Tag> id) const { return std::hash<std::int64_t>()(id.value); }
};
