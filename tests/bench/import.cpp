// 100,000 groups from a CSV file beside a server that writes all the time: how long the import takes, and how long the
// server's own small transactions wait; beside the same rows in one single transaction.
#include "bot/community/import.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;
using Clock = std::chrono::steady_clock;

namespace {

double milliseconds(Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

struct Waits {
    std::vector<double> all;
    double at(double share) {
        std::sort(all.begin(), all.end());
        return all.empty() ? 0 : all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
    }
};

// Runs `load` while another session writes one row per transaction, as a lane does, about 200 times a second.
template <class Load>
void beside_a_server(const char* name, int rows, Load load) {
    tests::Stage::Options options;
    options.durability = store::Durability::full;
    tests::Stage stage({}, options);
    auto scope = stage.scope();
    (void)community::add_unit(scope, "33.05", "Huzhou");
    std::atomic<bool> done{false};
    Waits waits;
    std::thread server([&] {
        const auto database = *store::Database::open("sqlite:" + stage.file("stage.db"));
        const auto session = database.session(store::Access::write);
        session->script("CREATE TABLE turns (n BIGINT)");
        while (!done) {
            const auto start = Clock::now();
            try {
                session->begin();
                session->run("INSERT INTO turns (n) VALUES (:n)", waits.all.size());
                session->commit();
            } catch (const store::Failure&) {  // it waited for as long as it may: a refused turn
            }
            waits.all.push_back(milliseconds(Clock::now() - start));
            std::this_thread::sleep_for(5ms);
        }
    });
    std::this_thread::sleep_for(100ms);
    const auto start = Clock::now();
    load(scope);
    const double seconds = milliseconds(Clock::now() - start) / 1000;
    done = true;
    server.join();
    std::printf("%-16s %7.0f rows/s (%4.1f s) | the server's turn: p50 %6.1f ms, p99 %7.1f ms, longest %7.1f ms\n",
                name, rows / seconds, seconds, waits.at(0.5), waits.at(0.99), waits.at(1));
}

}  // namespace

int main(int count, char** arguments) {
    const int rows = count > 1 ? std::atoi(arguments[1]) : 100'000;
    std::string file = "单位代码,群名,群主,介绍\n";
    for (int i = 0; i < rows; ++i) {
        file +=
            "3305,第" + std::to_string(i) + "姐妹群,李桂芳,我是村妇联主席，家里有难处，来群里说，也可以私下问我。\n";
    }
    beside_a_server("no import", 0, [](community::Scope&) { std::this_thread::sleep_for(2s); });
    beside_a_server("import", rows, [&](community::Scope& scope) {
        community::Import how;
        how.subject = community::Subject::groups;
        if (!community::import_csv(scope, file, how)) std::abort();
    });
    beside_a_server("one transaction", rows, [&](community::Scope& scope) {
        scope.sql.begin();
        for (int i = 0; i < rows; ++i) {
            community::NewGroup fresh;
            fresh.unit = "33.05";
            fresh.name = "第" + std::to_string(i) + "姐妹群";
            fresh.leader = "李桂芳";
            fresh.introduction = "我是村妇联主席，家里有难处，来群里说，也可以私下问我。";
            if (!community::add_group(scope, fresh)) std::abort();
        }
        scope.sql.commit();
    });
}
