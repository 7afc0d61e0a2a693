// noticeboard serve: runs the bot until it is told to stop.
#pragma once

#include <string>

#include "bot/app.hpp"

namespace noticeboard::cli {

// From here on no crash writes this process's memory to a file, and nobody without root reads it: what somebody is
// just saying lies there open for the moment of a turn, and so do the keys.
void leave_no_core();

// SIGTERM and SIGINT stop, SIGHUP reads the config again. Returns the program's exit code.
int serve(const std::string& config_file, const AppOptions& options = {});

}  // namespace noticeboard::cli
