// Watching: turns what happens into metrics, log lines and health.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "bot/app/accounts.hpp"
#include "bot/delivery/sender.hpp"
#include "bot/turn/lane.hpp"
#include "bot/turn/services.hpp"
#include "bot/watch/health.hpp"
#include "bot/watch/log.hpp"
#include "bot/watch/metrics.hpp"

namespace noticeboard::app {

void start_watching(const Config& config);  // the log, with the config's secrets redacted

class Watching : private turn::Watcher, private delivery::SenderWatch {
 public:
    Watching();

    turn::Watcher& turns() { return *this; }
    delivery::SenderWatch& senders() { return *this; }
    watch::Health& health() { return health_; }
    watch::Metrics& metrics() { return metrics_; }

    // /healthz and /readyz; /metrics for who may see it. Nothing for another path.
    std::optional<web::Response> answer(std::string_view path, bool measures);

    void http(std::string_view route, int status, std::chrono::nanoseconds took);
    void read(const turn::Lanes& lanes, Accounts& accounts);  // what is measured now and then, not counted

 private:
    void turn_ended(std::string_view plugin, std::string_view result, std::chrono::nanoseconds took) override;
    void batch_ended(std::size_t turns) override;
    void turn_is_slow(std::string_view plugin, Millis took) override;
    void store_failed(std::string_view why) override;
    void letter_died(std::string_view plugin, std::int64_t id) override;
    void sent(std::string_view account, std::string_view outcome) override;
    void account_refused(std::string_view account, std::string_view why) override;
    void account_works(std::string_view account) override;
    void broke(std::string_view account, std::string_view type) override;

    watch::Health health_;
    watch::Metrics metrics_;
    watch::Histogram turn_seconds_, batch_size_;
    std::mutex mutex_;  // of the handles below, made when first needed
    std::map<std::pair<std::string, std::string>, watch::Counter, std::less<>> turns_;
    std::map<std::pair<std::string, int>, watch::Counter> requests_;
    std::map<std::string, watch::Histogram, std::less<>> request_seconds_;
    std::map<std::string, bool, std::less<>> refused_;  // accounts whose platform refuses us
};

}  // namespace noticeboard::app
