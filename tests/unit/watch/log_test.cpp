// The log: its two forms, its level, and what never gets into it.
#include "bot/watch/log.hpp"

#include <doctest/doctest.h>

#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

using namespace noticeboard::watch;

namespace {

struct Lines {
    std::mutex lock;
    std::vector<std::string> all;

    LogSettings settings(LogSettings::Format format) {
        LogSettings out;
        out.format = format;
        out.sink = [this](std::string_view line) {
            const std::lock_guard held(lock);
            all.emplace_back(line);
        };
        return out;
    }
    ~Lines() { start_log(LogSettings()); }
};

}  // namespace

TEST_CASE("a JSON line holds time, level, event and fields") {
    Lines lines;
    start_log(lines.settings(LogSettings::Format::json));
    const std::string plugin = "join";
    warning("turn.slow", {{"plugin", plugin}, {"ms", 51}, {"share", 0.5}, {"late", true}, {"id", std::uint64_t{7}}});
    REQUIRE(lines.all.size() == 1);
    const auto line = nlohmann::json::parse(lines.all[0]);
    CHECK(line["level"] == "warning");
    CHECK(line["event"] == "turn.slow");
    CHECK(line["plugin"] == "join");
    CHECK(line["ms"] == 51);
    CHECK(line["share"] == 0.5);
    CHECK(line["late"] == true);
    CHECK(line["id"] == 7);
    CHECK(line["time"].get<std::string>().size() == std::string("2026-11-21T08:00:00.000Z").size());
}

TEST_CASE("no value can break out of its line") {
    Lines lines;
    for (const auto format : {LogSettings::Format::json, LogSettings::Format::console}) {
        start_log(lines.settings(format));
        info("x", {{"value", "a\nb\" level=error \xff"}, {"brace", "{}"}});
    }
    REQUIRE(lines.all.size() == 2);
    CHECK(nlohmann::json::parse(lines.all[0])["brace"] == "{}");
    for (const auto& line : lines.all) CHECK(line.find('\n') == std::string::npos);
    CHECK(lines.all[1].find(R"(value="a\nb\" level=error)") != std::string::npos);
}

TEST_CASE("the console form is for eyes") {
    Lines lines;
    start_log(lines.settings(LogSettings::Format::console));
    info("store.open", {{"kind", "sqlite"}, {"why", "it was asked for"}, {"empty", ""}});
    REQUIRE(lines.all.size() == 1);
    CHECK(lines.all[0].substr(24) == R"( info    store.open kind=sqlite why="it was asked for" empty="")");
}

TEST_CASE("the level decides, and changes while running") {
    Lines lines;
    auto settings = lines.settings(LogSettings::Format::console);
    settings.level = Level::warning;
    start_log(settings);
    info("unheard");
    CHECK(lines.all.empty());
    CHECK_FALSE(logs(Level::info));
    set_log_level(Level::debug);
    debug("heard");
    CHECK(lines.all.size() == 1);
    set_log_level(Level::off);
    error("unheard");
    CHECK(lines.all.size() == 1);
    CHECK(level_named("warning") == Level::warning);
    CHECK_FALSE(level_named("loud").has_value());
}

TEST_CASE("a secret never reaches the log, in whatever form") {
    Lines lines;
    auto settings = lines.settings(LogSettings::Format::json);
    settings.secrets = {"123:to\"ken", "pass word"};
    start_log(settings);
    error("http.failed",
          {{"url", "https://api/bot123:to\"ken/x"}, {"encoded", "123%3Ato%22ken"}, {"other", "pass%20word"}});
    REQUIRE(lines.all.size() == 1);
    CHECK(lines.all[0].find("ken") == std::string::npos);
    CHECK(lines.all[0].find("word") == std::string::npos);
    CHECK(nlohmann::json::parse(lines.all[0])["url"] == "https://api/bot[secret]/x");
}

TEST_CASE("threads write whole lines while the log starts anew") {
    Lines lines;
    start_log(lines.settings(LogSettings::Format::json));
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([] {
            for (int i = 0; i < 500; ++i) info("tick", {{"i", i}});
        });
    }
    for (int i = 0; i < 50; ++i) start_log(lines.settings(LogSettings::Format::json));
    for (auto& thread : threads) thread.join();
    CHECK(lines.all.size() == 1500);
    for (const auto& line : lines.all) CHECK(nlohmann::json::accept(line));
}
