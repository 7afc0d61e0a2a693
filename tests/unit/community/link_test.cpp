// Linking: which chat serves which group, and the codes of groups that no bot can enter.
#include "bot/community/link.hpp"

#include "bot/community/member.hpp"
#include "bot/community/seat.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using community::CodeKind;

namespace {
const std::string code = "https://weixin.qq.com/g/AwYAAOuZ1k3vQ9_x-4Lm";
const community::ChatSize usual{200, 180};
}  // namespace

TEST_CASE("the first chat is open, the next one warms up") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 180), second = town.chat(group, 180);
    CHECK(first.state == Chat::State::open);
    CHECK(second.state == Chat::State::warming);
    CHECK(first.group == group.id);
    CHECK(first.soft_cap == 180);
    CHECK(community::chats_of(town.scope, group.id).size() == 2);
}

TEST_CASE("linking again changes the size, and another group is refused") {
    Town town;
    const Group group = town.group(), other = town.group("Other");
    const Chat chat = town.chat(group, 180);
    const auto link = [&](const Group& to, community::ChatSize size) {
        return community::link_chat(town.scope, to.id, chat.id, Chat::Presence::full, size);
    };
    CHECK(link(group, {50, 40})->soft_cap == 40);
    CHECK(link(other, usual).error().kind == Error::Kind::conflict);
    CHECK(link(group, {50, 60}).error().kind == Error::Kind::invalid);
    CHECK(link(group, {0, 0}).error().kind == Error::Kind::invalid);
    CHECK(community::link_chat(town.scope, GroupId{1}, chat.id, Chat::Presence::full, usual).error().kind ==
          Error::Kind::not_found);
    CHECK(community::link_chat(town.scope, group.id, ChatId{1}, Chat::Presence::full, usual).error().kind ==
          Error::Kind::not_found);
    const Chat talk = community::visit(town.scope, "telegram", {"wang", Room::direct});
    CHECK(community::link_chat(town.scope, group.id, talk.id, Chat::Presence::full, usual).error().kind ==
          Error::Kind::invalid);
}

TEST_CASE("an unlinked chat leaves nothing behind") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 180), second = town.chat(group, 180);
    const PersonId wang = town.person("Wang");
    community::joined(town.scope, group.id, wang, first.id);
    community::take_seat(town.scope, group.id, "somebody", 30min);
    REQUIRE(community::unlink_chat(town.scope, first.id));
    CHECK_FALSE(town.look(first).group);
    CHECK(town.look(first).reserved == 0);
    CHECK(town.scope.sql.one<int>("SELECT count(*) FROM seat") == 0);
    CHECK(community::member_count(town.scope, group.id) == 0);
    CHECK(town.look(second).state == Chat::State::open);  // it takes over
    CHECK(community::unlink_chat(town.scope, first.id).error().kind == Error::Kind::not_found);
}

TEST_CASE("only a group's code may be shown") {
    struct Case {
        const char* text;
        CodeKind::What what;
    };
    for (const Case& one : {Case{"https://weixin.qq.com/g/AwYAAOuZ1k3vQ9", CodeKind::What::group},
                            {"https://work.weixin.qq.com/gm/a1b2c3d4e5f6", CodeKind::What::group},
                            {"wxp://f2f0A1b2C3", CodeKind::What::payment},
                            {"https://payapp.weixin.qq.com/qr/abc", CodeKind::What::payment},
                            {"https://qr.alipay.com/fkx123", CodeKind::What::payment},
                            {"https://u.wechat.com/EAbcdef", CodeKind::What::personal},
                            {"https://weixin.qq.com/r/abcdef", CodeKind::What::personal},
                            {"https://mp.weixin.qq.com/a/~abc", CodeKind::What::mini_program},
                            {"http://weixin.qq.com/g/AwYAAOuZ1k3vQ9", CodeKind::What::other},
                            {"https://weixin.qq.com/g/", CodeKind::What::other},
                            {"https://weixin.qq.com/g/../../r/evil", CodeKind::What::other},
                            {"https://weixin.qq.com/g/abcd?to=https://evil.example", CodeKind::What::other},
                            {"https://weixin.qq.com.evil.example/g/abcdef", CodeKind::What::other},
                            {" https://weixin.qq.com/g/abcdef", CodeKind::What::other},
                            {"https://evil.example/", CodeKind::What::other},
                            {"", CodeKind::What::other}}) {
        CAPTURE(one.text);
        CHECK(community::kind_of_code(one.text).what == one.what);
    }
    CHECK(community::kind_of_code(code).platform == "wechat");
}

TEST_CASE("a blind chat's code is kept, renewed, and belongs to one group") {
    Town town;
    const Group group = town.group(), other = town.group("Other");
    const TimePoint in_a_week = town.scope.now() + 7 * 24h;
    const auto chat = community::set_blind_code(town.scope, group.id, code, in_a_week, usual);
    REQUIRE(chat);
    CHECK(chat->presence == Chat::Presence::blind);
    CHECK(chat->account.empty());
    CHECK(chat->state == Chat::State::open);
    CHECK(chat->link == code);
    CHECK(chat->link_expires == in_a_week);

    const std::string next = "https://weixin.qq.com/g/AwYAANext";
    const auto renewed = community::set_blind_code(town.scope, group.id, next, in_a_week + 24h, usual, chat->id);
    REQUIRE(renewed);
    CHECK(renewed->id == chat->id);
    CHECK(renewed->link == next);
    CHECK(community::set_blind_code(town.scope, group.id, next, in_a_week, usual)->id == chat->id);  // sent again
    CHECK(community::set_blind_code(town.scope, other.id, next, in_a_week, usual).error().kind ==
          Error::Kind::conflict);
    CHECK(community::set_blind_code(town.scope, group.id, code, in_a_week, usual)->id != chat->id);  // a second chat
    CHECK(community::chats_of(town.scope, group.id).size() == 2);
}

TEST_CASE("what a blind code is refused for") {
    Town town;
    const Group group = town.group();
    const TimePoint later = town.scope.now() + 24h;
    const auto refused = [&](const std::string& text, TimePoint expires, ChatId renew = {}) {
        return community::set_blind_code(town.scope, group.id, text, expires, usual, renew).error();
    };
    CHECK(refused("wxp://f2f0A1b2C3", later).message.find("asks for money") != std::string::npos);
    CHECK(refused("https://u.wechat.com/EAbc", later).kind == Error::Kind::forbidden);
    CHECK(refused("https://evil.example/", later).kind == Error::Kind::forbidden);
    CHECK(refused(code, town.scope.now()).kind == Error::Kind::invalid);
    CHECK(refused(code, town.scope.now() + 31 * 24h).kind == Error::Kind::invalid);
    CHECK(refused(code, later, town.chat(group, 10).id).kind == Error::Kind::not_found);  // a bot is in that one
    CHECK(community::set_blind_code(town.scope, GroupId{1}, code, later, usual).error().kind == Error::Kind::not_found);
}

TEST_CASE("two reminders per code, and a renewed code begins anew") {
    Town town;
    const Group group = town.group();
    const Chat chat = *community::set_blind_code(town.scope, group.id, code, town.scope.now() + 7 * 24h, usual);
    const auto take = [&] { return community::take_reminders(town.scope, 48h, 12h); };
    CHECK(take().empty());
    town.pass(5 * 24h);
    auto first = take();
    REQUIRE(first.size() == 1);
    CHECK(first[0].chat.id == chat.id);
    CHECK_FALSE(first[0].last);
    CHECK(take().empty());
    town.pass(36h);
    auto second = take();
    REQUIRE(second.size() == 1);
    CHECK(second[0].last);
    CHECK(take().empty());
    REQUIRE(community::set_blind_code(town.scope, group.id, "https://weixin.qq.com/g/AwNext", town.scope.now() + 6h,
                                      usual, chat.id));
    CHECK(take().size() == 1);  // soon again: one reminder, the last
    CHECK(take().empty());
}

TEST_CASE("an expired code is nobody's door any more, and the next chat opens") {
    Town town;
    const Group group = town.group();
    const Chat chat = *community::set_blind_code(town.scope, group.id, code, town.scope.now() + 24h, usual);
    const Chat next = *community::set_blind_code(town.scope, group.id, "https://weixin.qq.com/g/AwSecond",
                                                 town.scope.now() + 48h, usual);
    CHECK(next.state == Chat::State::warming);
    CHECK(community::expire_chats(town.scope).empty());
    town.pass(24h);
    const auto expired = community::expire_chats(town.scope);
    REQUIRE(expired.size() == 1);
    CHECK(expired[0].id == chat.id);
    CHECK(expired[0].state == Chat::State::expired);
    CHECK(town.look(next).state == Chat::State::open);
    CHECK(community::expire_chats(town.scope).empty());
    // A new code brings it back.
    const auto back = community::set_blind_code(town.scope, group.id, "https://weixin.qq.com/g/AwNext",
                                                town.scope.now() + 24h, usual, chat.id);
    CHECK(back->state == Chat::State::warming);
}
