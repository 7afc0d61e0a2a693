// The morning message over days: once, at her hour, whatever restarts there are, to as many as there are.
#include "bot/community/digest.hpp"

#include "bot/model/local_time.hpp"
#include "plugins/plugins.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

// The leader plugin, and one that has something to say about every group while `waiting` is true.
std::vector<Plugin> plugins(const bool& waiting) {
    std::vector<Plugin> out;
    for (Plugin& one : all_plugins()) {
        if (one.name() == "leader") out.push_back(std::move(one));
    }
    out.push_back(Plugin("cases", "Has a case").digest([&waiting](Turn&, const Group& group) {
        return std::optional(DigestLine{waiting ? 1 : 0, "a case", "cases " + group.number});
    }));
    out.push_back(Plugin("hears", "Hears what was opened").command({"cases"}, [](Turn& turn) {
        turn.reply("opened " + std::string(turn.args()));
    }));
    return out;
}

struct Morning {
    bool waiting = true;
    Stage stage;
    Group group;

    Morning() : stage(plugins(waiting), options()) {
        auto scope = stage.scope();
        REQUIRE(community::add_unit(scope, "33", "Zhejiang"));
        community::NewGroup fresh;
        fresh.unit = "33";
        fresh.name = "Beitang";
        group = *community::add_group(scope, fresh);
    }
    static Stage::Options options() {
        Stage::Options out;
        out.roles = Town::roles();
        return out;
    }
    PersonId leader(const std::string& name) {
        stage.write(name, "hello");
        stage.out();
        auto scope = stage.scope();
        const auto person = community::find_person(scope, Stage::account, name);
        REQUIRE(community::grant(scope, Town::roles(), *person, "leader", community::scope_of(group)));
        return *person;
    }
    // At which hours somebody was told something in the next `days`, as "day:hour".
    std::vector<std::string> told(const std::string& who, int days) {
        std::vector<std::string> out;
        const int first = day();
        for (int hour = 0; hour < 24 * days; ++hour) {
            stage.pass(1h);
            for (const std::string& text : stage.texts()) {
                if (text.starts_with(who + ": "))
                    out.push_back(std::to_string(day() - first) + ":" + std::to_string(minute_of_day(now()) / 60));
            }
        }
        return out;
    }
    TimePoint now() { return stage.clock().now(); }
    int day() { return static_cast<int>(to_millis(now() + local_offset) / 86'400'000); }
};

using Hours = std::vector<std::string>;

}  // namespace

TEST_CASE("every leader at her own hour, once a day; nothing to say, no message") {
    Morning morning;
    morning.leader("li");
    morning.leader("zhou");
    morning.stage.write("zhou", "/digest 21");
    morning.stage.out();
    CHECK(morning.told("li", 3) == Hours{"0:7", "1:7", "2:7"});
    CHECK(morning.told("zhou", 2) == Hours{"0:21", "1:21"});
    morning.waiting = false;
    CHECK(morning.told("li", 3).empty());
}

TEST_CASE("hours as people say them, and what is none") {
    Morning morning;
    const PersonId li = morning.leader("li");
    auto scope = morning.stage.scope();
    const std::pair<const char*, int> table[] = {{"6", 6}, {"六点", 6}, {"06:00", 6}, {"22", 22}, {"8点", 8}, {"0", 0}};
    for (const auto& [said, hour] : table) {
        CAPTURE(said);
        morning.stage.write("li", std::string("/digest ") + said);
        CHECK(community::digest_wish(scope, li).hour == hour);
    }
    for (const char* wrong : {"24", "-1", "soon", "6 7"}) {
        CAPTURE(wrong);
        morning.stage.write("li", std::string("/digest ") + wrong);
        CHECK(community::digest_wish(scope, li).hour == 0);
    }
    morning.stage.write("li", "晨报 关");
    CHECK(community::digest_wish(scope, li).hour == community::DigestWish::off);
    morning.stage.out();
    CHECK(morning.told("li", 2).empty());
    morning.stage.write("wang", "/digest 6");  // holds no role
    CHECK(morning.stage.texts().back() == "wang: This is for leaders and officials.");
}

TEST_CASE("a restart between two looks, and one in the hour itself: told once; down all morning: not at noon") {
    Morning morning;
    morning.leader("li");
    morning.stage.pass(3h);  // 7:26
    CHECK(morning.stage.texts().size() == 1);
    morning.stage.restart();
    morning.stage.pass(10h);
    CHECK(morning.stage.texts().empty());

    // The program was down from the evening until 8:26: the 7 o'clock message comes at the next full hour.
    morning.stage.pass(12h);  // 5:26
    morning.stage.clock().pass(3h);
    morning.stage.restart();
    morning.stage.pass(1h);
    CHECK(morning.stage.texts().size() == 1);
    morning.stage.pass(19h + 30min);  // 4:56
    morning.stage.clock().pass(7h);
    morning.stage.restart();
    morning.stage.pass(6h);
    CHECK(morning.stage.texts().empty());
}

TEST_CASE("more leaders than one turn takes: each is told once, also over a restart between the turns") {
    Morning morning;
    for (int i = 0; i < 65; ++i) morning.leader("leader" + std::to_string(i));
    morning.stage.pass(2h + 34min);  // 7:00:40 has come: the first turn ran, its followers are timers
    const auto first = morning.stage.texts();
    morning.stage.restart();
    morning.stage.pass(1h);
    auto all = morning.stage.texts();
    all.insert(all.end(), first.begin(), first.end());
    CHECK(all.size() == 65);
    std::sort(all.begin(), all.end());
    CHECK(std::unique(all.begin(), all.end()) == all.end());
}

TEST_CASE("who asked the bot to be quiet, and who leads no longer, reads nothing; her line opens by its number") {
    Morning morning;
    const PersonId li = morning.leader("li"), zhou = morning.leader("zhou");
    morning.leader("wang");
    auto scope = morning.stage.scope();
    community::set_quiet(scope, li, true);
    community::revoke_now(scope, zhou);
    morning.stage.pass(3h);
    CHECK(morning.stage.texts() == Hours{"wang: Good morning. 1 thing waits for you:"});
    morning.stage.write("wang", "1");
    CHECK(morning.stage.texts() == Hours{"wang: opened " + morning.group.number});
}

TEST_CASE("a window that is shut: nothing is written, and nothing piles up behind it") {
    Morning morning;
    morning.leader("li");
    morning.stage.platform().windows = {{"message", 5, 48h}};
    CHECK(morning.told("li", 3).empty());
}
