// Housekeeping through the whole program: what is over goes, however much of it there is, and what is not stays.
#include <doctest/doctest.h>

#include <fstream>

#include "bot/app.hpp"
#include "bot/app/home.hpp"
#include "bot/store/id.hpp"
#include "bot/turn/clock.hpp"
#include "tests/support.hpp"
#include "tests/virtual_time.hpp"

using namespace noticeboard;

namespace {

constexpr int many = 3'000;  // six slices

class House {
 public:
    House() {
        std::ofstream(folder_.file("noticeboard.json"))
            << R"({"listen": "127.0.0.1:)" << tests::free_port()
            << R"(", "public_url": "https://nb.example", "store": "sqlite:noticeboard.db", "languages": ["en"],)"
            << R"("operator": {"name": "T", "contact": "0"}, "log": {"level": "off"},)"
            << R"("adapters": {"web": {"type": "web"}}})";
        const auto config = load_config(folder_.file("noticeboard.json"));
        REQUIRE_MESSAGE(config.ok(), (config ? "" : config.error().message));
        const AppOptions options = tests::in_virtual_time(clock);
        auto started = App::start(*config, options);
        REQUIRE_MESSAGE(started.ok(), (started ? "" : started.error().message));
        app_ = std::move(*started);
        home_ = *app::Home::open(*config, app::Home::Use::tool);
        session = home_->database().session(store::Access::write);
    }

    // How much is left of all, at the latest after ten seconds; `enough` is waited for.
    int rows(int enough) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        int out = -1;
        do {
            app_->settle();
            out = session
                      ->one<int>(
                          "SELECT (SELECT count(*) FROM turn_key WHERE turn_key < 'a') + (SELECT count(*) FROM "
                          "heard_message) + (SELECT count(*) FROM button)")
                      .value_or(-1);
        } while (out > enough && std::chrono::steady_clock::now() < end);
        return out;
    }

    turn::SetClock clock{from_millis(1'790'000'000'000)};
    std::unique_ptr<store::Session> session;

 private:
    tests::TempFolder folder_;
    std::unique_ptr<App> app_;
    std::optional<app::Home> home_;
};

}  // namespace

TEST_CASE("what is over goes within one round, however much there is; what is not stays") {
    House house;
    const TimePoint old = house.clock.now() - 240h, fresh = house.clock.now();
    house.session->begin();
    for (int i = 0; i <= many; ++i) {
        const std::string name = std::to_string(i);
        const TimePoint at = i < many ? old : fresh;
        house.session->run("INSERT INTO turn_key (account, turn_key, at) VALUES ('', :key, :at)", name, at);
        house.session->run("INSERT INTO heard_message (chat, message_id, at) VALUES (1, :id, :at)", name, at);
        house.session->run(
            "INSERT INTO button (token, chat, person, plugin, name, data, expires, number) VALUES (:token, 1, 1, '', "
            "'', '', :expires, 0)",
            name, at + 24h);
    }
    house.session->commit();
    house.clock.pass(11min);
    CHECK(house.rows(3) == 3);
}
