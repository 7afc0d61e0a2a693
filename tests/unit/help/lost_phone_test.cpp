// A helper's phone is lost: nothing more of hers goes out, nothing more comes to her, and what she had goes to whoever
// may answer it now.
#include "bot/turn/lost_phone.hpp"

#include "bot/delivery/outbox.hpp"
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* daily = "🏠 Family and everyday life";
constexpr const char* violence = "🛡 Somebody hurts or threatens me";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// As `/lost` and `noticeboard role revoke --now` do it.
void lose(Village& village, const std::string& name) {
    const PersonId person = village.person(name);
    auto scope = village.stage.scope();
    LostPhone lost{person, {}};
    for (const community::Held& held : community::roles_of(scope, person)) lost.scopes.push_back(held.scope);
    community::revoke_now(scope, person);
    turn::lock_out(scope, village.stage.router().plugins(), lost);
    village.stage.pass(0ms);
}

// What came to everybody since the last look, "who: text" by line.
std::string all(Village& village) {
    std::string out;
    for (const std::string& one : village.stage.texts()) out += one + "\n";
    return out;
}

struct Asked : Village {
    Asked() {
        give("Li", "leader", community::scope_of(group));
        give("Dong", "deputy", community::scope_of(group));
        give("Tang", "township", "unit:33.05.22.103");
        give("Zhao", "desk", "unit:33.05");
        give("Qian", "desk", "unit:33.05");
        stage.out();
    }
    void asks(const std::string& topic) {
        ask("Wang", topic, "blue kettle", "It is about my sister.");
        sends("Wang");
    }
    // A helper takes number 1 and writes; her words wait for five seconds.
    void answers(const std::string& helper, const std::string& words) {
        says(helper, "requests");
        presses(helper, "Open number 1");
        says(helper, words);
    }
};

}  // namespace

TEST_CASE("what a helper wrote within the last five seconds does not go; her request goes to who is left") {
    Asked village;
    village.asks(daily);
    village.stage.out();
    village.answers("Li", "I will tell your husband.");
    lose(village, "Li");
    const std::string told = all(village);
    CHECK(has(told, "Dong: Number 1 waits for an answer"));
    CHECK(!has(told, "Li: "));
    CHECK(!has(told, "Tang: "));
    village.stage.pass(6s);
    CHECK(has(village.says("Wang", "blue kettle"), "There is no new answer yet."));
    village.says("Dong", "requests");
    CHECK(has(village.presses("Dong", "Open number 1"), "It is about my sister."));
}

TEST_CASE("control: the phone is not lost, the words go") {
    Asked village;
    village.asks(daily);
    village.answers("Li", "I will come and see you.");
    village.stage.pass(6s);
    CHECK(has(village.says("Wang", "blue kettle"), "I will come and see you."));
}

TEST_CASE("words of somebody whose right ended within the five seconds do not go either") {
    Asked village;
    village.asks(daily);
    village.answers("Li", "Too late.");
    auto scope = village.stage.scope();
    community::revoke_now(scope, village.person("Li"));
    village.stage.pass(6s);
    CHECK(has(village.says("Wang", "blue kettle"), "There is no new answer yet."));
}

TEST_CASE("nobody of the group is left: the township is told, and the new leader may answer from her first day") {
    Asked village;
    lose(village, "Dong");
    village.asks(daily);
    CHECK(!has(all(village), "Tang: "));
    lose(village, "Li");
    CHECK(has(all(village), "Tang: Number 1 waits for an answer"));
    CHECK(has(village.says("Tang", "requests"), "1 · personal"));
    village.give("Mei", "leader", community::scope_of(village.group));
    CHECK(has(village.says("Mei", "requests"), "1 · personal"));
    CHECK(has(village.says("Tang", "requests"), "1 · personal"));  // who was told keeps it in her list
}

TEST_CASE("a confidential request stays with the desk, and never comes to the group or the township") {
    Asked village;
    village.asks(violence);
    village.answers("Zhao", "Can you talk?");
    village.stage.pass(6s);
    village.stage.out();
    lose(village, "Zhao");
    CHECK(all(village) == "");  // she was answered: nothing waits
    village.says("Wang", "blue kettle");
    village.says("Wang", "Yes, tomorrow.");
    village.stage.out();
    CHECK(has(village.says("Qian", "requests"), "1 · confidential"));
    for (const char* name : {"Li", "Dong", "Tang", "Zhao"}) CHECK(!has(village.says(name, "requests"), "confidential"));
}

TEST_CASE("her next word finds whoever may answer it now") {
    Asked village;
    village.asks(violence);
    village.answers("Zhao", "Can you talk?");
    village.stage.pass(6s);
    lose(village, "Zhao");
    village.says("Wang", "blue kettle");
    village.stage.out();
    village.stage.write("Wang", "Yes, tomorrow.");
    const std::string told = all(village);
    CHECK(has(told, "Qian: Number 1 waits for an answer"));
    CHECK(!has(told, "Zhao: "));
}

TEST_CASE("who was told beside her is not told twice") {
    Asked village;
    village.asks(violence);
    CHECK(has(all(village), "Qian: Number 1 waits"));
    lose(village, "Zhao");
    CHECK(all(village) == "");
}
