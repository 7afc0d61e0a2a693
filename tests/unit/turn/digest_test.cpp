// The digest's face: what plugins have for a leader about one group, asked as if she had asked herself.
#include <doctest/doctest.h>

#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;

namespace {

Plugin offering(const std::string& name, std::int64_t count) {
    return Plugin(name, "Offers a line").digest([name, count](Turn& turn, const Group& group) {
        turn.tell(turn.person().id(), "a digest says nothing by itself");
        return std::optional(DigestLine{count,
                                        name + " for " + turn.person().name() + " in " + std::string(turn.language()) +
                                            (turn.can(right::approve) ? ", may" : ""),
                                        name + " " + group.number});
    });
}

Plugin asking(std::vector<DigestLine>& heard) {
    return Plugin("asks", "Asks everybody").command({"digest"}, [&heard](Turn& turn) {
        const auto group = community::group_by_number(turn.community(), turn.args());
        const auto leader = community::find_person(turn.community(), Stage::account, "li");
        heard = turn.digest(*leader, *group);
        for (DigestLine& line : turn.digest(*leader, *community::unit(turn.community(), "33")))
            heard.push_back(std::move(line));
        turn.reply(turn.person().name() + " asked");
    });
}

}  // namespace

TEST_CASE("a digest's lines are hers, in plugin order, without the empty ones; nothing else comes of it") {
    std::vector<DigestLine> heard;
    Stage::Options options;
    options.roles = {{"leader", {"group.approve"}}};
    Stage stage({offering("cases", 2), offering("codes", 0), Plugin("silent", "Offers nothing"), offering("joins", 3),

                 Plugin("office", "Offers a line about a unit").office_digest([](Turn& turn, const Unit& unit) {
                     return std::optional(DigestLine{1, unit.name + " for " + turn.person().name(), "confirm"});
                 }),
                 asking(heard)},
                options);
    auto scope = stage.scope();
    scope.sql.begin();
    REQUIRE(community::add_unit(scope, "33", "Zhejiang").ok());
    community::NewGroup fresh;
    fresh.unit = "33";
    fresh.name = "Beitang";
    const Group group = *community::add_group(scope, fresh);
    scope.sql.commit();
    stage.write("li", "hello");
    stage.texts();
    auto later = stage.scope();
    const auto li = community::find_person(later, Stage::account, "li");
    REQUIRE(li);
    later.sql.begin();
    community::set_language(later, *li, "zh");
    REQUIRE(community::grant(later, options.roles, *li, "leader", community::scope_of(group)).ok());
    later.sql.commit();

    stage.write("wang", "/digest " + group.number);
    REQUIRE(heard.size() == 3);
    CHECK(heard[0].text == "cases for li in zh, may");
    CHECK(heard[0].opens == "cases " + group.number);
    CHECK(heard[1].text == "joins for li in zh, may");
    CHECK(heard[2].text == "Zhejiang for li");
    CHECK(stage.texts() == std::vector<std::string>{"wang: wang asked"});
}
