// noticeboard chat: a person talks to the bot in the terminal, beside a running server or without one.
#pragma once

#include <string>

#include "config/config.hpp"

namespace noticeboard::cli {

// Reads lines from standard input until it ends; prints what the bot says to `name`, also what comes later.
int chat(const Config& config, const std::string& name, const std::string& language);

}  // namespace noticeboard::cli
