// Notice: what an office tells many groups at once; and its ledger: how many of them it reached, and how.
#pragma once

#include <map>
#include <string>

#include "bot/model/ids.hpp"
#include "bot/model/moment.hpp"
#include "bot/model/reply.hpp"

namespace noticeboard {

using NoticeId = Id<struct NoticeTag>;

struct Notice {
    enum class State { draft, approved, running, paused, done, cancelled };
    enum class Kind { notice, correction, recall };

    NoticeId id;
    std::string number;  // 9 digits, the last a Damm check digit: what /n/ shows it under
    std::string unit;    // the office that speaks, Unit::code
    PersonId author;     // none: the operator, from the command line
    State state = State::draft;
    Kind kind = Kind::notice;
    NoticeId of;  // what a correction or recall is about
    bool emergency = false;
    AfterCrash after_crash = AfterCrash::never;  // a message whose fate is unknown: again, or rather not
    std::map<std::string, std::string> texts;    // by language
    std::string picture;                         // PNG or JPEG bytes, or empty
    std::string link;                            // https, or empty
    std::string audience;                        // the expression, as `Audience::text` writes it
    std::string reason;                          // why so few groups, where it was asked
    TimePoint created{};
    TimePoint begins{};   // when it was asked to go out; the epoch: not yet
    TimePoint expires{};  // nobody hears it after this; the epoch: never
    TimePoint begun{}, ended{};
    std::string why;  // of a cancelled one: "stopped", "expired"

    bool is_open() const { return state < State::done; }
    bool was_sent() const { return to_millis(begun) != 0; }
};

// How a notice gets into a chat.
enum class Way {
    machine,    // the bot writes there
    confirmed,  // the platform asks the group's leader to tap before it shows it
    by_hand,    // no bot can write there: the leader is given text and picture, and says when she posted them
};

// What became of one chat of the audience. The numbers stand in the store.
enum class Reach {
    pending = 0,  // not tried yet, or to be tried again
    sending = 1,  // under way
    sent = 2,
    failed = 3,
    skipped = 4,    // there is nobody to reach: the chat is gone, the group has no leader
    held = 5,       // waits for a window of the platform to open
    unknown = 6,    // a call was made and its fate is not known
    cancelled = 7,  // the notice was stopped or expired before its turn
    asked = 8,      // by hand, or to be tapped: its leader was asked
    posted = 9,     // she says she did
    refused = 10,   // she says she cannot, or nobody answered
};
inline constexpr int reach_count = 11;

// How many chats of the audience are where. `audience` is the sum of the others, always.
struct Ledger {
    std::int64_t audience = 0;
    std::int64_t of[reach_count] = {};
    std::int64_t& operator[](Reach reach) { return of[static_cast<int>(reach)]; }
    std::int64_t operator[](Reach reach) const { return of[static_cast<int>(reach)]; }
    std::int64_t sum() const {
        std::int64_t out = 0;
        for (const std::int64_t one : of) out += one;
        return out;
    }
    std::int64_t by_hand() const { return (*this)[Reach::asked] + (*this)[Reach::posted] + (*this)[Reach::refused]; }
    std::int64_t open() const { return (*this)[Reach::pending] + (*this)[Reach::sending]; }
};

}  // namespace noticeboard
