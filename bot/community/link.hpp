// Linking: a chat of a platform serves a group. A blind chat is known by its join code alone, which expires.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

struct ChatSize {  // how many people a chat takes
    int capacity = 200;
    int soft_cap = 180;  // from here on the next chat is filled
};

// The chat serves the group from now on: the first one open, further ones warming until the others are full. Linking it
// again changes its size only. Error: not_found, conflict (it serves another group), invalid (a private talk; a size
// that makes no sense).
Result<Chat> link_chat(Scope& scope, GroupId group, ChatId chat, Chat::Presence presence, const ChatSize& size,
                       int members = 0, std::string_view invite_link = {});

// It serves no group any more; its seats are given up. Error: not_found.
Result<Done> unlink_chat(Scope& scope, ChatId chat);

Result<Done> set_size(Scope& scope, ChatId chat, const ChatSize& size);  // error: not_found, invalid
Result<Done> set_link(Scope& scope, ChatId chat, std::string_view link, TimePoint expires = {});

// What a scanned code is, by its beginning. Only a group's may be shown to others.
struct CodeKind {
    enum class What { group, payment, personal, mini_program, other };
    What what = What::other;
    std::string platform;  // "wechat", "wecom" for a group
};
CodeKind kind_of_code(std::string_view text);

// The join code of a group that no bot can enter, as read from the leader's screenshot; a blind chat is made for it, or
// `renew` gets it. Error: forbidden (not a group's code; says what it is), invalid (expires in the past or in more than
// 30 days), not_found (group; `renew` is no blind chat of it), conflict (another group shows this code).
Result<Chat> set_blind_code(Scope& scope, GroupId group, std::string_view code, TimePoint expires, const ChatSize& size,
                            ChatId renew = {});

struct Reminder {
    Chat chat;
    bool last = false;  // the second one
};
// The chats whose link expires within `first` (48 h) and, once more, `second` (12 h): each is given once per link.
std::vector<Reminder> take_reminders(Scope& scope, Millis first, Millis second, int most = 100);

// Marks the chats whose link is past its date as expired, and opens the next ones; gives them.
std::vector<Chat> expire_chats(Scope& scope, int most = 100);

}  // namespace noticeboard::community
