// Groups: their numbers, their lists, and what was meant by a mistyped number.
#include "bot/community/group.hpp"

#include <set>

#include "bot/community/vault.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

TEST_CASE("a group gets a number with a check digit that nobody else has") {
    Town town;
    std::set<std::string> numbers;
    for (int i = 0; i < 500; ++i) {
        const Group made = town.group("Group " + std::to_string(i));
        REQUIRE(made.number.size() == 8);
        REQUIRE(text::damm_valid(made.number));
        REQUIRE(made.number[0] != '0');
        REQUIRE(numbers.insert(made.number).second);
        REQUIRE(community::group_by_number(town.scope, made.number)->id == made.id);
    }
}

TEST_CASE("a number that was drawn before is drawn again") {
    class Stuck final : public Random {  // the same number twice, then another
     public:
        void fill(std::span<std::byte> bytes) override {
            for (std::byte& byte : bytes) byte = std::byte(calls_ / 2);
            ++calls_;
        }

     private:
        int calls_ = 0;
    };
    Town town;
    Stuck random;
    community::Scope scope{town.scope.sql, town.scope.vault, town.scope.ids, {town.scope.now(), random}};
    const auto first = community::add_group(scope, {"33.05", "One", "village", {}, {}, {}, {}, false});
    const auto second = community::add_group(scope, {"33.05", "Two", "village", {}, {}, {}, {}, false});
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->number != second->number);
}

TEST_CASE("what a group is refused for") {
    Town town;
    const auto add = [&](const char* unit, std::string name) {
        community::NewGroup fresh;
        fresh.unit = unit;
        fresh.name = std::move(name);
        return community::add_group(town.scope, fresh);
    };
    CHECK(add("33.99", "Nowhere").error().message == "there is no unit 33.99 yet");
    CHECK(add("33.05", "").error().message == "the name is missing");
    CHECK(add("33.05", std::string(81, 'x')).error().kind == Error::Kind::invalid);
    REQUIRE(add("33.05", "One"));
    CHECK(add("33.05", " One ").error().kind == Error::Kind::conflict);
    CHECK(add("33.05.22", "One"));  // another unit's group may have the name
}

TEST_CASE("groups of a subtree, page by page, in the order of unit and name") {
    Town town;
    town.group("B", "33.05.22.103");
    town.group("A", "33.05.22.103.207");
    town.group("A", "33.05.22.103");
    town.group("Beside", "33.05.22.104");
    const auto names = [](const std::vector<Group>& groups) {
        std::vector<std::string> out;
        for (const Group& one : groups) out.push_back(one.unit + " " + one.name);
        return out;
    };
    const auto first = community::groups_under(town.scope, "33.05.22.103", 2);
    CHECK(names(first) == std::vector<std::string>{"33.05.22.103 A", "33.05.22.103 B"});
    CHECK(names(community::groups_under(town.scope, "33.05.22.103", 2, &first.back())) ==
          std::vector<std::string>{"33.05.22.103.207 A"});
    CHECK(community::count_groups(town.scope, "33.05.22.103") == 3);
    CHECK(community::count_groups(town.scope, "") == 4);
}

TEST_CASE("what is known of a group can be changed, and only what was named") {
    Town town;
    const Group made = town.group();
    community::GroupChange change;
    change.introduction = " I live by the pond. ";
    change.languages = std::vector<std::string>{"zh", "en"};
    REQUIRE(community::change_group(town.scope, made.id, change));
    const Group now = *community::group(town.scope, made.id);
    CHECK(now.introduction == "I live by the pond.");
    CHECK(now.leader == "Li Guifang");
    CHECK(now.languages == std::vector<std::string>{"zh", "en"});
    community::GroupChange bad;
    bad.languages = std::vector<std::string>{"zh en"};
    CHECK_FALSE(community::change_group(town.scope, made.id, bad));
    community::GroupChange taken;
    taken.name = town.group("Other").name;
    CHECK(community::change_group(town.scope, made.id, taken).error().kind == Error::Kind::conflict);
    CHECK(community::change_group(town.scope, GroupId{1}, change).error().kind == Error::Kind::not_found);
}

TEST_CASE("a group is closed and opened again") {
    Town town;
    const Group made = town.group();
    REQUIRE(community::set_state(town.scope, made.id, Group::State::closed));
    CHECK(community::group(town.scope, made.id)->state == Group::State::closed);
    REQUIRE(community::set_state(town.scope, made.id, Group::State::active));
    CHECK(community::group(town.scope, made.id)->state == Group::State::active);
    CHECK(community::set_state(town.scope, GroupId{1}, Group::State::closed).error().kind == Error::Kind::not_found);
}

TEST_CASE("one wrong digit leads to the groups that exist") {
    Town town;
    const Group made = town.group();
    std::string typed = made.number;
    typed[3] = typed[3] == '9' ? '0' : static_cast<char>(typed[3] + 1);
    const auto near = community::groups_near_number(town.scope, typed);
    REQUIRE(near.size() == 1);
    CHECK(near[0].group.id == made.id);
    CHECK(near[0].correction.position == 3);
    CHECK_FALSE(near[0].correction.swapped);
    CHECK(community::groups_near_number(town.scope, made.number).empty());
    CHECK(community::groups_near_number(town.scope, "12").empty());
}
