// HouseTheatre: a talk on the whole program: its real server on loopback, its store in a folder, its clock set by the
// talk.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "bot/app.hpp"
#include "bot/app/home.hpp"
#include "bot/crypto/random.hpp"
#include "bot/turn/clock.hpp"
#include "tests/support.hpp"
#include "tests/talks/browser.hpp"
#include "tests/talks/theatres.hpp"

namespace noticeboard::tests {

struct House {  // the program and what it stands on; two theatres may play in one
    House();

    TempFolder folder;
    turn::SetClock clock;
    int port = free_port();
    std::unique_ptr<App> app;
    std::optional<app::Home> home;
    std::unique_ptr<store::Session> session;
    store::IdMaker ids;
    crypto::SystemRandom random;
};

// Two theatres in one house: WeChat opens it with the built-in chat beside, which then plays there too.
std::unique_ptr<Theatre> wechat_theatre(const TalkSettings& settings, std::shared_ptr<House> house);
std::unique_ptr<Theatre> web_theatre(const TalkSettings& settings, std::shared_ptr<House> house);

class HouseTheatre : public Theatre {
 public:
    HouseTheatre(const TalkSettings& settings, std::shared_ptr<House> house, std::string user_agent);

    void pass(Millis time) override;
    void restart() override;
    PageSeen get(const std::string& who, const std::string& path) override;
    PageSeen post(const std::string& who, const PageSeen::Form& form) override;
    community::Scope scope() override;
    const community::Roles& roles() const override;
    std::string folder() override { return folder_.file(""); }

 protected:
    virtual nlohmann::json adapter() const = 0;       // of the config, under account()
    virtual bool has_rooms() const { return false; }  // whether the built-in chat is there too
    virtual void started() {}
    virtual void time_passes(Millis) {}  // on the platform too
    virtual bool wait_deliveries() { return true; }

    void open();
    void settle();  // everything that was set off has happened: no delivery, turn or call is under way
    std::string site() const;

    const TalkSettings& settings_;
    const std::shared_ptr<House> house_;
    TempFolder& folder_ = house_->folder;
    turn::SetClock& clock_ = house_->clock;
    std::unique_ptr<App>& app_ = house_->app;
    std::optional<app::Home>& home_ = house_->home;
    std::unique_ptr<store::Session>& session_ = house_->session;
    Browser browser_;
};

}  // namespace noticeboard::tests
