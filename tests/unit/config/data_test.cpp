// The data that ships: the example, the limits, the roles, the hotlines, and their Chinese.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "bot/text/catalog.hpp"
#include "config/builtin.hpp"
#include "config/config.hpp"
#include "config/schema.hpp"
#include "tests/support.hpp"

using namespace noticeboard;

namespace {

Config example() {
    const auto config =
        load_config("config/noticeboard.example.json", [](const std::string& name) -> std::optional<std::string> {
            if (name == "TELEGRAM_TOKEN") return "123456:ABC";
            if (name == "WECHAT_AES_KEY") return std::string(43, 'a');
            return "secret-of-" + name.substr(0, 4);
        });
    REQUIRE_MESSAGE(config.ok(), config.error().message);
    return config.value();
}

}  // namespace

TEST_CASE("the example is a configuration") {
    const Config config = example();
    CHECK(config.adapters.size() == 3);
    CHECK(config.listen_admin.has_value());
}

TEST_CASE("limits.json and its schema name the same limits") {
    const Schema schema(builtin::schema);
    for (const auto& [name, value] : example().limits) {
        CAPTURE(name);
        CHECK(value > 0);
        CHECK(schema.violations("{\"" + name + "\": 1}", "limits").empty());
    }
    CHECK(example().limits.size() == 27);
    const auto soft_cap = example().limit("chat_soft_cap");
    CHECK(soft_cap < example().limit("chat_capacity"));
}

TEST_CASE("roles hold what their holders need and no more") {
    const auto roles = example().roles;
    for (const char* role :
         {"leader", "deputy", "township", "county", "city", "province", "nation", "desk", "minors", "duty", "operator"})
        CHECK(roles.contains(role));
    CHECK(roles.size() == 11);
    CHECK_FALSE(roles.at("deputy").contains("role.grant"));
    CHECK_FALSE(roles.at("leader").contains("audit.read"));
    CHECK_FALSE(roles.at("operator").contains("notice.send"));
    CHECK_FALSE(roles.at("township").contains("notice.emergency"));
    for (const auto& [role, rights] : roles) CHECK(rights.contains("notice.standing") == (role == "duty"));
    CHECK(example().role_names.at("leader").group);
    CHECK_FALSE(example().role_names.at("county").group);
}

TEST_CASE("the hotlines are China's, unconfirmed, and 12338 is no number for the night") {
    const auto hotlines = example().hotlines;
    const std::vector<std::string> expected{"110", "12110", "120", "119", "12356", "12338", "12355", "12348"};
    REQUIRE(hotlines.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(hotlines[i].number == expected[i]);
        CHECK(hotlines[i].checked_on.empty());
        CHECK(hotlines[i].text == (expected[i] == "12110"));
        if (expected[i] == "12338") CHECK_FALSE(hotlines[i].night);
        if (expected[i] == "12338") CHECK(hotlines[i].brief.find("office hours") != std::string::npos);
        if (expected[i] == "12110") CHECK(hotlines[i].brief.ends_with("text"));
        if (expected[i] == "110") CHECK(hotlines[i].night);
    }
}

TEST_CASE("every text of the data files is said in Chinese") {
    const auto catalog = text::Catalog::load(BUILT_LOCALES, {"zh", "en"});
    REQUIRE_MESSAGE(catalog.ok(), catalog.error().message);
    const Config config = example();
    std::vector<std::string> texts;
    for (const auto& line : config.hotlines) texts.insert(texts.end(), {line.purpose, line.brief, line.hours});
    for (const auto& [role, about] : config.role_names) texts.push_back(about.name);
    for (const auto& english : texts) {
        CAPTURE(english);
        CHECK(catalog.value()->tr("zh", english) != english);
    }
}

TEST_CASE("a group's rules are whole, and a word that could not be found is refused by its place") {
    const RulePlan rules = example().rules;
    CHECK(rules.words->size() > 10);
    CHECK(rules.ladder.size() >= 3);
    CHECK(rules.ladder.front().act == "warn");
    tests::TempFolder folder;
    std::ofstream(folder.file("n.json"))
        << R"({"public_url":"https://nb.example","listen":"127.0.0.1:1","store":"sqlite:n.db","operator":{"name":"n","contact":"c"}})";
    std::ofstream(folder.file("moderation.json"))
        << R"({"version": 2, "words": ["刷单", "赌"], "hosts": ["gov.cn"], "ladder": [{"act": "warn"}], "ladder_days": 30, "flood": {"person": 8,
            "group": 40, "seconds": 10, "mute_minutes": 10}, "newcomer_days": 3, "night": {"from": 1320, "until": 360},
            "appeal_hours": 24, "ban_days": 180, "keep_days": 180, "keep_words_days": 30, "most_words": 500,
            "most_reports_a_day": 5})";
    const auto config = load_config(folder.file("n.json"));
    REQUIRE_FALSE(config.ok());
    CHECK(config.error().message == "moderation.json: words.1: a word has at least two letters or digits");
}

TEST_CASE("what may be asked goes to somebody, and the confidential never to the group or the township") {
    const HelpPlan help = example().help;
    CHECK(help.topics.size() >= 5);
    for (const Topic& topic : help.topics) {
        CAPTURE(topic.id);
        const bool local = topic.desk == "group" || topic.desk == "township";
        CHECK((local || help.desk(topic.desk) != nullptr));
        CHECK_FALSE((local && topic.level == 3));
    }
    for (const HelpDesk& desk : help.desks) CHECK(example().roles.contains(desk.role));
}
