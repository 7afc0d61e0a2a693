// Whom a notice is for: an expression over groups, and nothing else.
#include "tests/unit/notice/hall.hpp"

using namespace noticeboard;
using tests::Hall;

TEST_CASE("an audience is groups: subtree, kind, language, platform, with and without") {
    Hall hall;
    const Group beitang = hall.village("33.05.22.103.207", "telegram");
    hall.village("33.05.22.103.207", "telegram", "town", "en");
    hall.village("33.05.22.104", "");
    hall.village("33.05.22.104", "wecom");
    hall.village("33", "telegram");
    CHECK(hall.reached("33.05.22") == 4);
    CHECK(hall.reached("*") == 5);
    CHECK(hall.reached("33.05.22.103") == 2);
    CHECK(hall.reached("33.05.22 kind:town") == 1);
    CHECK(hall.reached("33.05.22 language:zh") == 3);
    CHECK(hall.reached("33.05.22 platform:hand") == 1);
    CHECK(hall.reached("33.05.22 platform:wecom,telegram") == 3);
    CHECK(hall.reached("33.05.22 without:33.05.22.103") == 2);
    CHECK(hall.reached("33.05.22 without:" + beitang.number) == 3);
    CHECK(hall.reached("with:" + beitang.number) == 1);
    CHECK(hall.reached("33.05.22.104 with:" + beitang.number) == 3);
    CHECK(hall.reached("33.05.22 kind:town with:" + beitang.number) == 2);
    CHECK(hall.reached("33.05.22 33.05.22.103") == 4);  // a unit inside another is in it already
    CHECK(hall.reached("33.05.22.10") == 0);            // no prefix of a name, a unit
}

TEST_CASE("what asks for persons, dates or requests is no audience") {
    for (const char* typed : {"", "kind:village", "33.05.22 person:Wang", "33.05.22 joined:2026",
                              "33.05.22 requests:open", "33.05.22 role:leader", "33.05.22 kind:' OR 1=1"}) {
        CAPTURE(typed);
        CHECK_FALSE(community::Audience::parse(typed).ok());
    }
}

TEST_CASE("an audience is written as it is read") {
    for (const char* typed : {"33.05.22", "* kind:village,town language:zh platform:telegram without:33.05.22.103",
                              "33.05.22 with:30521074"}) {
        CHECK(community::Audience::parse(typed)->text() == typed);
    }
}

TEST_CASE("groups that no chat of theirs reaches are counted, a closed group and a lost chat are not asked") {
    Hall hall;
    hall.village("33.05.22", "-");
    hall.village("33.05.22", "an account that was taken out of the configuration");
    const Group closed = hall.village("33.05.22", "telegram");
    REQUIRE(community::set_state(hall.scope, closed.id, Group::State::closed));
    const Group lost = hall.village("33.05.22", "telegram");
    community::lose_chat(hall.scope, community::chats_of(hall.scope, lost.id).front().id);
    const Notice notice = *hall.draft({}, "33.05.22");
    const auto preview = community::preview_notice(hall.scope, notice, hall.carriers);
    CHECK(preview->chats == 0);
    CHECK(preview->groups_without_chat == 3);
}

TEST_CASE("a group with two chats that no bot can enter asks its leader once") {
    Hall hall;
    const Group group = hall.village("33.05.22", "");
    const Chat second = community::visit(hall.scope, "", {"second", Room::group});
    hall.scope.sql.run("UPDATE chat SET grp = :grp, presence = 2 WHERE id = :id", group.id, second.id);
    CHECK(hall.reached("33.05.22") == 1);
}
