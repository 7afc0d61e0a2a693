// Runner: runs jobs in batches, one transaction each, on the thread that calls it. A lane is a runner with a queue;
// talks and tools use a runner alone.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/community/audit.hpp"
#include "bot/community/vault.hpp"
#include "bot/store/session.hpp"
#include "bot/turn/job.hpp"
#include "bot/turn/poison.hpp"
#include "bot/turn/services.hpp"

namespace noticeboard::turn {

// What a batch leaves to do once it is committed.
using Outlet = std::function<void(std::vector<delivery::Row>)>;

struct Running {                         // what a watchdog looks at; the runner's thread writes it
    std::atomic<std::int64_t> since{0};  // steady clock, nanoseconds; 0: no handler runs
    std::atomic<bool> overlong{false};
};

class Runner {
 public:
    Runner(Services& services, std::unique_ptr<store::Session> session, int lane, PoisonGuard guard, Outlet outlet);

    // Runs the first jobs of the list in one transaction: until it is empty, `most` have run or 5 ms have passed.
    // Removes them, and calls their `done` after the commit. A store failure refuses all of them.
    void run_batch(std::vector<Job>& jobs, std::size_t most = 256);

    Running& running() { return running_; }
    store::Session& session() { return *session_; }
    community::Scope scope(TimePoint now) {
        return {*session_, services_.vault, services_.ids, {now, services_.random}};
    }

    // For the tests that show what a guard is for: with one of these off, a promise breaks.
    struct Guards {
        bool turn_keys = true;
        bool answer_after_commit = true;
    };
    void set_guards(Guards guards) { guards_ = guards; }

 private:
    struct Ended {
        Settled settled;
        std::vector<delivery::Row> rows;
    };
    Ended execute(Job& job, const Current& current, TimePoint now);
    Ended duplicate(const Job& job, community::Scope& scope);
    Ended handle(Job& job, const Current& current, community::Scope& scope);
    Ended fail(Job& job, const Current& current, community::Scope& scope, std::string_view plugin,
               const std::string& why);
    void settle_event(const Job& job, community::Scope& scope, const Chat& chat, std::vector<delivery::Row>& released);

    Services& services_;
    std::unique_ptr<store::Session> session_;
    community::AuditChain audit_;
    PoisonGuard guard_;
    Outlet outlet_;
    Running running_;
    Guards guards_;
    std::map<const Job*, std::string>
        condemned_;  // their handlers took the whole transaction with them: buried unrun, and why
};

}  // namespace noticeboard::turn
