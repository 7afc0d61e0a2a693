// Pacer: a sliding window for each pace. See pacer.hpp.
#include "bot/delivery/pacer.hpp"

#include <algorithm>

namespace noticeboard::delivery {

Pacer::Pacer(const Platform& platform)
    : account_pace_(platform.account_pace), chat_pace_(platform.chat_pace), group_pace_(platform.group_pace) {}

TimePoint Pacer::earliest(const Track& track, const std::vector<Pace>& paces, bool bulk) {
    TimePoint out = track.paused;
    for (const Pace& pace : paces) {
        const auto count = static_cast<std::size_t>(bulk ? std::max(1, pace.count * 4 / 5) : pace.count);
        if (track.sent.size() >= count) out = std::max(out, track.sent[track.sent.size() - count] + pace.per);
    }
    return out;
}

void Pacer::note(Track& track, const std::vector<Pace>& paces, TimePoint now) {
    track.sent.push_back(now);
    std::size_t longest = 0;
    for (const Pace& pace : paces) longest = std::max(longest, static_cast<std::size_t>(pace.count));
    while (track.sent.size() > longest) track.sent.pop_front();
}

TimePoint Pacer::account(bool bulk) const {
    return earliest(account_, account_pace_, bulk);
}

TimePoint Pacer::when(ChatId chat, Room room) const {
    const auto it = chats_.find(chat);
    return it == chats_.end() ? TimePoint{} : earliest(it->second, paces(room));
}

void Pacer::count(ChatId chat, Room room, TimePoint now) {
    note(account_, account_pace_, now);
    if (paces(room).empty()) return;
    note(chats_[chat], paces(room), now);
    if (chats_.size() < room_) return;
    forget_quiet(now);
    room_ = std::max<std::size_t>(1024, chats_.size() * 2);
}

void Pacer::pause(TimePoint until) {
    account_.paused = std::max(account_.paused, until);
}
void Pacer::pause(ChatId chat, TimePoint until) {
    chats_[chat].paused = std::max(chats_[chat].paused, until);
}

void Pacer::forget_quiet(TimePoint now) {
    Millis longest{0};
    for (const auto* list : {&chat_pace_, &group_pace_}) {
        for (const Pace& pace : *list) longest = std::max(longest, pace.per);
    }
    std::erase_if(chats_, [&](const auto& entry) {
        const Track& track = entry.second;
        return track.paused < now && (track.sent.empty() || track.sent.back() + longest < now);
    });
}

}  // namespace noticeboard::delivery
