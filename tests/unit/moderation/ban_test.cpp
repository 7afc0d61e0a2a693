// Bans: they hold for every account that is known to be hers, and after "forget me", and leave nothing when they end.
#include "bot/community/ban.hpp"

#include "bot/community/seat.hpp"
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

void ban_mei(Hamlet& hamlet) {
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "ban");
    REQUIRE(hamlet.out().did("ban Mei"));
}

void forget(Hamlet& hamlet, const std::string& who) {
    hamlet.writes(who, "forgetme");
    hamlet.presses(who, "Yes, forget me");
    auto scope = hamlet.stage.scope();
    REQUIRE_FALSE(community::find_person(scope, Stage::account, who));
}

bool gets_in(Hamlet& hamlet, const std::string& who, const Group& group) {
    return hamlet.writes(who, "join " + group.number).to(who).find("You cannot come into") == std::string::npos;
}

int marks(Hamlet& hamlet) {
    return hamlet.stage.sql().one<int>("SELECT count(*) FROM ban").value_or(-1);
}

}  // namespace

TEST_CASE("who is banned and forgotten does not come back by the same account; without the mark she would") {
    Hamlet hamlet;
    ban_mei(hamlet);
    CHECK(hamlet.writes("Mei", "forgetme").to("Mei").find("a mark of your account") != std::string::npos);
    CHECK(hamlet.writes("Hong", "forgetme").to("Hong").find("a mark of your account") == std::string::npos);
    hamlet.writes("Hong", "menu");
    forget(hamlet, "Mei");
    CHECK_FALSE(gets_in(hamlet, "Mei", hamlet.group));
    CHECK(hamlet.writes("Mei", "mycases").to("Mei").find("you were forgotten") != std::string::npos);
    CHECK(hamlet.writes("Mei", "mydata").to("Mei").find("Where you are not let in") != std::string::npos);
    hamlet.stage.happen(hamlet.stage.event("Mei", "chat", Joined{}));
    CHECK(hamlet.out().did("remove Mei"));
    CHECK(gets_in(hamlet, "Hong", hamlet.group));  // control: another account

    hamlet.stage.sql().script("DELETE FROM ban");  // control: the mark is all that keeps her out
    CHECK(gets_in(hamlet, "Mei", hamlet.group));
}

TEST_CASE("nothing but the mark stays of her, and it goes when the ban ends") {
    Hamlet hamlet;
    ban_mei(hamlet);
    const auto id = hamlet.person("Mei");
    forget(hamlet, "Mei");
    CHECK(marks(hamlet) == 1);
    CHECK(hamlet.stage.sql().one<std::string>("SELECT mark FROM ban")->find("Mei") == std::string::npos);
    CHECK(hamlet.stage.sql().one<int>("SELECT count(*) FROM identity WHERE person = :id", id) == 0);
    CHECK(hamlet.stage.sql().one<int>("SELECT count(*) FROM moderation_case WHERE target = :id", id) == 0);
    CHECK(hamlet.stage.sql().one<std::string>("SELECT wrapped || name || quote FROM moderation_case") == "");
    hamlet.stage.pass(Millis(24h) * hamlet.config.rules.ban_days - 1h);
    CHECK(marks(hamlet) == 1);
    hamlet.stage.pass(3h);
    CHECK(marks(hamlet) == 0);
    CHECK(gets_in(hamlet, "Mei", hamlet.group));
}

TEST_CASE("… or when it is taken back, though nobody knows any more whose it was") {
    Hamlet hamlet;
    ban_mei(hamlet);
    forget(hamlet, "Mei");
    hamlet.out();
    CHECK(hamlet.writes("Li", "undo 1").to("Li").find("What you did by hand you take back by hand") !=
          std::string::npos);
    CHECK(marks(hamlet) == 0);
    CHECK(gets_in(hamlet, "Mei", hamlet.group));
}

TEST_CASE("all accounts that are known to be one person's are banned, in the chat and at the door") {
    Hamlet hamlet;
    const auto mei = hamlet.person("Mei"), other = hamlet.person("MeiToo");
    hamlet.stage.sql().run("UPDATE identity SET person = :mei WHERE person = :other", mei, other);
    hamlet.stage.sql().run("DELETE FROM person WHERE id = :other", other);
    hamlet.out();
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "ban");
    const auto out = hamlet.out();
    CHECK(out.did("ban Mei"));
    CHECK(out.did("ban MeiToo"));
    forget(hamlet, "MeiToo");
    CHECK_FALSE(gets_in(hamlet, "Mei", hamlet.group));
    CHECK_FALSE(gets_in(hamlet, "MeiToo", hamlet.group));
    CHECK(gets_in(hamlet, "MeiThree", hamlet.group));  // what nobody can know
    hamlet.writes("Li", "undo 1");
    CHECK(gets_in(hamlet, "Mei", hamlet.group));
    CHECK(gets_in(hamlet, "MeiToo", hamlet.group));
}

TEST_CASE("of two bans one taken back leaves the other") {
    Hamlet hamlet;
    ban_mei(hamlet);
    ban_mei(hamlet);
    const auto out = hamlet.writes("Li", "undo 1");
    CHECK_FALSE(out.did("unban Mei"));
    CHECK(out.to("Mei").find("You may come in again") == std::string::npos);
    CHECK_FALSE(gets_in(hamlet, "Mei", hamlet.group));
    const auto last = hamlet.writes("Li", "undo 2");
    CHECK(last.did("unban Mei"));
    CHECK(last.to("Mei").find("You may come in again") != std::string::npos);
    CHECK(gets_in(hamlet, "Mei", hamlet.group));
}

TEST_CASE("who is banned is not called from the waiting list") {
    Hamlet hamlet;
    auto scope = hamlet.stage.scope();
    community::set_members(scope, hamlet.chat.id, hamlet.chat.capacity);
    hamlet.writes("Mei", "join " + hamlet.group.number);
    hamlet.writes("Hong", "join " + hamlet.group.number);
    CHECK(community::waiting_count(scope, hamlet.group.id) == 2);
    community::ban(scope, community::scope_of(hamlet.group), hamlet.person("Mei"), scope.now() + 1h, "x");
    community::set_members(scope, hamlet.chat.id, 1);
    const auto called = community::next_waiting(scope, hamlet.group.id, 10, 30min);
    REQUIRE(called.size() == 1);
    CHECK(called.front().person == hamlet.person("Hong"));
    CHECK(community::waiting_count(scope, hamlet.group.id) == 0);
}
