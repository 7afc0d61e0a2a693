// Break-glass: nobody reads what is closed or somebody else's alone; with a second person of the desk, for an hour,
// and every step stands in the desk's chain.
#include "bot/community/vault.hpp"
#include "plugins/help/chain.hpp"
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* topic = "🛡 Somebody hurts or threatens me";
constexpr const char* words = "He hits me.";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// A request that Zhao answered and closed; Qian and Sun sit at the same desk.
struct OneDesk : Village {
    OneDesk() {
        for (const char* name : {"Zhao", "Qian", "Sun"}) give(name, "desk", "unit:33.05");
        give("Tang", "township", "unit:33.05.22.103");
        ask("Wang", topic, "blue kettle", words);
        sends("Wang");
        for (const char* name : {"Zhao", "Qian", "Sun"}) says(name, "requests");
        presses("Zhao", "Open number 1");
    }
    void close() {
        presses("Zhao", "Close");
        presses("Zhao", "It was answered");
    }
    std::vector<std::string> chain() {
        return stage.sql().all<std::string>("SELECT what FROM help_chain ORDER BY seq");
    }
    // What who reads of it, whatever she presses and writes.
    std::string reads(const std::string& who) {
        std::string out = says(who, "requests") + says(who, "requests 1") + says(who, "unseal 1");
        for (const auto& [key, token] : std::map(last)) {
            if (!key.starts_with(who + ":")) continue;
            stage.press(who, token);
            out += heard(who);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("one alone reads nothing that is closed, or somebody else's") {
    OneDesk village;
    SUBCASE("closed") {
        village.close();
    }
    SUBCASE("somebody else's") {}
    CHECK(!has(village.reads("Qian"), words));
    CHECK(has(village.says("Qian", "unseal 1 Zhao is on leave"), "Asked."));
    CHECK(!has(village.reads("Qian"), words));
    // Not with the token of the second person's button either.
    village.stage.sql().run(
        "UPDATE button SET chat = (SELECT max(b.chat) FROM button b, help_glass g WHERE b.name = 'take' AND b.person = "
        "g.asker), person = (SELECT max(asker) FROM help_glass) WHERE name = 'agree'");
    for (const auto& token : village.stage.sql().all<std::string>("SELECT token FROM button WHERE name = 'agree'")) {
        village.stage.press("Qian", token);
        CHECK(!has(village.heard("Qian"), "Agreed"));
    }
    CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_glass WHERE second <> 0") == 0);
}

TEST_CASE("control: with a second person's agreement she reads, for an hour, and it stands in the chain") {
    OneDesk village;
    village.close();
    village.stage.write("Qian", "unseal 1 Zhao is on leave");
    const std::string asked = village.heard("Sun");  // takes all that was said
    CHECK(has(asked, "Somebody of your desk asks to read number 1, which is not hers: “Zhao is on leave”"));
    village.stage.press("Sun", village.last.at("Sun:I agree, for an hour"));
    village.heard("Qian");
    CHECK(has(village.presses("Qian", "Read number 1"), words));
    village.stage.pass(61min);
    CHECK(!has(village.presses("Qian", "Read number 1"), words));
    const std::vector<std::string> chain = village.chain();
    const std::vector<std::string> end(chain.end() - 3, chain.end());
    CHECK(end == std::vector<std::string>{"reading asked for", "reading agreed to", "read by agreement"});
}

TEST_CASE("whom she left out, or whose right has gone, neither asks nor agrees") {
    OneDesk village;
    village.close();
    const auto exclude = [&](const std::string& who) {
        village.stage.sql().run("INSERT INTO help_excluded (request, who, scope) SELECT id, :who, '' FROM help_request",
                                village.person(who));
    };
    CHECK(has(village.says("Tang", "unseal 1 I want to know"), "There is no such number at your desk."));
    SUBCASE("as the second") {
        village.stage.write("Qian", "unseal 1 Zhao is on leave");
        village.heard("Sun");
        exclude("Sun");
        village.stage.press("Sun", village.last.at("Sun:I agree, for an hour"));
        CHECK(has(village.heard("Sun"), "This is not yours to agree to."));
        CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_glass WHERE second <> 0") == 0);
    }
    SUBCASE("as who asks") {
        exclude("Qian");
        CHECK(has(village.says("Qian", "unseal 1 Zhao is on leave"), "There is no such number at your desk."));
    }
    SUBCASE("between agreeing and reading") {
        village.stage.write("Qian", "unseal 1 Zhao is on leave");
        village.heard("Sun");
        village.stage.press("Sun", village.last.at("Sun:I agree, for an hour"));
        village.heard("Qian");
        auto scope = village.stage.scope();
        community::revoke_now(scope, *community::find_person(scope, Stage::account, "Qian"));
        CHECK(!has(village.presses("Qian", "Read number 1"), words));
    }
    SUBCASE("nobody is left who could agree") {
        exclude("Sun");
        exclude("Zhao");
        CHECK(has(village.says("Qian", "unseal 1 Zhao is on leave"), "There is nobody else at your desk"));
    }
}

TEST_CASE("what it takes: a number of the desk, a reason, an agreement of today") {
    OneDesk village;
    CHECK(has(village.says("Zhao", "unseal 1 it is mine"), "needs no second person"));
    village.close();
    CHECK(has(village.says("Qian", "unseal 2 what is that"), "There is no such number"));
    CHECK(has(village.says("Qian", "unseal one because"), "There is no such number"));
    CHECK(has(village.says("Qian", "unseal 1"), "Why?"));
    village.stage.write("Qian", "unseal 1 Zhao is on leave");
    village.heard("Sun");
    SUBCASE("too late") {
        village.stage.pass(23h + 59min);
        village.stage.sql().run("UPDATE help_glass SET asked = asked - 120000");
        village.stage.press("Sun", village.last.at("Sun:I agree, for an hour"));
        CHECK(has(village.heard("Sun"), "It was answered already, or it is too late."));
    }
    SUBCASE("refused") {
        village.stage.press("Sun", village.last.at("Sun:No"));
        CHECK(village.stage.sql().one<int>("SELECT count(*) FROM help_glass") == 0);
    }
}

TEST_CASE("the desks' chains are verified whole, and not when a line was changed, taken out or cut off") {
    OneDesk village;
    const auto broken = [&] {
        auto& stage = village.stage;
        return plugins::helping::verify_chains(
                   stage.sql(), [&](std::string_view text) { return stage.services().vault.mark("help", text); })
            .broken;
    };
    CHECK(broken().empty());
    SUBCASE("changed") {
        village.stage.sql().run("UPDATE help_chain SET what = 'looked away' WHERE seq = 1");
        CHECK(broken() == "safety at unit:33.05, line 1");
    }
    SUBCASE("taken out") {
        village.stage.sql().run("DELETE FROM help_chain WHERE seq = 2");
        CHECK(broken() == "safety at unit:33.05, line 2");
    }
    SUBCASE("cut off") {
        village.stage.sql().run("DELETE FROM help_chain WHERE seq = (SELECT max(seq) FROM help_chain)");
        CHECK(broken() == "safety at unit:33.05, its end");
    }
    SUBCASE("cut off, and the head made to fit") {
        village.stage.sql().run("DELETE FROM help_chain WHERE seq = (SELECT max(seq) FROM help_chain)");
        village.stage.sql().run("UPDATE help_head SET seq = seq - 1");
        CHECK(broken() == "safety at unit:33.05, its end");
    }
    SUBCASE("all of it") {
        village.stage.sql().run("DELETE FROM help_chain WHERE seq > 0");
        CHECK(broken() == "safety at unit:33.05, its end");
    }
}
