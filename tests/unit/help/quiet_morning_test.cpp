// `/digest quiet`: an open question comes with the morning's digit; what is personal, and danger, comes at once.
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* open_question = "💬 A question that everybody may hear";
constexpr const char* daily = "🏠 Family and everyday life";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

struct Morning : Village {
    explicit Morning(std::vector<std::string> wishes) {
        give("Li", "leader", community::scope_of(group));
        give("Tang", "township", "unit:33.05.22.103");
        for (const std::string& wish : wishes) says("Li", wish);
        // The next day at 8:00, after the morning's message.
        const auto day = std::chrono::floor<std::chrono::days>(stage.clock().now() + 8h);
        stage.pass(std::chrono::time_point_cast<Millis>(day) + 24h - stage.clock().now());
        stage.out();
    }
    std::string asks(const std::string& topic, const std::string& words = "When is the class?") {
        ask("Wang", topic, "sunflower", words);
        presses("Wang", "Done, send it");
        stage.press("Wang", last.at("Wang:No, I look by myself"));
        return heard("Li");
    }
    std::string in(Millis time, const std::string& who) {
        stage.pass(time);
        return heard(who);
    }
};

}  // namespace

TEST_CASE("an open question waits for the morning; in the list it stands at once") {
    Morning village({"/digest quiet"});
    CHECK(village.asks(open_question) == "");
    CHECK(has(village.says("Li", "requests"), "1 · open question"));
    CHECK(village.in(22h, "Li") == "");
    CHECK(has(village.in(1h, "Li"), "Good morning. 1 thing waits for you: [1 question waits for an answer]"));
}

TEST_CASE("control: who did not ask for quiet is told at once, and so is she again after /digest now") {
    Morning at_once({});
    CHECK(has(at_once.asks(open_question), "Number 1 waits for an answer"));
    Morning again({"/digest quiet", "/digest now"});
    CHECK(has(again.asks(open_question), "Number 1 waits for an answer"));
}

TEST_CASE("what is personal comes at once, and so does danger, in the first words or later") {
    Morning personal({"/digest quiet"});
    CHECK(has(personal.asks(daily), "Number 1 waits for an answer"));
    Morning danger({"/digest quiet"});
    CHECK(has(danger.asks(open_question, "He has a knife"), "Urgent: number 1 waits for you"));
    Morning later({"/digest quiet"});
    CHECK(later.asks(open_question) == "");
    later.says("Wang", "sunflower");
    later.stage.write("Wang", "He has a knife");
    CHECK(has(later.heard("Li"), "Urgent: number 1 waits for you"));
}

TEST_CASE("new words in a question she has opened wait too, and count in the morning") {
    Morning village({"/digest quiet"});
    village.asks(open_question);
    village.says("Li", "requests");
    village.presses("Li", "Open number 1");
    village.says("Li", "On Tuesday.");
    village.stage.pass(6s);
    village.says("Wang", "sunflower");
    village.stage.write("Wang", "At what time?");
    CHECK(village.heard("Li") == "");
    CHECK(has(village.in(23h, "Li"), "[1 question waits for an answer]"));
}

TEST_CASE("the clock runs on: nobody acted for a day, and the township is told") {
    Morning village({"/digest quiet"});
    village.asks(open_question);
    CHECK(village.in(23h + 59min, "Tang") == "");
    CHECK(has(village.in(2min, "Tang"), "Number 1 waits for an answer"));
}

TEST_CASE("who has no morning message is told by itself, quiet or not") {
    Morning village({"/digest quiet", "/digest off"});
    CHECK(has(village.asks(open_question), "Number 1 waits for an answer"));
}
