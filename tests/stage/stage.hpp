// Stage: the bot without any network, for tests: a real store in a folder, a runner, a clock that is set.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/community/vault.hpp"
#include "bot/crypto/random.hpp"
#include "bot/store/database.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/turn/router.hpp"
#include "bot/turn/runner.hpp"
#include "bot/turn/timer.hpp"
#include "tests/support.hpp"

namespace noticeboard::tests {

class Stage {
 public:
    struct Options {
        std::string folder;  // empty: a new one that disappears
        std::shared_ptr<const text::Catalog> catalog = std::make_shared<const text::Catalog>();
        community::Roles roles;
        std::map<std::string, std::string> role_names;  // catalogue texts
        Site site;
        Platform platform;
        store::Durability durability = store::Durability::normal;
        TimePoint start = from_millis(1'780'000'000'000);
    };
    explicit Stage(std::vector<Plugin> plugins) : Stage(std::move(plugins), Options()) {}
    Stage(std::vector<Plugin> plugins, Options options);

    // What somebody does; gives what became of it.
    turn::Settled write(const std::string& who, const std::string& text, const std::string& in = {});
    turn::Settled press(const std::string& who, const std::string& token, const std::string& in = {});
    turn::Settled happen(Event event);
    turn::Settled run(turn::Job job);
    Event event(const std::string& who, const std::string& in, What what);

    // What the bot put out since the last look, in order.
    std::vector<delivery::Row> out();
    std::vector<std::string> texts();  // of what it said, "chat: text"

    void pass(Millis time);  // timers ring on the way
    void restart();          // as after a kill: everything but the files is new

    store::Session& sql() { return runner_->session(); }
    community::Scope scope() { return runner_->scope(clock_.now()); }
    turn::Runner& runner() { return *runner_; }
    turn::Services& services() { return *services_; }
    turn::SetClock& clock() { return clock_; }
    const turn::Router& router() const { return router_; }
    Platform& platform() { return options_.platform; }
    std::string file(const std::string& name) const { return folder_ + "/" + name; }

    static constexpr const char* account = "stage";

 private:
    void open();

    Options options_;
    std::optional<TempFolder> temporary_;
    std::string folder_;
    std::vector<store::Migrations> migrations_;
    turn::Router router_;
    turn::SetClock clock_;
    SeededRandom random_;
    store::IdMaker ids_{1};
    std::optional<community::Vault> vault_;
    turn::Watcher watcher_;
    std::unique_ptr<turn::Services> services_;
    std::unique_ptr<turn::Runner> runner_;
    std::vector<delivery::Row> out_;
    int event_number_ = 0;
};

}  // namespace noticeboard::tests
