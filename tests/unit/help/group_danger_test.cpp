// Words of danger in a group: nothing there points at her, nobody is told, the numbers come to her alone where she has
// a private talk.
#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

struct Spoken {
    std::string in_group, to_her, to_others;
    int acts = 0;
};

Spoken speaks(Village& village, const std::string& text) {
    village.stage.out();
    village.stage.write("Wang", text, "chat");
    Spoken out;
    for (const delivery::Row& row : village.stage.out()) {
        if (row.outgoing.action() != nullptr) ++out.acts;
        const Say* say = row.outgoing.say();
        if (say == nullptr) continue;
        (row.outgoing.place.id == "chat"   ? out.in_group
         : row.outgoing.place.id == "Wang" ? out.to_her
                                           : out.to_others) += say->text;
    }
    return out;
}

}  // namespace

TEST_CASE("the numbers come to her alone, and say nothing") {
    Village village;
    village.give("Li", "leader", community::scope_of(village.group));
    village.give("Zhao", "desk", "unit:33.05");
    village.person("Wang");
    for (const char* text : {"他要杀我", "救 命 啊 他拿刀", "My neighbour says he will kill me"}) {
        CAPTURE(text);
        const Spoken spoken = speaks(village, text);
        CHECK(spoken.to_her.find("In danger now: police 110") == 0);
        CHECK(spoken.to_her.find('\n') == std::string::npos);  // the line that every menu begins with, nothing more
        CHECK(spoken.in_group.empty());
        CHECK(spoken.to_others.empty());
        CHECK(spoken.acts == 0);
    }
}

TEST_CASE("without a private talk nothing is said to anybody") {
    Village village;
    village.give("Li", "leader", community::scope_of(village.group));
    const Spoken spoken = speaks(village, "他要杀我");
    CHECK(spoken.to_her + spoken.in_group + spoken.to_others == "");
    CHECK(spoken.acts == 0);
}

TEST_CASE("control: other words are heard by nobody") {
    Village village;
    village.person("Wang");
    CHECK(speaks(village, "Who brings the tea on Friday?").to_her.empty());
}
