// Nobody holds a connection by being slow.
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/unit/web/raw_client.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

ServerOptions all_generous() {
    ServerOptions options = on_any_port();
    options.deadlines.head = options.deadlines.body = options.deadlines.write = options.deadlines.idle = 1h;
    options.deadlines.linger = 100ms;
    return options;
}

}  // namespace

TEST_CASE("a head that does not end is told 408, however busily it trickles") {
    ServerOptions options = all_generous();
    options.deadlines.head = 80ms;
    Serving serving(echo, options);
    RawClient client(serving.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    std::atomic<bool> told = false;
    std::thread trickle([&] {
        while (!told && client.send("X: y\r\n")) std::this_thread::sleep_for(5ms);
    });
    const auto reply = client.reply();
    told = true;
    trickle.join();
    REQUIRE(reply);
    CHECK(reply->status == 408);
}

TEST_CASE("a connection that never says anything is closed without a word") {
    ServerOptions options = all_generous();
    options.deadlines.head = 80ms;
    Serving serving(echo, options);
    RawClient client(serving.port());
    CHECK(client.read_until("HTTP") == "");
    CHECK_FALSE(client.was_reset());
}

TEST_CASE("a body that does not come is told 408") {
    ServerOptions options = all_generous();
    options.deadlines.body = 80ms;
    Serving serving(echo, options);
    RawClient client(serving.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->status == 408);
}

TEST_CASE("a body may take longer when much of it comes") {
    ServerOptions options = all_generous();
    options.deadlines.body = 50ms;
    Serving serving(echo, options);
    RawClient client(serving.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 80005\r\n\r\n" +
                std::string(80'000, 'x'));  // earns ten seconds
    std::this_thread::sleep_for(200ms);
    client.send("12345");
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->status == 200);
}

TEST_CASE("a kept connection that is idle is closed; a working handler is not") {
    ServerOptions options = all_generous();
    options.deadlines.idle = 80ms;
    options.deadlines.head = 80ms;
    options.deadlines.body = 80ms;
    Serving serving(
        [](Request) -> Task<Answer> {
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, Steady::duration(300ms));
            co_await timer.async_wait(quietly);
            co_return Answer(text("late"));
        },
        options);
    RawClient client(serving.port());
    client.send(get);
    CHECK(client.reply()->body == "late");
    CHECK(client.read_until("HTTP") == "");
    CHECK_FALSE(client.was_reset());
}

TEST_CASE("an answer that nobody takes is given up, and after() knows") {
    ServerOptions options = all_generous();
    options.deadlines.write = 80ms;
    std::promise<bool> told;
    Serving serving(
        [&](Request) -> Task<Answer> {
            Answer answer(text(std::string(30'000'000, 'x')));
            answer.after = [&](bool written) { told.set_value(written); };
            co_return answer;
        },
        options);
    RawClient client(serving.port(), 4096);
    client.send(get);
    CHECK(told.get_future().get() == false);
}

TEST_CASE("an answer larger than all buffers arrives whole when it is taken") {
    const std::string body(30'000'000, 'x');
    std::promise<bool> told;
    Serving serving([&](Request) -> Task<Answer> {
        Answer answer(text(body));
        answer.after = [&](bool written) { told.set_value(written); };
        co_return answer;
    });
    RawClient client(serving.port());
    client.send(get);
    CHECK(client.reply()->body == body);
    CHECK(told.get_future().get() == true);
}
