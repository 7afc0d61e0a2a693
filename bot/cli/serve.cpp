// noticeboard serve: see serve.hpp.
#include "bot/cli/serve.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/watch/log.hpp"

namespace noticeboard::cli {
namespace {

void reload(App& app, const std::string& config_file) {
    const auto fresh = load_config(config_file);
    if (!fresh) {
        watch::error("config.refused", {{"why", fresh.error().message}});
        return;
    }
    const auto waiting = app.reload(*fresh);
    if (!waiting) {
        watch::error("config.refused", {{"why", waiting.error().message}});
        return;
    }
    for (const std::string& key : *waiting) watch::warning("config.waits_for_restart", {{"key", key}});
    watch::info("config.reloaded");
}

}  // namespace

void leave_no_core() {
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0) throw std::runtime_error("core dumps could not be forbidden");
#ifndef __SANITIZE_ADDRESS__  // whose search for leaks reads the process from outside
    if (::prctl(PR_SET_DUMPABLE, 0) != 0) throw std::runtime_error("core dumps could not be forbidden");
#endif
}

int serve(const std::string& config_file, const AppOptions& options) {
    leave_no_core();
    // All threads inherit the mask: the signals wait until this one takes them.
    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    const auto config = load_config(config_file);
    if (!config) {
        std::cerr << config.error().message << "\n";
        return 1;
    }
    auto app = App::start(*config, options);
    if (!app) {
        std::cerr << app.error().message << "\n";
        return 1;
    }
    watch::info("started", {{"port", (*app)->port()}});
    for (int signal = 0; sigwait(&signals, &signal) == 0;) {
        if (signal != SIGHUP) break;
        reload(**app, config_file);
    }
    watch::info("stopping");
    const bool clean = (*app)->stop();
    if (clean)
        watch::info("stopped");
    else
        watch::warning("stopped.unfinished",
                       {{"why", "something did not end within its time; it goes on at the next start"}});
    return 0;
}

void add_serve(CLI::App& program, Options& options, int& code) {
    auto* command = program.add_subcommand("serve", "Runs the bot until SIGTERM; SIGHUP reads the configuration again");
    command->callback([&] { code = serve(options.config); });
}

}  // namespace noticeboard::cli
