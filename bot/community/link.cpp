// Linking: see link.hpp.
#include "bot/community/link.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/rolling.hpp"
#include "bot/community/vault.hpp"

namespace noticeboard::community {
namespace {

constexpr Millis longest_life = 30 * 24h;  // of a code that a leader sends; WeChat's live for 7 days

struct Beginning {
    std::string_view text;
    CodeKind::What what;
    std::string_view platform;
};
// Seen on codes of the platforms' own apps. A text is what its longest beginning here says.
constexpr std::array<Beginning, 13> beginnings{{
    {"https://weixin.qq.com/g/", CodeKind::What::group, "wechat"},
    {"https://work.weixin.qq.com/gm/", CodeKind::What::group, "wecom"},
    {"wxp://", CodeKind::What::payment, "wechat"},
    {"weixin://wxpay/", CodeKind::What::payment, "wechat"},
    {"https://payapp.weixin.qq.com", CodeKind::What::payment, "wechat"},
    {"https://wx.tenpay.com", CodeKind::What::payment, "wechat"},
    {"https://qr.alipay.com", CodeKind::What::payment, "alipay"},
    {"https://qr.95516.com", CodeKind::What::payment, "unionpay"},
    {"https://u.wechat.com/", CodeKind::What::personal, "wechat"},
    {"https://weixin.qq.com/r/", CodeKind::What::personal, "wechat"},
    {"https://work.weixin.qq.com/u/", CodeKind::What::personal, "wecom"},
    {"https://work.weixin.qq.com/ca/", CodeKind::What::personal, "wecom"},
    {"https://mp.weixin.qq.com/a/", CodeKind::What::mini_program, "wechat"},
}};

// What follows the beginning of a group's code: nothing that could lead elsewhere.
bool plain_rest(std::string_view rest) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return rest.size() >= 4 && rest.size() <= 128 && rest.find_first_not_of(allowed) == std::string_view::npos;
}

Result<Done> sound(const ChatSize& size) {
    if (size.capacity < 1 || size.soft_cap < 1 || size.soft_cap > size.capacity) {
        return invalid("a chat takes at least one person, and its soft cap is at most its capacity");
    }
    return Done{};
}

// The state of a chat that has just come to a group: open if no other of its account has room.
Chat::State state_of_newcomer(Scope& scope, GroupId group, ChatId chat, std::string_view account) {
    const auto others = scope.sql.one<int>(
        "SELECT 1 FROM chat WHERE grp = :grp AND account = :account AND id <> :id AND state = :open AND "
        "members + reserved < soft_cap LIMIT 1",
        group, account, chat, Chat::State::open);
    return others ? Chat::State::warming : Chat::State::open;
}

void forget_told(Scope& scope, GroupId group) {
    scope.sql.run("UPDATE grp SET told_full = 0 WHERE id = :id", group);
}

std::string_view refusal(CodeKind::What what) {
    switch (what) {
        case CodeKind::What::payment:
            return "this code asks for money; send the group's own code";
        case CodeKind::What::personal:
            return "this is a person's or an account's code; send the group's own code";
        case CodeKind::What::mini_program:
            return "this code opens a mini program; send the group's own code";
        default:
            return "this is not a group's code";
    }
}

std::optional<ChatId> blind_chat_of(Scope& scope, GroupId group, ChatId id) {
    return scope.sql.one<ChatId>("SELECT id FROM chat WHERE id = :id AND grp = :grp AND presence = :blind", id, group,
                                 Chat::Presence::blind);
}

}  // namespace

Result<Chat> link_chat(Scope& scope, GroupId group_id, ChatId id, Chat::Presence presence, const ChatSize& size,
                       int members, std::string_view invite_link) {
    if (const auto done = sound(size); !done) return done.error();
    if (!group(scope, group_id)) return not_found("there is no such group");
    const auto before = chat(scope, id);
    if (!before) return not_found("there is no such chat");
    if (before->place.room == Room::direct) return invalid("a private talk cannot serve a group");
    const auto linked = scope.sql.run(
        "UPDATE chat SET grp = :grp, presence = :presence, capacity = :capacity, "
        "soft_cap = :soft_cap WHERE id = :id AND grp IN (0, :same)",
        group_id, presence, size.capacity, size.soft_cap, id, group_id);
    if (linked == 0) return conflict("this chat serves another group");
    if (!invite_link.empty()) (void)set_link(scope, id, invite_link);
    if (before->group != group_id) {
        set_state(scope, id, state_of_newcomer(scope, group_id, id, before->account));
        if (members > 0) scope.sql.run("UPDATE chat SET members = :members WHERE id = :id", members, id);
        forget_told(scope, group_id);
    }
    settle_chat(scope, id);
    return *chat(scope, id);
}

Result<Done> unlink_chat(Scope& scope, ChatId id) {
    const auto before = chat(scope, id);
    if (!before || !before->group) return not_found("this chat serves no group");
    scope.sql.run("DELETE FROM seat WHERE grp = :grp AND chat = :chat", before->group, id);
    scope.sql.run("UPDATE member SET state = :left WHERE grp = :grp AND chat = :chat AND state = :active",
                  Member::State::left, before->group, id, Member::State::active);
    scope.sql.run("UPDATE chat SET grp = 0, reserved = 0, link = '', link_expires = 0 WHERE id = :id", id);
    if (before->presence == Chat::Presence::blind) lose_chat(scope, id);
    roll_chats(scope, before->group, before->account);
    return Done{};
}

Result<Done> set_size(Scope& scope, ChatId id, const ChatSize& size) {
    if (const auto done = sound(size); !done) return done.error();
    if (scope.sql.run("UPDATE chat SET capacity = :capacity, soft_cap = :soft_cap WHERE id = :id", size.capacity,
                      size.soft_cap, id) == 0) {
        return not_found("there is no such chat");
    }
    settle_chat(scope, id);
    return Done{};
}

Result<Done> set_link(Scope& scope, ChatId id, std::string_view link, TimePoint expires) {
    if (scope.sql.run("UPDATE chat SET link = :link, link_expires = :expires, reminded = 0 WHERE id = :id", link,
                      expires, id) == 0) {
        return not_found("there is no such chat");
    }
    return Done{};
}

CodeKind kind_of_code(std::string_view text) {
    const auto it = std::find_if(beginnings.begin(), beginnings.end(),
                                 [&](const Beginning& one) { return text.starts_with(one.text); });
    if (it == beginnings.end()) return {};
    if (it->what == CodeKind::What::group && !plain_rest(text.substr(it->text.size()))) return {};
    return {it->what, std::string(it->platform)};
}

Result<Chat> set_blind_code(Scope& scope, GroupId group_id, std::string_view code, TimePoint expires,
                            const ChatSize& size, ChatId renew) {
    if (const CodeKind kind = kind_of_code(code); kind.what != CodeKind::What::group) {
        return forbidden(std::string(refusal(kind.what)));
    }
    if (const auto done = sound(size); !done) return done.error();
    if (expires <= scope.now()) return invalid("this code has expired already");
    if (expires > scope.now() + longest_life) return invalid("no group's code lives for more than 30 days");
    if (!group(scope, group_id)) return not_found("there is no such group");
    const std::string mark = scope.vault.mark("", code);
    if (renew && !blind_chat_of(scope, group_id, renew)) return not_found("this is no blind chat of the group");
    const auto shown =
        scope.sql.one<ChatId, GroupId>("SELECT id, grp FROM chat WHERE account = '' AND mark = :mark", mark);
    if (shown && std::get<1>(*shown) && std::get<1>(*shown) != group_id) {
        return conflict("another group shows this code");
    }
    if (shown && renew && std::get<0>(*shown) != renew) return conflict("another chat of this group shows this code");

    ChatId id = shown ? std::get<0>(*shown) : renew;
    const bool fresh = !id;
    if (fresh) {
        id = scope.make_id<ChatId>();
        scope.sql.run(
            "INSERT INTO chat (id, account, mark, place, room, grp, presence, state, can, capacity, soft_cap, "
            "members, reserved, link, link_expires) VALUES (:id, '', :mark, '', :room, :grp, :blind, :state, 0, "
            ":capacity, :soft_cap, 0, 0, '', 0)",
            id, mark, Room::group, group_id, Chat::Presence::blind, state_of_newcomer(scope, group_id, id, ""),
            size.capacity, size.soft_cap);
    } else {
        scope.sql.run(
            "UPDATE chat SET mark = :mark, grp = :grp, capacity = :capacity, soft_cap = :soft_cap WHERE id = :id", mark,
            group_id, size.capacity, size.soft_cap, id);
        const auto state = chat(scope, id)->state;
        if (state == Chat::State::expired || state == Chat::State::gone) {
            set_state(scope, id, state_of_newcomer(scope, group_id, id, ""));
        }
    }
    (void)set_link(scope, id, code, expires);
    forget_told(scope, group_id);
    settle_chat(scope, id);
    return *chat(scope, id);
}

std::vector<Reminder> take_reminders(Scope& scope, Millis first, Millis second, int most) {
    std::vector<Reminder> out;
    const auto due = scope.sql.all<ChatId, TimePoint>(
        "SELECT id, link_expires FROM chat WHERE grp <> 0 AND state < 4 AND link_expires > :now AND "
        "((reminded < 1 AND link_expires <= :first) OR (reminded < 2 AND link_expires <= :second)) "
        "ORDER BY link_expires LIMIT :most",
        scope.now(), scope.now() + first, scope.now() + second, most);
    for (const auto& [id, expires] : due) {
        const bool last = expires <= scope.now() + second;
        const int told = last ? 2 : 1;
        if (scope.sql.run("UPDATE chat SET reminded = :told WHERE id = :id AND reminded < :told_now", told, id, told) ==
            1) {
            out.push_back({*chat(scope, id), last});
        }
    }
    return out;
}

std::vector<Chat> expire_chats(Scope& scope, int most) {
    std::vector<Chat> out;
    const auto expired = scope.sql.all<ChatId>(
        "UPDATE chat SET state = 4 WHERE id IN (SELECT id FROM chat WHERE grp <> 0 AND state < 4 AND link_expires > 0 "
        "AND "
        "link_expires <= :now ORDER BY link_expires LIMIT :most) RETURNING id",
        scope.now(), most);
    for (const ChatId id : expired) {
        out.push_back(*chat(scope, id));
        roll_chats(scope, out.back().group, out.back().account);
    }
    return out;
}

}  // namespace noticeboard::community
