// The digest: when somebody who holds a role is told what waits for her. Once a day, at an hour of her own.
#pragma once

#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/ids.hpp"

namespace noticeboard::community {

struct DigestWish {
    static constexpr int off = -1;
    int hour = 7;         // 0…23 in her place's time, or off
    bool at_once = true;  // who stands at the door, or asks an open question, is said at once

    // Whether such things wait for the morning's message: she asked for quiet, and there is one.
    bool waits() const { return !at_once && hour != off; }
};

DigestWish digest_wish(Scope& scope, PersonId person);  // the default when she has never said
void set_digest_wish(Scope& scope, PersonId person, const DigestWish& wish);

// Who is to be told now: holds a role, her hour has come within the last three, nobody looked today, and she has not
// told the bot to be quiet. By person id, at most `most` of those after `after`, found among a few thousand roles, so
// that a look takes no longer where 900,000 lead. Looking is marked by `mark_digest`.
struct DigestDue {
    std::vector<PersonId> people;
    PersonId next;  // after whom to go on; none: that was all
};
DigestDue digest_due(Scope& scope, PersonId after, int most);
void mark_digest(Scope& scope, PersonId person);  // today was looked at for her

}  // namespace noticeboard::community
