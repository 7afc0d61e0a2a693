// The data that ships: the example, the limits, the roles, the hotlines, and their Chinese.
#include <doctest/doctest.h>

#include <algorithm>

#include "bot/text/catalog.hpp"
#include "config/builtin.hpp"
#include "config/config.hpp"
#include "config/schema.hpp"

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
    CHECK(example().limits.size() == 22);
    const auto soft_cap = example().limit("chat_soft_cap");
    CHECK(soft_cap < example().limit("chat_capacity"));
}

TEST_CASE("roles hold what their holders need and no more") {
    const auto roles = example().roles;
    for (const char* role :
         {"leader", "deputy", "township", "county", "city", "province", "nation", "desk", "minors", "operator"})
        CHECK(roles.contains(role));
    CHECK(roles.size() == 10);
    CHECK_FALSE(roles.at("deputy").contains("role.grant"));
    CHECK_FALSE(roles.at("leader").contains("audit.read"));
    CHECK_FALSE(roles.at("operator").contains("notice.send"));
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
