// What is fed with bytes from outside: every `receive`, the answers of platforms, configuration, tags, templates, HTTP.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace noticeboard::fuzz {

struct Target {
    std::string name;
    std::function<void(std::string_view)> feed;  // must neither throw nor break a rule of memory
    std::vector<std::string> seeds;
};

std::vector<Target> targets();

}  // namespace noticeboard::fuzz
