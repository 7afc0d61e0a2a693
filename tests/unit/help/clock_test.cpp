// A request has one clock, however many words came in the same moment.
#include "bot/community/vault.hpp"
#include "bot/crypto/seal.hpp"
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

struct Desk : Village {
    Desk() {
        give("Zhao", "desk", "unit:33.05");
        ask("Wang", "🛡 Somebody hurts or threatens me", "blue kettle", "He hits me.");
        sends("Wang");
        says("Wang", "blue kettle");
        says("Wang", "One.");  // the clock of the stage stands still: the same millisecond
        says("Wang", "Two.");
        stage.out();
    }
    int told_within(Millis time) {
        stage.pass(time);
        int out = 0;
        for (const std::string& one : stage.texts()) out += one.starts_with("Zhao: Number 1 still waits") ? 1 : 0;
        return out;
    }
};

}  // namespace

TEST_CASE("two words in the same millisecond: the last desk is told once, and once again half an hour later") {
    Desk desk;
    CHECK(desk.told_within(30min) == 1);
    CHECK(desk.told_within(30min) == 1);
    CHECK(desk.told_within(30min) == 1);
}

TEST_CASE("control: with a clock whose number stands still, every word tells her by itself") {
    Desk desk;
    const auto request = *desk.stage.sql().one<std::int64_t>("SELECT id FROM help_request");
    auto scope = desk.stage.scope();
    const std::string data = std::to_string(request) + "|7";
    desk.stage.sql().script(
        "UPDATE help_request SET clock = 7; CREATE TEMP TRIGGER still AFTER UPDATE OF clock ON help_request BEGIN "
        "UPDATE help_request SET clock = 7 WHERE id = NEW.id; END");
    SeededRandom random;
    desk.stage.sql().run("UPDATE timer SET data = :data WHERE name = 'escalate'",
                         crypto::sealed(scope.vault.content(), data, "timer", random));
    CHECK(desk.told_within(30min) > 1);
}
