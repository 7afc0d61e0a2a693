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

class HouseTheatre : public Theatre {
 public:
    HouseTheatre(const TalkSettings& settings, std::string user_agent);

    void pass(Millis time) override;
    void restart() override;
    PageSeen get(const std::string& who, const std::string& path) override;
    PageSeen post(const std::string& who, const PageSeen::Form& form) override;
    community::Scope scope() override;
    const community::Roles& roles() const override;
    std::string folder() override { return folder_.file(""); }

 protected:
    virtual nlohmann::json adapter() const = 0;  // of the config, under account()
    virtual void started() {}
    virtual void time_passes(Millis) {}  // on the platform too
    virtual bool wait_deliveries() { return true; }

    void open();
    void settle();  // everything that was set off has happened: no delivery, turn or call is under way
    std::string site() const;

    const TalkSettings& settings_;
    TempFolder folder_;
    turn::SetClock clock_;
    int port_ = free_port();
    std::unique_ptr<App> app_;
    std::optional<app::Home> home_;
    std::unique_ptr<store::Session> session_;
    store::IdMaker ids_;
    crypto::SystemRandom random_;
    Browser browser_;
};

}  // namespace noticeboard::tests
