// The ladder and its acts: it climbs, forgets, and everything on it can be taken back; what fails becomes a task.
#include "bot/community/ban.hpp"
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* bad = "online casino";

std::string state_of(Hamlet& hamlet, int number) {
    return std::to_string(
        hamlet.stage.sql().one<int>("SELECT state FROM moderation_case WHERE number = :number", number).value_or(-1));
}

}  // namespace

TEST_CASE("the ladder of the data is climbed step by step") {
    Hamlet hamlet;
    std::vector<std::string> steps;
    for (std::size_t i = 0; i < hamlet.config.rules.ladder.size(); ++i) {
        hamlet.say("Mei", bad, 1h);
        const auto out = hamlet.out();
        CHECK(out.deleted());
        steps.push_back(out.did("remove Mei") ? "remove" : out.did("mute Mei") ? "mute" : "warn");
    }
    CHECK(steps == std::vector<std::string>{"warn", "warn", "mute", "mute", "remove"});
    hamlet.say("Mei", bad, 1h);
    CHECK(hamlet.out().did("remove Mei"));  // there is no step above the last
}

TEST_CASE("what was long ago, and what was taken back, does not count") {
    Hamlet hamlet;
    hamlet.say("Mei", bad);
    hamlet.say("Mei", bad);
    hamlet.stage.pass(Millis(24h) * (hamlet.config.rules.ladder_days + 1));
    hamlet.out();
    hamlet.say("Mei", bad);
    CHECK_FALSE(hamlet.out().did("mute Mei"));
    hamlet.say("Mei", bad);
    CHECK(hamlet.writes("Li", "undo 4").to("Li").find("taken back") != std::string::npos);
    hamlet.say("Mei", bad);
    CHECK_FALSE(hamlet.out().did("mute Mei"));  // the second that counts
    hamlet.say("Mei", bad);
    CHECK(hamlet.out().did("mute Mei"));  // control: the third is more than a warning
}

TEST_CASE("a mute ends by itself, over a restart too; one that was taken back does not end twice") {
    Hamlet hamlet;
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "mute 2h");
    CHECK(hamlet.out().did("mute Mei"));
    hamlet.stage.restart();
    hamlet.stage.pass(119min);
    CHECK_FALSE(hamlet.out().did("unmute Mei"));
    hamlet.stage.pass(2min);
    CHECK(hamlet.out().did("unmute Mei"));
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "mute 2h");
    hamlet.writes("Li", "undo 2");
    hamlet.stage.pass(3h);
    CHECK_FALSE(hamlet.out().did("unmute Mei"));
}

TEST_CASE("an act that the platform refuses becomes a task, and the leader hears of it") {
    Hamlet hamlet;
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "ban");
    CHECK(hamlet.out().did("ban Mei"));
    const auto refuse = [&] {
        Delivered told;
        told.plugin = "moderation";
        told.tag = "acted";
        told.data = to_string(hamlet.group.id) + ":1";
        told.verdict = Verdict::failed;
        told.why = "not enough rights";
        Event event = hamlet.stage.event("", "chat", std::move(told));
        event.from = {};
        hamlet.stage.happen(event);
        return hamlet.out();
    };
    CHECK(refuse().to("Li").find("to be done by hand") != std::string::npos);
    CHECK(state_of(hamlet, 1) == "1");
    CHECK(refuse().to("Li").empty());  // once
    CHECK(hamlet.presses("Li", "Done").to("Li").find("banned until") != std::string::npos);
}

TEST_CASE("a ban stands at the door of its scope alone, until it is over") {
    Hamlet hamlet;
    const Group next = hamlet.add_group("33.05.22.103.208", "Nantang");
    auto scope = hamlet.stage.scope();
    const PersonId mei = hamlet.person("Mei");
    community::ban(scope, community::scope_of(hamlet.group), mei, scope.now() + 1h, "a");
    CHECK(community::banned_until(scope, hamlet.group, mei).has_value());
    CHECK_FALSE(community::banned_until(scope, next, mei).has_value());
    community::ban(scope, community::scope_of_unit("33.05.22.10"), mei, scope.now() + 1h, "b");  // no unit of this path
    CHECK_FALSE(community::banned_until(scope, next, mei).has_value());
    community::ban(scope, community::scope_of_unit("33.05.22.103"), mei, scope.now() + 2h, "c");
    CHECK(community::banned_until(scope, next, mei) == scope.now() + 2h);
    hamlet.stage.pass(2h);
    auto later = hamlet.stage.scope();
    CHECK_FALSE(community::banned_until(later, next, mei).has_value());
}

TEST_CASE("who is banned and comes in by a link that asks nobody is put out again") {
    Hamlet hamlet;
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "ban");
    hamlet.out();
    hamlet.stage.happen(hamlet.stage.event("Mei", "chat", Joined{}));
    CHECK(hamlet.out().did("remove Mei"));
    hamlet.writes("Li", "undo 1");
    hamlet.stage.happen(hamlet.stage.event("Mei", "chat", Joined{}));
    CHECK_FALSE(hamlet.out().did("remove Mei"));
}

TEST_CASE("a rule stays on where the bot has no rights, and the leader is told once a day") {
    Hamlet hamlet;
    {
        auto scope = hamlet.stage.scope();
        community::set_abilities(scope, hamlet.chat.id, {Ability::write});
    }
    int told = 0;
    for (int i = 0; i < 10; ++i) {
        hamlet.say("Mei", bad, 1h);
        const auto out = hamlet.out();
        CHECK_FALSE(out.deleted());
        told += out.to("Li").empty() ? 0 : 1;
    }
    CHECK(told == 1);
    CHECK(hamlet.cases() == 10);
    auto scope = hamlet.stage.scope();
    community::set_abilities(scope, hamlet.chat.id, Hamlet::everything);
    hamlet.say("Mei", bad);
    CHECK(hamlet.out().deleted());  // given the right, it acts at once
}
