// Run: a notice that is going out, as the herald holds it in memory: which chunks are still to be opened, and which
// targets are to be tried again.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "bot/delivery/notice_window.hpp"
#include "bot/turn/services.hpp"

namespace noticeboard::delivery {

struct Run {
    std::shared_ptr<const Sheet> sheet;
    std::map<std::string, std::deque<int>, std::less<>> chunks;               // still to be opened, by account
    std::map<std::string, std::deque<community::Target>, std::less<>> again;  // to be tried again, by account
    std::uint64_t served = 0;                                                 // the round in which it was last served
    int windows = 0;                                                          // under way
    bool stopped = false;

    bool has_work() const;
    bool has_work(const std::string& account) const;

    // A target that a look found due, unless it is here or under way already.
    void try_again(const std::string& account, community::Target target);

    // The account's next chunk; nothing where some targets, `most` of them in `window`, are to be tried again first.
    std::optional<int> take_work(const std::string& account, std::size_t most, Window& window);

    // Of a window of retries, after its commit: what it did not begin, and what has ended, a look may find again. Not
    // before: a look reads beside the lane, and one that began earlier still sees as due what is under way.
    void let_go(Window& window);

 private:
    std::set<std::pair<int, int>> taken_;  // (chunk, place) of what stands in `again`, or is under way from there
};

// Where the store says that a notice stands, after a start or a stop; targets that a crash left under way are tried
// again.
Run load_run(community::Scope& scope, const Notice& notice, const turn::Current& current);

}  // namespace noticeboard::delivery
