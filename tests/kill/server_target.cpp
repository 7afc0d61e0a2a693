// The whole program, to be killed: webhooks in over HTTP, answers and calls out. Its time moves when it is told to.
//
//   kill_server CONFIG LOCALES START [kill=N] [early-ack] [no-keys] [answer-again]      kill=N: at the Nth write once
//   ready lines in: pass MILLISECONDS      lines out: ready, passed WAITING
#include <signal.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "bot/app.hpp"
#include "bot/store/session.hpp"
#include "bot/turn/clock.hpp"
#include "config/config.hpp"

using namespace noticeboard;

namespace {

std::atomic<long> writes_left = -1;

void count_down(const char*) {
    if (writes_left > 0 && --writes_left == 0) ::kill(::getpid(), SIGKILL);
}

}  // namespace

int main(int count, char** arguments) {
    const auto config = load_config(arguments[1]);
    turn::SetClock clock(from_millis(std::stoll(arguments[3])));
    AppOptions options;
    options.clock = &clock;
    options.threads = 1;
    options.locales = arguments[2];
    long kill_at = -1;
    for (int i = 4; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument.starts_with("kill=")) kill_at = std::stol(argument.substr(5));
        if (argument == "early-ack") options.answer_after_commit = false;
        if (argument == "no-keys") options.turn_keys = false;
        if (argument == "answer-again") options.presume_answered = false;
    }
    store::observe_writes(count_down);
    auto app = App::start(*config, options);
    if (!app) {
        std::cerr << app.error().message << std::endl;
        return 1;
    }
    writes_left = kill_at;
    std::cout << "ready" << std::endl;
    std::string word;
    long time = 0;
    while (std::cin >> word >> time) {
        (*app)->settle();
        clock.pass(Millis(time));
        (*app)->settle();
        std::cout << "passed " << (*app)->waiting() << std::endl;
    }
    ::_exit(0);  // not a quiet end: the next start must do with what is in the store
}
