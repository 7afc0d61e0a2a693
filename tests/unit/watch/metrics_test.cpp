// Metrics: the names we promise, and that adding from many threads loses nothing.
#include "bot/watch/metrics.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using namespace noticeboard::watch;

namespace {

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("every metric appears under its name and labels") {
    Metrics metrics;
    metrics.turns("join", "done").add();
    metrics.turn_seconds().observe(0.00003);
    metrics.batch_size().observe(3);
    metrics.lane_depth(0).set(5);
    metrics.outbox("queued").add(2);
    metrics.outbox("queued").add(-1);
    metrics.sends("telegram", "sent").add(3);
    metrics.http_requests("/g/", 200).add();
    metrics.http_seconds("/g/").observe(0.003);
    const auto text = metrics.render();
    for (const char* line : {
             "noticeboard_turns_total{plugin=\"join\",result=\"done\"} 1",
             "noticeboard_turn_seconds_bucket{le=\"5e-05\"} 1",
             "noticeboard_turn_seconds_count 1",
             "noticeboard_batch_size_bucket{le=\"2\"} 0",
             "noticeboard_batch_size_bucket{le=\"4\"} 1",
             "noticeboard_lane_depth{lane=\"0\"} 5",
             "noticeboard_outbox{state=\"queued\"} 1",
             "noticeboard_sends_total{adapter=\"telegram\",outcome=\"sent\"} 3",
             "noticeboard_http_requests_total{route=\"/g/\",status=\"200\"} 1",
             "noticeboard_http_seconds_count{route=\"/g/\"} 1",
         }) {
        CAPTURE(text);
        CHECK_MESSAGE(has_line(text, line), line);
    }
}

TEST_CASE("a handle resolved twice is the same series, and threads lose no count") {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&metrics] {
            const Counter turns = metrics.turns("join", "done");
            const Histogram seconds = metrics.turn_seconds();
            for (int i = 0; i < 10000; ++i) {
                turns.add();
                seconds.observe(0.001);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    const auto text = metrics.render();
    CHECK(has_line(text, "noticeboard_turns_total{plugin=\"join\",result=\"done\"} 40000"));
    CHECK(has_line(text, "noticeboard_turn_seconds_count 40000"));
}
