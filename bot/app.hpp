// App: the composition root. It alone sees everything, and puts it together in the order in which it starts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bot/model/moment.hpp"
#include "bot/model/result.hpp"
#include "bot/web/limits.hpp"
#include "config/config.hpp"

namespace noticeboard {

namespace turn {
class SetClock;
}

struct AppOptions {
    turn::SetClock* clock = nullptr;  // tests set the time; null: the system's
    std::size_t threads = 0;          // I/O threads; 0: one per two cores, at most four
    bool practice = false;            // a demonstration
    std::string ca_file;              // trusted besides the system's own: for tests
    std::string locales;              // folder of the compiled catalogues; empty: beside the program
    web::Deadlines deadlines;         // of the pages and webhooks; tests that stop it a hundred times shorten them

    // For the tests that show what a guard is for: with one of these off, a promise breaks.
    bool turn_keys = true;
    bool answer_after_commit = true;
    bool presume_answered = true;
    bool marks_started = true;
};

class App {
 public:
    // Opens the store, the adapters and the ports, and starts. Error: one sentence that names the key.
    static Result<std::unique_ptr<App>> start(const Config& config, const AppOptions& options = {});
    ~App();

    // Takes settings, texts and the log level of a newly read config without dropping a request. Gives the keys that
    // differ and wait for the next start.
    Result<std::vector<std::string>> reload(const Config& config);

    // Stops accepting, drains, finishes the lanes. True when all ended within 10 s.
    bool stop();

    std::uint16_t port() const;      // of `listen`
    std::uint16_t tls_port() const;  // of `listen_tls`, or 0

    // For tests that set the clock: looks at what is due now, and waits until nothing is under way, no turn, no call.
    void settle();
    bool idle() const;
    std::size_t waiting() const;  // messages that wait for their time

 private:
    struct Parts;
    explicit App(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace noticeboard
