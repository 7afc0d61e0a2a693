// Pacer: when the next message may go out without breaking a platform's pace, for an account and for each of its chats.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "bot/model/event.hpp"
#include "bot/model/ids.hpp"
#include "bot/model/platform.hpp"

namespace noticeboard::delivery {

class Pacer {
 public:
    explicit Pacer(const Platform& platform);

    // The earliest time at which a message may go out, long ago when it may at once: as far as the account's pace is
    // concerned, of which notices leave a fifth to those who are answered; and the chat's.
    TimePoint account(bool bulk = false) const;
    TimePoint when(ChatId chat, Room room) const;

    void count(ChatId chat, Room room, TimePoint now);  // one went out
    void pause(TimePoint until);                        // the whole account
    void pause(ChatId chat, TimePoint until);

    std::size_t chats() const { return chats_.size(); }  // that it remembers

 private:
    void forget_quiet(TimePoint now);  // chats that have been quiet for longer than any of their paces
    struct Track {                     // the times of what went out, as far back as the paces look
        std::deque<TimePoint> sent;
        TimePoint paused{};
    };
    static TimePoint earliest(const Track& track, const std::vector<Pace>& paces, bool bulk = false);
    static void note(Track& track, const std::vector<Pace>& paces, TimePoint now);
    const std::vector<Pace>& paces(Room room) const { return room == Room::direct ? chat_pace_ : group_pace_; }

    std::vector<Pace> account_pace_, chat_pace_, group_pace_;
    Track account_;
    std::unordered_map<ChatId, Track> chats_;
    std::size_t room_ = 1024;  // so many, then it looks who may be forgotten
};

}  // namespace noticeboard::delivery
