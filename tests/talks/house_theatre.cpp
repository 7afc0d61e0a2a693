// The whole program as a theatre: see house_theatre.hpp.
#include "tests/talks/house_theatre.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/community/vault.hpp"
#include "bot/model/local_time.hpp"
#include "tests/virtual_time.hpp"

namespace noticeboard::tests {
namespace {

constexpr int tool_node = 77;

// Every talk begins before anybody is up, at 4:26 by the village's clock, as on the bare stage.
TimePoint early_today() {
    const auto now = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    return next_minute_of_day(now, 4 * 60 + 26) - 24h;
}

}  // namespace

House::House() : clock(early_today()), ids(tool_node) {}

HouseTheatre::HouseTheatre(const TalkSettings& settings, std::shared_ptr<House> house, std::string user_agent)
    : settings_(settings), house_(std::move(house)), browser_(std::move(user_agent)) {}

void HouseTheatre::pass(Millis time) {
    const TimePoint end = clock_.now() + time;
    time_passes(time);
    while (clock_.now() < end) {  // by the hour, so that what is due rings when it is due
        clock_.pass(std::min<Millis>(1h, end - clock_.now()));
        settle();
    }
}

void HouseTheatre::restart() {
    app_.reset();
    open();
    settle();
}

PageSeen HouseTheatre::get(const std::string& who, const std::string& path) {
    PageSeen page = browser_.get(site(), who, path);
    settle();
    return page;
}

PageSeen HouseTheatre::post(const std::string& who, const PageSeen::Form& form) {
    PageSeen page = browser_.post(site(), who, form);
    settle();
    return page;
}

community::Scope HouseTheatre::scope() {
    return {*session_, home_->vault(), house_->ids, {clock_.now(), house_->random}};
}

const community::Roles& HouseTheatre::roles() const {
    return settings_.config.roles;
}

void HouseTheatre::open() {
    const std::string file = folder_.file("noticeboard.json");
    const char* wanted = std::getenv("TALK_LOG");  // a level: to standard error, for who looks for a fault
    const nlohmann::json log = wanted != nullptr
                                   ? nlohmann::json{{"level", wanted}}
                                   : nlohmann::json{{"level", "debug"}, {"file", folder_.file("noticeboard.log")}};
    nlohmann::json adapters = {{account(), adapter()}};
    if (has_rooms()) adapters["web"] = {{"type", "web"}};
    std::ofstream(file) << nlohmann::json{{"listen", "127.0.0.1:" + std::to_string(house_->port)},
                                          {"public_url", site()},
                                          {"store", "sqlite:noticeboard.db"},
                                          {"operator", {{"name", "Talk"}, {"contact", "0572"}}},
                                          {"languages", {"en", "zh"}},
                                          {"log", log},
                                          {"adapters", adapters}};
    const auto config = load_config(file);
    if (!config) throw std::runtime_error(config.error().message);
    AppOptions options = in_virtual_time(clock_);
    options.locales = settings_.locales;
    auto app = App::start(*config, options);
    if (!app) throw std::runtime_error(app.error().message);
    app_ = std::move(*app);
    home_ = *app::Home::open(*config, app::Home::Use::tool);
    session_ = home_->database().session(store::Access::write);
    started();
}

void HouseTheatre::settle() {
    for (int rounds = 0; rounds < 4; ++rounds) {
        if (!wait_deliveries()) throw std::runtime_error("a delivery did not end");
        app_->settle();
        if (app_->waiting() == 0 && rounds > 0) return;
        if (app_->waiting() > 0) clock_.pass(1s);  // the platform's pace: one message a second to a chat
    }
}

std::string HouseTheatre::site() const {
    return "http://127.0.0.1:" + std::to_string(house_->port);
}

}  // namespace noticeboard::tests
