// Who decides: nobody about herself, no leader about a leader, no appeal by who did it.
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

TEST_CASE("a complaint about the leader goes past her") {
    Hamlet hamlet;
    hamlet.give("Dou", "deputy", community::scope_of(hamlet.group));
    hamlet.answer("Hong", hamlet.say("Li", "you are all stupid"), "report");
    const auto out = hamlet.out();
    CHECK(out.to("Li").empty());
    CHECK(out.to("Dou").empty());
    CHECK(out.to("Kong").find("Case 1") != std::string::npos);
    for (const char* who : {"Li", "Dou"}) {
        CAPTURE(who);
        CHECK(hamlet.writes(who, "cases").to(who).find("No case") != std::string::npos);
        CHECK(hamlet.writes(who, "undo 1").to(who).find("nothing to take back") != std::string::npos);
    }
    // Control: a complaint about a member is hers.
    hamlet.answer("Hong", hamlet.say("Mei", "you are all stupid"), "report");
    CHECK(hamlet.out().to("Li").find("Case 2") != std::string::npos);
}

TEST_CASE("a button that another one was given does nothing for her") {
    Hamlet hamlet;
    hamlet.answer("Hong", hamlet.say("Li", "you are all stupid"), "report");
    hamlet.out();
    hamlet.stage.press("Li", hamlet.last.at("Kong:Leave it"));
    CHECK(hamlet.stage.sql().one<int>("SELECT state FROM moderation_case WHERE number = 1") == 0);
    hamlet.presses("Kong", "Leave it");  // control
    CHECK(hamlet.stage.sql().one<int>("SELECT state FROM moderation_case WHERE number = 1") == 3);
}

TEST_CASE("who leads a group and holds the township too decides neither way") {
    Hamlet hamlet;
    hamlet.give("Li", "township", "unit:33.05.22.103");
    hamlet.answer("Hong", hamlet.say("Li", "you are all stupid"), "report");
    auto out = hamlet.out();
    CHECK(out.to("Li").empty());
    CHECK(out.to("Kong").empty());  // her equal
    CHECK(out.to("Xu").find("Case 1") != std::string::npos);
    CHECK(hamlet.writes("Li", "cases").to("Li").find("No case") != std::string::npos);
    CHECK(hamlet.writes("Kong", "cases").to("Kong").find("No case") != std::string::npos);
    out = hamlet.presses("Xu", "Warn");
    CHECK(out.to("Li").find("this is a warning") != std::string::npos);
}

TEST_CASE("who acted does not judge the appeal, and the leader never does") {
    Hamlet hamlet;
    hamlet.answer("Kong", hamlet.say("Mei", "hm"), "mute");  // an official acts in the group herself
    hamlet.out();
    auto out = hamlet.presses("Mei", "That is wrong");
    CHECK(out.to("Kong").empty());
    CHECK(out.to("Li").empty());
    CHECK(out.to("Xu").find("She says that this is wrong") != std::string::npos);
    out = hamlet.presses("Xu", "Take it back");
    CHECK(out.did("unmute Mei"));
    CHECK(out.to("Mei").find("was taken back") != std::string::npos);
    CHECK(out.to("Kong").find("has taken back case 1") != std::string::npos);

    hamlet.answer("Li", hamlet.say("Mei", "hm"), "mute");  // control: a leader's act goes to the township
    hamlet.out();
    CHECK(hamlet.presses("Mei", "That is wrong").to("Kong").find("Case 2") != std::string::npos);
}

TEST_CASE("an appeal is made once, in time, by whom it concerns") {
    Hamlet hamlet;
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "mute 3d");
    hamlet.out();
    hamlet.stage.press("Hong", hamlet.last.at("Mei:That is wrong"));
    CHECK(hamlet.stage.sql().one<int>("SELECT appeal FROM moderation_case") == 0);
    CHECK(hamlet.presses("Mei", "That is wrong").to("Mei").find("passed it on") != std::string::npos);
    CHECK(hamlet.presses("Mei", "That is wrong").to("Mei").find("looked at already") != std::string::npos);
    hamlet.answer("Li", hamlet.say("Mei", "hm"), "warn");
    hamlet.out();
    hamlet.stage.pass(hamlet.config.rules.appeal_within + 1h);
    hamlet.out();
    CHECK(hamlet.presses("Mei", "That is wrong").to("Mei").find("is over") != std::string::npos);
}

TEST_CASE("nobody but who leads can act, and a leader cannot act on another") {
    Hamlet hamlet;
    hamlet.give("Dou", "deputy", community::scope_of(hamlet.group));
    const Event said = hamlet.say("Mei", "hm");
    for (const char* text : {"ban", "/ban", "拉黑", "/undo 1", "remove"}) {
        CAPTURE(text);
        hamlet.answer("Hong", said, text);
        CHECK(hamlet.out().acts.empty());
    }
    hamlet.answer("Dou", hamlet.say("Li", "hm"), "ban");
    CHECK_FALSE(hamlet.out().did("ban Li"));
    CHECK(hamlet.cases() == 0);
    hamlet.answer("Dou", said, "拉黑");  // control
    CHECK(hamlet.out().did("ban Mei"));
}
