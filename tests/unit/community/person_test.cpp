// Persons: what is known of one from her platform, and what she chose herself.
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using tests::Town;

TEST_CASE("what her platform calls her language is remembered for what is pushed to her; silence forgets nothing") {
    Town town;
    Place talk;
    talk.id = "li";
    const auto calls = [&](const char* language) {
        return community::called(town.scope, "telegram", {"li", "Li", language, false}, talk).person.id();
    };
    const PersonId li = calls("zh-hans");
    CHECK(community::platform_language(town.scope, li) == "zh-hans");
    CHECK(community::person(town.scope, li)->language().empty());  // she has chosen none herself
    town.pass(2h);
    calls("");
    CHECK(community::platform_language(town.scope, li) == "zh-hans");
    town.pass(2h);
    calls("en");
    CHECK(community::platform_language(town.scope, li) == "en");
    CHECK(community::platform_language(town.scope, PersonId{1}).empty());
}
