// Health: what each part says of itself, and whether the program as a whole is alive and ready for traffic.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace noticeboard::watch {

class Health {
 public:
    // live: while it fails, only a restart will help (/healthz). ready: while it fails, send no traffic here (/readyz);
    // a part that is not live is not ready either. note: shown, and stops nothing (an account whose platform refuses
    // us).
    enum class Weight { live, ready, note };

    struct Check {
        std::string name;
        Weight weight;
        enum class State { starting, well, unwell } state = State::starting;
        std::string reason;  // why it is unwell; no secret, no address
    };

    // Names a part before it has started: not ready until it says so, yet no reason to restart.
    void expect(const std::string& name, Weight weight);

    void well(const std::string& name);
    void unwell(const std::string& name, std::string reason);

    bool live() const;
    bool ready() const;
    std::vector<Check> checks() const;  // by name

    // For a person or a probe: "ready" or "not ready", then one line per check.
    std::string text() const;

 private:
    Check& of(const std::string& name);  // the lock is held

    mutable std::mutex lock_;
    std::map<std::string, Check> checks_;
};

}  // namespace noticeboard::watch
