// The way out: what a platform lets the bot take away goes, hers and the bot's; the answer is the same for everybody.
#include <sstream>

#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* topic = "🛡 Somebody hurts or threatens me";

struct Gone {
    std::string said;                  // what is answered
    std::vector<std::string> cleared;  // message ids
};

// Everything a platform does with rows: they are sent, and get a number.
void deliver(Village& village, int& number) {
    for (const auto id : village.stage.sql().all<OutboxId>("SELECT id FROM outbox WHERE state = 0 ORDER BY id"))
        delivery::mark_done(village.stage.sql(), id, delivery::State::sent, "b" + std::to_string(++number), "");
}

Gone leave(bool removes, bool asked, Millis later = 1min) {
    Village village;
    village.stage.platform().removes_within = removes ? 48h : Millis{0};
    village.stage.platform().stays = "What is older than two days stays.";
    int number = 0;
    village.give("Zhao", "desk", "unit:33.05");
    if (asked) {
        village.ask("Wang", topic, "blue kettle", "He hits me.");
        village.sends("Wang");
    } else {
        village.says("Wang", "/about");
    }
    deliver(village, number);
    village.stage.pass(later);
    village.stage.out();
    village.stage.write("Wang", "close now");
    Gone out;
    for (const delivery::Row& row : village.stage.out()) {
        if (row.outgoing.place.id != "Wang") continue;
        if (const Say* say = row.outgoing.say()) out.said += say->text + "\n";
        if (const Action* action = row.outgoing.action(); action != nullptr && action->kind() == Action::Kind::clear) {
            std::istringstream ids(action->text());
            for (std::string id; ids >> id;) out.cleared.push_back(id);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("what was said goes, hers and the bot's, and the answer is what everybody gets") {
    const Gone with = leave(true, true), without = leave(true, false);
    CHECK(with.said == without.said);
    CHECK(with.said == "Done. Everything here is put away.\nWhat is older than two days stays.\n");
    const auto hers = std::count_if(with.cleared.begin(), with.cleared.end(), [](auto& id) { return id[0] == 'm'; });
    CHECK(hers >= 3);  // her word, her story, and “close now” itself
    CHECK(with.cleared.size() - static_cast<std::size_t>(hers) >= 6);
    CHECK(std::any_of(without.cleared.begin(), without.cleared.end(), [](auto& id) { return id[0] == 'b'; }));
}

TEST_CASE("a platform that lets nothing go is asked for nothing, and the bot says so") {
    const Gone left = leave(false, true);
    CHECK(left.cleared.empty());
    CHECK(left.said == leave(false, false).said);
    CHECK(left.said.find("What is older than two days stays.") != std::string::npos);
}

TEST_CASE("what is older than the platform allows is left, and not asked for") {
    const Gone left = leave(true, true, 49h);
    CHECK(left.cleared.size() == 1);  // “close now” itself
}

TEST_CASE("nothing the help plugin says there rides in a webhook's answer, which tells no message id") {
    for (const bool removes : {true, false}) {
        Village village;
        village.stage.platform().removes_within = removes ? 48h : Millis{0};
        village.person("Wang");
        int number = 0;
        deliver(village, number);
        turn::Job job;
        job.account = Stage::account;
        Message message;
        message.text = "help";
        job.event = village.stage.event("Wang", "", message);
        job.key = job.event->key;
        job.inline_until = village.stage.clock().now() + 5s;
        const turn::Settled settled = village.stage.run(std::move(job));
        CHECK(settled.answer.has_value() == !removes);
    }
}
