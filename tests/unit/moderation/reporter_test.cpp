// Who reported is shown to nobody: not in a message, not in a list, not in the audit, not in a row.
#include "bot/community/audit.hpp"
#include "tests/unit/moderation/hamlet.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* reporter = "QuietReporter";

struct Traces {
    std::string said, audit, rows;
};

// All that anybody but herself could have read.
Traces traces(Hamlet& hamlet, const std::vector<Hamlet::Out>& outs) {
    Traces out;
    for (const Hamlet::Out& one : outs) {
        for (const auto& [to, text] : one.said) {
            if (to != reporter) out.said += to + ": " + text + "\n";
        }
    }
    auto scope = hamlet.stage.scope();
    for (const auto& row : community::read_audit(scope, {}))
        out.audit += std::to_string(row.actor.value) + " " + row.what + " " + row.subject + " " + row.words + "\n";
    hamlet.stage.sql().each<std::int64_t, std::int64_t, std::string, std::string, std::string>(
        "SELECT actor, target, message, name, quote FROM moderation_case",
        [&out](std::int64_t actor, std::int64_t target, const std::string& message, const std::string& name,
               const std::string& quote) {
            out.rows += std::to_string(actor) + " " + std::to_string(target) + " " + message + name + quote + "\n";
        });
    hamlet.stage.sql().each<std::string, std::string>(
        "SELECT grp || ':' || number, reporter FROM moderation_report",
        [&out](const std::string& id, const std::string& who) { out.rows += id + " " + who + "\n"; });
    return out;
}

}  // namespace

TEST_CASE("the reporter leaves no trace that anybody can read") {
    Hamlet hamlet;
    const std::string id = to_string(hamlet.person(reporter));
    const std::string mei = to_string(hamlet.person("Mei"));
    {
        auto scope = hamlet.stage.scope();
        community::joined(scope, hamlet.group.id, hamlet.person(reporter), hamlet.chat.id);
    }
    hamlet.out();
    std::vector<Hamlet::Out> outs;
    const auto listen = [&](Hamlet::Out out) { outs.push_back(std::move(out)); };

    const Event said = hamlet.say("Mei", "gossip");
    hamlet.answer(reporter, said, "举报");
    listen(hamlet.out());
    CHECK(outs.back().deleted());  // the word that would show her
    CHECK(outs.back().to(reporter).find("Thank you") != std::string::npos);
    hamlet.answer(reporter, said, "/report");
    hamlet.answer("Hong", said, "report");
    listen(hamlet.out());
    CHECK(hamlet.cases() == 1);
    CHECK(hamlet.stage.sql().one<int>("SELECT reports FROM moderation_case") == 2);  // each once
    listen(hamlet.writes("Li", "cases"));
    for (const auto& [label, token] : std::map<std::string, std::string>(hamlet.last)) {
        if (label.starts_with("Li:Case 1")) hamlet.stage.press("Li", token);
    }
    listen(hamlet.out());
    listen(hamlet.presses("Li", "Mute for 1 hour"));
    listen(hamlet.presses("Mei", "That is wrong"));
    listen(hamlet.writes("Kong", "cases"));
    listen(hamlet.presses("Kong", "Take it back"));
    listen(hamlet.writes("Mei", "mycases"));
    hamlet.stage.write(reporter, "report");
    hamlet.out();
    hamlet.presses(reporter, "A member");
    listen(hamlet.writes(reporter, "Mei was rude"));
    CHECK(hamlet.cases() == 2);
    hamlet.stage.pass(30h);  // with the leader's morning message
    listen(hamlet.out());
    listen(hamlet.writes("Li", "cases"));

    const Traces all = traces(hamlet, outs);
    for (const std::string& marker : {std::string(reporter), id}) {
        CAPTURE(marker);
        CHECK(all.said.find(marker) == std::string::npos);
        CHECK(all.rows.find(marker) == std::string::npos);
    }
    for (std::size_t at = all.audit.find(id); at != std::string::npos; at = all.audit.find(id, at + 1)) {
        const std::string line = all.audit.substr(at, all.audit.find('\n', at) - at);
        CAPTURE(line);
        CHECK(line.find("moderation") == std::string::npos);
        CHECK(line.find("case:") == std::string::npos);
    }
    // Control: who was reported is found by the same search, and what she said is sealed in the rows.
    CHECK(all.said.find("Mei") != std::string::npos);
    CHECK(all.said.find("gossip") != std::string::npos);
    CHECK(all.rows.find(mei) != std::string::npos);
    CHECK(all.rows.find("gossip") == std::string::npos);
    CHECK(all.audit.find("moderation.mute") != std::string::npos);
}

TEST_CASE("one person's reports are bounded; she is thanked all the same") {
    Hamlet hamlet;
    const int most = hamlet.config.rules.most_reports_a_day;
    for (int i = 0; i < most + 5; ++i) {
        hamlet.answer(reporter, hamlet.say("Mei", "word " + std::to_string(i), 1min), "report");
    }
    CHECK(hamlet.cases() == most);
    hamlet.stage.pass(25h);
    hamlet.answer(reporter, hamlet.say("Mei", "another word"), "report");
    CHECK(hamlet.cases() == most + 1);
}
