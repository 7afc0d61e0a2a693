// What is kept, for how long, and how much of it.
#include "bot/text/word_list.hpp"
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

TEST_CASE("quotes go after their days, closed cases after theirs, open ones stay") {
    Hamlet hamlet;
    const RulePlan& plan = hamlet.config.rules;
    hamlet.say("Mei", "online casino");
    hamlet.answer("Hong", hamlet.say("Mei", "hm"), "report");  // nobody decides it
    const auto quotes = [&] {
        return hamlet.stage.sql().one<int>("SELECT count(*) FROM moderation_case WHERE quote <> ''").value_or(0);
    };
    CHECK(quotes() == 2);
    hamlet.stage.pass(Millis(24h) * (plan.keep_words_days + 1));
    CHECK(quotes() == 1);
    CHECK(hamlet.cases() == 2);
    hamlet.stage.pass(Millis(24h) * plan.keep_days);
    CHECK(hamlet.cases() == 1);
    hamlet.out();
    CHECK(hamlet.writes("Li", "cases").to("Li").find("Case 2 in Beitang") != std::string::npos);
    CHECK(hamlet.stage.sql().one<int>("SELECT count(*) FROM moderation_heard") == 0);
}

TEST_CASE("who is forgotten leaves no word in a case, and her number stays") {
    Hamlet hamlet;
    hamlet.say("Mei", "online casino");
    hamlet.out();
    hamlet.writes("Mei", "forgetme");
    for (const auto& [label, token] : std::map<std::string, std::string>(hamlet.last)) {
        if (label.starts_with("Mei:") && label.find("orget") != std::string::npos) hamlet.stage.press("Mei", token);
    }
    CHECK(hamlet.cases() == 1);
    CHECK(hamlet.stage.sql().one<int>("SELECT count(*) FROM moderation_case WHERE target = 0 AND wrapped = ''") == 1);
    hamlet.out();
}

TEST_CASE("a group's words are its own, a unit's hold below it, and both are bounded") {
    Site site = Hamlet::rules();
    site.rules.most_words = 3;
    Hamlet hamlet(std::move(site));
    const Group next = hamlet.add_group("33.05.22.103.208", "Nantang");
    hamlet.link(next, "next");
    const auto hears = [&](const std::string& text, const std::string& in) {
        hamlet.say("Mei", text, 1min, in);
        return hamlet.out().deleted();
    };
    hamlet.writes("Li", "words");
    hamlet.presses("Li", "Add words");
    CHECK(hamlet.writes("Li", "mahjong, poker, dice, cards, horses").to("Li").find("3 words added") !=
          std::string::npos);
    CHECK(hears("MAH-JONG tonight", "chat"));
    CHECK_FALSE(hears("cards tonight", "chat"));
    CHECK_FALSE(hears("mahjong tonight", "next"));
    hamlet.writes("Kong", "words");
    hamlet.presses("Kong", "Add words");
    hamlet.writes("Kong", "lottery");
    CHECK(hears("lottery tonight", "chat"));
    CHECK(hears("l o t t e r y tonight", "next"));
    hamlet.writes("Kong", "words");
    hamlet.presses("Kong", "Take words out");
    hamlet.writes("Kong", "lottery");
    CHECK_FALSE(hears("lottery tonight", "next"));
}

TEST_CASE("a list shows nine, however many wait") {
    Hamlet hamlet;
    for (int i = 0; i < 12; ++i) hamlet.answer("R" + std::to_string(i), hamlet.say("Mei", "word", 1min), "report");
    CHECK(hamlet.cases() == 12);
    hamlet.out();
    hamlet.last.clear();
    CHECK(hamlet.writes("Li", "cases").to("Li").find("12 cases") != std::string::npos);
    CHECK(hamlet.last.size() == 9);
}

TEST_CASE("another plugin cannot open what a case quotes") {
    Hamlet hamlet;
    hamlet.say("Mei", "online casino");
    const auto row = hamlet.stage.sql().one<std::string, std::string>("SELECT wrapped, quote FROM moderation_case");
    REQUIRE(row);
    bool looked = false;
    Stage::Options options;
    Stage other({Plugin("nosy", "Looks")
                     .command({"look"},
                              [&](Turn& turn) {
                                  looked = true;
                                  CHECK_FALSE(turn.open(std::get<0>(*row), std::get<1>(*row)).ok());
                              })},
                options);
    other.write("Eve", "look");
    CHECK(looked);
}

TEST_CASE("no message waits for a list of words to be made: neither the first, nor the first of a site read anew") {
    Site site = Hamlet::rules();
    Hamlet hamlet(site);
    const auto makes = [&](const std::string& text) {
        const auto before = text::WordList::made();
        hamlet.say("Mei", text, 1min);
        hamlet.out();
        return text::WordList::made() - before;
    };
    const auto read_anew = [&](std::vector<std::string> words) {
        site.rules.words = std::make_shared<const std::vector<std::string>>(std::move(words));
        const auto before = text::WordList::made();
        hamlet.stage.router().prepare(site);
        auto current = std::make_shared<turn::Current>(*hamlet.stage.services().current());
        current->site = site;
        hamlet.stage.services().exchange(current);
        return text::WordList::made() - before;
    };
    CHECK(makes("hello") == 0);
    CHECK(read_anew(*site.rules.words) == 0);  // the same words
    CHECK(makes("hello") == 0);
    CHECK(read_anew({"mahjong"}) == 1);
    CHECK(makes("mahjong") == 0);
    CHECK(hamlet.cases() == 1);
    auto current = std::make_shared<turn::Current>(*hamlet.stage.services().current());  // control: nobody prepared
    current->site.rules.words = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"poker"});
    hamlet.stage.services().exchange(current);
    CHECK(makes("poker") == 1);
}
