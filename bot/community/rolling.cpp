// Rolling: see rolling.hpp.
#include "bot/community/rolling.hpp"

namespace noticeboard::community {

bool open_next_chat(Scope& scope, GroupId group, std::string_view account) {
    const auto warming = scope.sql.all<ChatId>(
        "SELECT id FROM chat WHERE grp = :grp AND account = :account AND state = :warming AND "
        "members + reserved < soft_cap ORDER BY id",
        group, account, Chat::State::warming);
    for (const ChatId chat : warming) {
        if (scope.sql.run("UPDATE chat SET state = :open WHERE id = :id AND state = :warming", Chat::State::open, chat,
                          Chat::State::warming) == 1) {
            scope.sql.run("UPDATE grp SET told_full = 0 WHERE id = :id AND told_full <> 0", group);
            return true;
        }
    }
    return false;
}

void roll_chats(Scope& scope, GroupId group, std::string_view account) {
    const auto room = scope.sql.one<int>(
        "SELECT 1 FROM chat WHERE grp = :grp AND account = :account AND state = :open AND "
        "members + reserved < soft_cap LIMIT 1",
        group, account, Chat::State::open);
    if (!room) open_next_chat(scope, group, account);
}

void settle_chat(Scope& scope, ChatId chat) {
    scope.sql.run(
        "UPDATE chat SET state = :full WHERE id = :id AND state = :open AND capacity > 0 AND members >= capacity",
        Chat::State::full, chat, Chat::State::open);
    scope.sql.run("UPDATE chat SET state = :open WHERE id = :id AND state = :full AND members < soft_cap",
                  Chat::State::open, chat, Chat::State::full);
    const auto at = scope.sql.one<GroupId, std::string>("SELECT grp, account FROM chat WHERE id = :id", chat);
    if (at && std::get<0>(*at)) roll_chats(scope, std::get<0>(*at), std::get<1>(*at));
}

}  // namespace noticeboard::community
