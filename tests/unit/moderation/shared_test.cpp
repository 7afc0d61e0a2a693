// Shared bans: who is inside other groups of the unit is put out, by the bot or by a leader's hand, and by no more
// turns than her own groups take.
#include "bot/community/ban.hpp"
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr Abilities nothing{Ability::write};

struct Township : Hamlet {
    Township() {
        for (const char* unit : {"33.05.22.104", "33.05.22.104.301"}) {
            auto scope = stage.scope();
            REQUIRE(community::add_unit(scope, unit, unit));
        }
    }
    Group group_with_mei(const std::string& unit, const std::string& name, Abilities can = everything) {
        const Group made = add_group(unit, name);
        const Chat room = link(made, name + " chat", can);
        enter(made, room);
        return made;
    }
    void enter(const Group& at, const Chat& room) {
        const PersonId mei = person("Mei");
        auto scope = stage.scope();
        REQUIRE(community::joined(scope, at.id, mei, room.id));
        out();
    }
    void propose() {
        answer("Li", say("Mei", "hm"), "ban");
        out();
        presses("Li", "Propose it for all of 33.05.22.103");
    }
    Out share() {
        propose();
        return presses("Kong", "Ban her in all of 33.05.22.103");
    }
    int carried_out() {
        return stage.sql().one<int>("SELECT count(*) FROM moderation_case WHERE source <> ''").value_or(-1);
    }
    int taken_back() {
        return stage.sql()
            .one<int>("SELECT count(*) FROM moderation_case WHERE source <> '' AND state = 4")
            .value_or(-1);
    }
};

}  // namespace

TEST_CASE("a shared ban puts her out of the unit's other groups, and of no others") {
    Township town;
    const Group near = town.group_with_mei("33.05.22.103.208", "Nantang");
    const Group far = town.group_with_mei("33.05.22.104.301", "Hongqiao");
    town.give("Gu", "leader", community::scope_of(near));
    const auto out = town.share();
    CHECK(std::count(out.acts.begin(), out.acts.end(), "ban Mei") == 1);  // in Beitang she was banned before
    CHECK(out.to("Gu").find("Case 1 in Nantang: a ban by the level above") != std::string::npos);
    CHECK(out.to("Gu").find("Take it back") == std::string::npos);
    CHECK(out.to("Mei").find("You may not come into any group of 33.05.22.103") != std::string::npos);
    CHECK(town.cases() == 2);
    auto scope = town.stage.scope();
    CHECK(community::banned_until(scope, near, town.person("Mei")));
    CHECK_FALSE(community::banned_until(scope, far, town.person("Mei")));

    CHECK(town.writes("Gu", "undo 1").to("Gu").find("There is nothing to take back") != std::string::npos);
    const auto undone = town.presses("Kong", "Take it back");
    CHECK(std::count(undone.acts.begin(), undone.acts.end(), "unban Mei") == 2);
    CHECK(undone.to("Kong").find("I put her back into no group") != std::string::npos);
    CHECK(undone.to("Gu").find("I put nobody back") != std::string::npos);
    CHECK(undone.to("Mei").find("Nobody puts you back") != std::string::npos);
    auto later = town.stage.scope();
    CHECK_FALSE(community::banned_until(later, near, town.person("Mei")));
}

TEST_CASE("where the bot may not, the leader gets it to do, and says when it is done") {
    Township town;
    const Group near = town.group_with_mei("33.05.22.103.208", "Nantang", nothing);
    town.give("Gu", "leader", community::scope_of(near));
    const auto out = town.share();
    CHECK_FALSE(out.did("ban Mei"));
    CHECK(out.to("Gu").find("to be done by hand") != std::string::npos);
    CHECK(town.writes("Gu", "cases").to("Gu").find("Case 1 in Nantang") != std::string::npos);
    const auto done = town.presses("Gu", "Done");
    CHECK(done.to("Gu").find("banned until") != std::string::npos);
    CHECK(done.to("Mei").empty());
    auto scope = town.stage.scope();
    CHECK(community::member(scope, near.id, town.person("Mei"))->state == Member::State::removed);
    CHECK(town.writes("Gu", "cases").to("Gu").find("No case") != std::string::npos);
}

TEST_CASE("who may be inside a chat that no bot sees is a task, who only asked is turned away") {
    Township town;
    const Group blind = town.add_group("33.05.22.103.208", "Nantang"), asked = town.add_group("33.05.22.103", "Qu");
    town.give("Gu", "leader", community::scope_of(blind));
    const Chat door = town.link(asked, "door");
    {
        auto scope = town.stage.scope();
        REQUIRE(community::set_blind_code(scope, blind.id, "https://weixin.qq.com/g/AQYAAsharedtest",
                                          scope.now() + 7 * 24h, community::ChatSize{200, 180}));
        REQUIRE(community::ask_to_join(scope, asked.id, town.person("Mei"), door.id));
    }
    town.stage.services().draw = [](const std::string& text) { return text; };
    town.writes("Mei", "join " + blind.number);  // she was shown its code
    const auto out = town.share();
    CHECK(out.to("Gu").find("In WeChat: open the group") != std::string::npos);
    auto scope = town.stage.scope();
    CHECK(community::member(scope, asked.id, town.person("Mei"))->state == Member::State::left);
    CHECK(town.cases() == 2);
}

TEST_CASE("somebody in fifty groups is put out by twenty a turn, and let in again so") {
    Township town;
    for (int i = 0; i < 50; ++i) town.group_with_mei("33.05.22.103.208", "N" + std::to_string(i));
    for (int i = 0; i < 30; ++i) town.add_group("33.05.22.103.208", "Without her " + std::to_string(i));
    town.share();
    CHECK(town.carried_out() == 20);
    for (int i = 0; i < 5; ++i) town.stage.pass(1s);
    CHECK(town.carried_out() == 50);
    CHECK(town.out().acts.size() == 30);
    town.presses("Kong", "Take it back");
    CHECK(town.taken_back() == 20);
    for (int i = 0; i < 5; ++i) town.stage.pass(1s);
    CHECK(town.taken_back() == 50);
}

TEST_CASE("control: she is in no other group, and nothing is done there") {
    Township town;
    town.add_group("33.05.22.103.208", "Nantang");
    const auto out = town.share();
    CHECK(out.acts.empty());
    CHECK(town.cases() == 1);
}

TEST_CASE("she may object to a shared ban, and not who shared it judges that") {
    Township town;
    const auto out = town.share();
    CHECK(out.to("Mei").find("[That is wrong]") != std::string::npos);
    const auto asked = town.presses("Mei", "That is wrong");
    CHECK(asked.to("Kong").empty());
    CHECK(asked.to("Xu").find("She says that this is wrong") != std::string::npos);
    const auto overturned = town.presses("Xu", "Take it back");
    CHECK(overturned.did("unban Mei"));
    CHECK(overturned.to("Kong").find("has taken back case 1") != std::string::npos);
    CHECK(overturned.to("Li").find("has taken back case 1") != std::string::npos);
}
