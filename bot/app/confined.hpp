// Confined: runs a program that reads a stranger's bytes and gives what it prints, with nothing of ours in its reach.
//
// Its environment is empty; of descriptors it has three: the bytes, in memory and seekable as /proc/self/fd/0, a pipe
// to here, and /dev/null for what it complains about. It can write no file, leaves no core, has the memory and the time
// it is given, and stands behind a Fence. It dies when we do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/app/handle.hpp"
#include "bot/model/moment.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::app {

struct Bounds {
    Millis deadline = 8s;          // by the clock, and in seconds of the processor
    std::size_t memory = 0;        // bytes of address space
    std::size_t most_printed = 0;  // bytes
};

class Halt {  // called once, from any thread: whatever runs under it is killed, and what would begins no more
 public:
    Halt();
    void call() const;
    int handle() const { return handle_.get(); }

 private:
    Handle handle_;
};

// `program`: an absolute path. Error: `invalid` when it failed, printed too much or was killed at its deadline,
// `passing` when it could not be started or was halted.
Result<std::string> run_confined(const std::string& program, const std::vector<std::string>& arguments,
                                 std::string_view bytes, const Bounds& bounds, const Halt& halt);

}  // namespace noticeboard::app
