// Fence: what the kernel keeps from a program that reads a stranger's bytes: files, the network, other processes.
#pragma once

#include <linux/filter.h>

#include <string>
#include <vector>

#include "bot/app/handle.hpp"

namespace noticeboard::app {

class Fence {
 public:
    // Made before the fork, as it opens folders: `program` and the system's programs and libraries may be read and run.
    explicit Fence(const std::string& program);

    // In the child, before it becomes the program: only calls that are safe after a fork. False: it must not go on.
    bool close_behind() const;

    // Whether this kernel can keep files away (Landlock).
    static bool keeps_files();

 private:
    Handle files_;  // Landlock's rules; none where the kernel has none
    std::vector<sock_filter> calls_;
};

}  // namespace noticeboard::app
