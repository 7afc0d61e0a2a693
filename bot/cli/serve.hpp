// noticeboard serve: runs the bot until it is told to stop.
#pragma once

#include <string>

#include "bot/app.hpp"

namespace noticeboard::cli {

// SIGTERM and SIGINT stop, SIGHUP reads the config again. Returns the program's exit code.
int serve(const std::string& config_file, const AppOptions& options = {});

}  // namespace noticeboard::cli
