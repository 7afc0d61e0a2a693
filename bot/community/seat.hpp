// Seats: a promise of a place in one of the group's chats, for a while. Taken by one conditional UPDATE per chat, so
// that no two visitors get the same; one per visitor and group, renewed not added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"

namespace noticeboard::community {

// The marks under which a visitor is known here: a person, or a browser by its cookie.
std::string visitor_of(const Scope& scope, PersonId person);
std::string visitor_of(const Scope& scope, std::string_view cookie);

struct SeatGiven {
    ChatId chat;
    TimePoint expires;
    bool renewed = false;
};
struct OnWaitingList {
    int place = 0;             // 1: the next
    bool tell_leader = false;  // the group has become full: said once, until a chat is opened or a week has passed
};
struct NothingOpen {};  // the group is closed, or has no chat that anybody could wait for
using SeatAnswer = std::variant<SeatGiven, OnWaitingList, NothingOpen>;

// A seat for the visitor, in the first open chat with room: of the account she is at if there is one, then a chat that
// no bot can enter, then the others. The next warming chat is opened when none has room; before
// anybody is sent away, the group's expired seats are freed. A visitor who waits already keeps her place. `person`,
// where known, can be told later (next_waiting).
SeatAnswer take_seat(Scope& scope, GroupId group, std::string_view visitor, Millis holds, PersonId person = {},
                     std::string_view account = {});

// She is in the chat: her seat, if she had one in any chat of the group, is used up, one member more, off the waiting
// list. For persons use `joined` (bot/community/member.hpp), which calls this once however often a platform says so.
void use_seat(Scope& scope, GroupId group, std::string_view visitor, ChatId chat);

// She will not come: the seat is free at once.
void give_up_seat(Scope& scope, GroupId group, std::string_view visitor);

// One member fewer.
void leave_chat(Scope& scope, ChatId chat);

// The platform's own count. A chat at its capacity becomes `full`, one below its soft cap `open` again; when no chat of
// the group has room left, the next warming one opens.
void set_members(Scope& scope, ChatId chat, int count);

// Frees at most `most` expired seats. Gives how many; the groups concerned go to `freed` when it is not null.
std::int64_t free_expired_seats(Scope& scope, int most = 500, std::vector<GroupId>* freed = nullptr);

struct Called {
    PersonId person;
    SeatGiven seat;
};
// Takes seats for the first `most` persons on the waiting list, as far as there is room, and takes them off the list:
// they are to be told. Browsers whose owner nobody can tell stay on it; who is banned goes off it.
std::vector<Called> next_waiting(Scope& scope, GroupId group, int most, Millis holds);

// Without changing anything: the seat a visitor holds now, and her place on the waiting list (0: not on it).
std::optional<SeatGiven> seat_of(Scope& scope, GroupId group, std::string_view visitor);
struct Seat {
    GroupId group;
    ChatId chat;
};
std::vector<Seat> seats_of(Scope& scope, std::string_view visitor);  // in all groups, expired ones that stand yet too
int waiting_place(Scope& scope, GroupId group, std::string_view visitor);

int waiting_count(Scope& scope, GroupId group);

}  // namespace noticeboard::community
