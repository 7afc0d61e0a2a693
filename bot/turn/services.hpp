// Services: what every turn is handed by the composition root; and Current, the part that a reload exchanges.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "bot/community/role.hpp"
#include "bot/community/vault.hpp"
#include "bot/model/platform.hpp"
#include "bot/model/site.hpp"
#include "bot/plugin.hpp"
#include "bot/store/id.hpp"
#include "bot/text/catalog.hpp"
#include "bot/turn/clock.hpp"

namespace noticeboard::turn {

class Router;

struct Current {  // exchanged as a whole by a reload; a batch keeps the one it began with
    std::shared_ptr<const text::Catalog> catalog = std::make_shared<const text::Catalog>();
    community::Roles roles;
    std::map<std::string, std::string> role_names;  // catalogue texts
    std::map<std::string, Settings> settings;       // by plugin
    Site site;
};

class Watcher {  // an interface: the metrics and the log when serving, nothing in most tests
 public:
    virtual ~Watcher() = default;
    virtual void turn_ended(std::string_view /*plugin*/, std::string_view /*result*/, std::chrono::nanoseconds) {}
    virtual void batch_ended(std::size_t /*turns*/) {}
    virtual void turn_is_slow(std::string_view /*plugin*/, Millis) {}
    virtual void store_failed(std::string_view /*why*/) {}
    virtual void letter_died(std::string_view /*plugin*/, std::int64_t /*id*/) {}
};

struct Services {
    const community::Vault& vault;
    store::IdMaker& ids;
    const Clock& clock;
    Random& random;  // thread-safe
    const Router& router;
    std::function<const Platform*(std::string_view account)> platform;
    Watcher& watcher;
    std::function<std::string(const std::string& text)> draw = nullptr;  // a code's picture, PNG bytes
    std::function<bool()> converts_voices = nullptr;  // whether a recording is made one that a platform plays
    std::function<void(community::Scope&, PersonId)> lock_out = nullptr;  // ends her browsers' sessions
    bool seals_records = true;         // off in the test that shows what sealing is for
    std::set<std::string> may_open{};  // plugins that the composition root lets open what they sealed

    std::shared_ptr<const Current> current() const { return current_.load(); }
    void exchange(std::shared_ptr<const Current> fresh) { current_.store(std::move(fresh)); }

    Services(const community::Vault& vault_, store::IdMaker& ids_, const Clock& clock_, Random& random_,
             const Router& router_, std::function<const Platform*(std::string_view)> platform_, Watcher& watcher_)
        : vault(vault_),
          ids(ids_),
          clock(clock_),
          random(random_),
          router(router_),
          platform(std::move(platform_)),
          watcher(watcher_),
          current_(std::make_shared<const Current>()) {}

 private:
    std::atomic<std::shared_ptr<const Current>> current_;
};

}  // namespace noticeboard::turn
