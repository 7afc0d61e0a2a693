// The program that the kill tests kill: the real turn on a real store, events in on stdin, acknowledgements out on
// stdout.
//
//   kill_target FOLDER [kill=N] [early-ack] [no-keys]      lines in: KEY CHAT TEXT      lines out: ack KEY | refused
//   KEY
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <mutex>

#include "bot/turn/lane.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;

namespace {

long writes_left = -1;

void count_down(const char*) {
    if (writes_left > 0 && --writes_left == 0) ::kill(::getpid(), SIGKILL);
}

Plugin ledger() {  // keeps every text it hears, in order, and answers it
    return Plugin("ledger", "Keeps what it hears")
        .otherwise([](Turn& turn) {
            turn.sql().run("INSERT INTO heard (id, chat, text) VALUES (:id, :chat, :text)",
                           turn.community().make_id<TimerId>(), turn.event().place.id, turn.args());
            turn.audit("heard", "chat:" + to_string(turn.chat().id));
            turn.reply("kept");
            return true;
        })
        .migrations({"CREATE TABLE heard (id BIGINT PRIMARY KEY, chat TEXT NOT NULL, text TEXT NOT NULL)"});
}

}  // namespace

int main(int count, char** arguments) {
    tests::Stage::Options options;
    options.folder = arguments[1];
    options.durability = store::Durability::full;
    options.start = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    turn::Runner::Guards guards;
    for (int i = 2; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument.starts_with("kill=")) writes_left = std::stol(argument.substr(5));
        if (argument == "early-ack") guards.answer_after_commit = false;
        if (argument == "no-keys") guards.turn_keys = false;
    }
    store::observe_writes(count_down);
    tests::Stage stage({ledger()}, options);

    auto session = store::Database::open("sqlite:" + stage.file("stage.db"))->session(store::Access::write);
    auto runner = std::make_unique<turn::Runner>(stage.services(), std::move(session), 1,
                                                 turn::PoisonGuard(stage.file("lane")), turn::Outlet());
    runner->set_guards(guards);
    std::mutex out;
    turn::Lane lane(std::move(runner));
    std::string key, chat, text;
    while (std::cin >> key >> chat >> text) {
        turn::Job job;
        job.account = tests::Stage::account;
        job.event = stage.event(chat, "", Message{.text = text});
        job.key = job.event->key = key;
        job.shard = chat;
        job.done = [&out, key](turn::Settled settled) {
            const std::lock_guard guard(out);
            std::cout << (settled.kind == turn::Settled::Kind::refused ? "refused " : "ack ") << key << std::endl;
        };
        while (!lane.offer(job)) ::usleep(1000);
    }
    lane.stop();
    return 0;
}
