// The sender through the whole program: what a platform in a bad mood does to messages, told by what people read.
#include <doctest/doctest.h>

#include <fstream>

#include "bot/app.hpp"
#include "bot/app/home.hpp"
#include "bot/turn/clock.hpp"
#include "tests/fakes/telegram_cloud.hpp"
#include "tests/support.hpp"
#include "tests/virtual_time.hpp"

using namespace noticeboard;

namespace {

struct House {
    House() { open(); }
    ~House() { app.reset(); }

    void open() {
        std::ofstream(folder.file("noticeboard.json"))
            << R"({"listen": "127.0.0.1:)" << port << R"(", "public_url": "http://127.0.0.1:)" << port
            << R"(", "store": "sqlite:noticeboard.db", "operator": {"name": "Test", "contact": "0"}, "languages": ["en", "zh"], "log": {"level": "off"},)"
            << R"("adapters": {"telegram": {"type": "telegram", "token": ")" << cloud.bot().token
            << R"(", "secret_token": "sender-secret-01", "bot_name": ")" << cloud.bot().name << R"(", "api": ")"
            << cloud.api_url() << R"("}}})";
        const auto config = load_config(folder.file("noticeboard.json"));
        REQUIRE_MESSAGE(config.ok(), (config ? "" : config.error().message));
        const AppOptions options = tests::in_virtual_time(clock);
        auto started = App::start(*config, options);
        REQUIRE_MESSAGE(started.ok(), (started ? "" : started.error().message));
        app = std::move(*started);
        REQUIRE(cloud.wait([this] { return !cloud.webhook().empty(); }));
    }

    // Lets virtual time pass second by second until nothing waits.
    void settle(int seconds = 120) {
        REQUIRE(cloud.wait_idle());
        app->settle();
        for (int i = 0; i < seconds && app->waiting() > 0; ++i) {
            clock.pass(1s);
            app->settle();
        }
    }

    tests::TempFolder folder;
    fakes::TelegramCloud cloud;
    turn::SetClock clock{std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now())};
    int port = tests::free_port();
    std::unique_ptr<App> app;
    const fakes::TelegramUser wang{5001, "Wang", "en"};
};

constexpr const char* hello = "You are welcome, Wang!";

}  // namespace

TEST_CASE("the first reply rides in the webhook's answer, and comes once") {
    House house;
    house.cloud.says(house.wang, "thanks");
    house.settle();
    REQUIRE(house.cloud.texts("5001") == std::vector<std::string>{hello});
    CHECK(house.cloud.said().front().inline_);
}

TEST_CASE("a refused call is made again until it works, and is carried out once") {
    House house;
    house.cloud.opens(house.wang, "");
    house.settle();
    const auto said = house.cloud.said();
    fakes::Mood mood;
    SUBCASE("429 with retry_after") {
        mood = {.refuses = 429, .retry_after = 3, .times = 2};
    }
    SUBCASE("500") {
        mood = {.refuses = 500, .times = 2};
    }
    house.cloud.set_mood(mood);
    house.cloud.presses(house.wang, said.back(),
                        said.back().buttons.back().label);  // answerCallbackQuery goes by the API
    house.settle();
    const auto calls = house.cloud.calls("answerCallbackQuery");
    int done = 0;
    for (const auto& call : calls) done += call.done ? 1 : 0;
    CHECK(calls.size() == 3);
    CHECK(done == 1);
}

TEST_CASE("a restart in the middle loses nothing and repeats nothing") {
    House house;
    house.cloud.opens(house.wang, "");
    house.settle();
    const auto said = house.cloud.said();
    house.cloud.set_mood({.refuses = 500, .times = 1});
    house.cloud.presses(house.wang, said.back(), said.back().buttons.back().label);
    REQUIRE(house.cloud.wait([&] { return house.cloud.calls("answerCallbackQuery").size() == 1; }));
    house.app.reset();
    house.open();
    house.settle();
    int done = 0;
    for (const auto& call : house.cloud.calls("answerCallbackQuery")) done += call.done ? 1 : 0;
    CHECK(done == 1);
}
