// What leaders and groups answer to a notice: posted by hand or not, “received”.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/community/group.hpp"
#include "bot/community/notice/ledger.hpp"

namespace noticeboard::community {

struct Ask {  // a leader was asked to post by hand
    NoticeId notice;
    Target target;
};
std::vector<Ask> asks_of(Scope& scope, PersonId leader);       // that she has not answered, oldest first
std::vector<Ask> asks_open_to(Scope& scope, PersonId leader);  // … those still on their way to her too
std::vector<Ask> asks_due(Scope& scope, int most);             // to be asked once more
ChatId chat_of(Scope& scope, NoticeId notice, const Target& target);

// A group where a notice was not posted, or was after all: what the offices above it see, as long as it is kept.
void note_refusal(Scope& scope, NoticeId notice, const Group& group);
void drop_refusal(Scope& scope, NoticeId notice, const Group& group);
std::int64_t count_refusals(Scope& scope, std::string_view unit);  // of all notices, in the unit's subtree
std::vector<std::pair<NoticeId, GroupId>> refusals_in(Scope& scope, std::string_view unit, int most);  // newest first
std::int64_t forget_refusals(Scope& scope, TimePoint before, int most);  // how many

// The newest notice that went into this chat in the last `within`, and is of the account's chunks.
std::optional<NoticeId> last_notice_in(Scope& scope, const std::string& account, ChatId chat, Millis within);

// A group says it has read: counted for the group, nobody's name.
void hear(Scope& scope, NoticeId notice, GroupId group);
std::int64_t groups_that_heard(Scope& scope, NoticeId notice);

}  // namespace noticeboard::community
