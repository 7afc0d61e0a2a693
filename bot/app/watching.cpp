// Watching: see watching.hpp. Log lines carry ids and classes only.
#include "bot/app/watching.hpp"

namespace noticeboard::app {

void start_watching(const Config& config) {
    watch::LogSettings settings;
    settings.level = watch::level_named(config.log.level).value_or(watch::Level::info);
    settings.format =
        config.log.format == "json" ? watch::LogSettings::Format::json : watch::LogSettings::Format::console;
    settings.file = config.log.file;
    settings.secrets = config.secrets;
    watch::start_log(settings);
}

Watching::Watching() : turn_seconds_(metrics_.turn_seconds()), batch_size_(metrics_.batch_size()) {}

void Watching::turn_ended(std::string_view plugin, std::string_view result, std::chrono::nanoseconds took) {
    turn_seconds_.observe(std::chrono::duration<double>(took).count());
    const std::pair<std::string, std::string> key(plugin.empty() ? "none" : plugin, result);
    const std::lock_guard guard(mutex_);
    auto it = turns_.find(key);
    if (it == turns_.end()) it = turns_.emplace(key, metrics_.turns(key.first, key.second)).first;
    it->second.add();
}

void Watching::batch_ended(std::size_t turns) {
    batch_size_.observe(static_cast<double>(turns));
}

void Watching::turn_is_slow(std::string_view plugin, Millis took) {
    watch::warning("turn.slow", {{"plugin", plugin}, {"ms", took.count()}});
}

void Watching::store_failed(std::string_view why) {
    watch::error("store.failed", {{"why", why}});
}

void Watching::letter_died(std::string_view plugin, std::int64_t id) {
    watch::error("turn.dead_letter", {{"plugin", plugin}, {"id", id}});
}

void Watching::sent(std::string_view account, std::string_view outcome) {
    metrics_.sends(std::string(account), std::string(outcome)).add();
}

void Watching::account_refused(std::string_view account, std::string_view why) {
    const std::lock_guard guard(mutex_);
    if (std::exchange(refused_[std::string(account)], true)) return;
    health_.expect("account " + std::string(account), watch::Health::Weight::note);
    health_.unwell("account " + std::string(account), std::string(why));
    watch::error("account.refused", {{"account", account}, {"why", why}});
}

void Watching::account_works(std::string_view account) {
    const std::lock_guard guard(mutex_);
    const auto it = refused_.find(account);
    if (it == refused_.end() || !std::exchange(it->second, false)) return;
    health_.well("account " + std::string(account));
    watch::info("account.works", {{"account", account}});
}

void Watching::broke(std::string_view account, std::string_view type) {
    watch::error("sender.exception", {{"account", account}, {"type", type}});
}

std::optional<web::Response> Watching::answer(std::string_view path, bool measures) {
    web::Response out;
    out.headers.add("Content-Type", "text/plain; charset=utf-8");
    if (path == "/healthz" || path == "/readyz") {
        const bool good = path == "/healthz" ? health_.live() : health_.ready();
        out.status = good ? 200 : 503;
        out.body = good ? "ok\n" : health_.text();
    } else if (path == "/metrics" && measures) {
        out.headers.set("Content-Type", "text/plain; version=0.0.4");
        out.body = metrics_.render();
    } else {
        return std::nullopt;
    }
    return out;
}

void Watching::http(std::string_view route, int status, std::chrono::nanoseconds took) {
    const std::string name(route.empty() ? "none" : route);
    const std::lock_guard guard(mutex_);
    auto requests = requests_.find({name, status});
    if (requests == requests_.end())
        requests = requests_.emplace(std::pair(name, status), metrics_.http_requests(name, status)).first;
    auto seconds = request_seconds_.find(name);
    if (seconds == request_seconds_.end()) seconds = request_seconds_.emplace(name, metrics_.http_seconds(name)).first;
    requests->second.add();
    seconds->second.observe(std::chrono::duration<double>(took).count());
}

void Watching::read(const turn::Lanes& lanes, Accounts& accounts) {
    metrics_.lane_depth(0).set(static_cast<double>(lanes.depth()));
    std::size_t waiting = 0;
    for (const Account& account : accounts.all()) waiting += account.sender->waiting();
    metrics_.outbox("waiting").set(static_cast<double>(waiting));
}

}  // namespace noticeboard::app
