// Stopping: whoever is connected gets his whole answer, whoever comes later is refused at the door.
#include <doctest/doctest.h>

#include <atomic>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>
#include <vector>

#include "bot/web/completion.hpp"
#include "bot/web/listener.hpp"
#include "bot/web/site.hpp"
#include "tests/unit/web/raw_client.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;
using boost::asio::ip::tcp;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

ServerOptions quick_to_stop() {
    ServerOptions options = on_any_port();
    options.deadlines.drain = 150ms;
    return options;
}

// Connects, asks, reads to the end, again and again, until it is refused. False if it ever got less than a whole
// answer.
bool hammer(std::uint16_t port, bool keep, std::atomic<int>& answers) {
    while (true) {
        RawClient client(port);
        if (!client.connected()) return true;
        while (true) {
            if (!client.send(get)) return false;
            const auto reply = client.reply();
            if (!reply || reply->status != 200) return false;
            ++answers;
            if (reply->field("Connection") == "close" || !keep) break;
        }
    }
}

}  // namespace

TEST_CASE("clients that hammer during a stop see whole answers and refusals at connecting, nothing else") {
    Serving serving(echo, quick_to_stop());
    std::atomic<int> answers = 0, clean = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 32; ++i) clients.emplace_back([&, i] { clean += hammer(serving.port(), i % 4 == 0, answers); });
    while (answers < 200) std::this_thread::yield();
    const int before = answers;
    CHECK(serving.server->stop(8s));
    for (std::thread& client : clients) client.join();
    CHECK(clean == 32);
    CHECK(answers > before);  // it went on serving while it drained
}

TEST_CASE("when the door closes, whoever is inside is served, and nobody gets a foot in") {
    Loops loops(1);
    tcp::acceptor acceptor(loops.at(0), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    const std::uint16_t port = acceptor.local_endpoint().port();
    const auto site = std::make_shared<Site>(ServerOptions(), echo, *Proxies::parse({}));
    const auto listener = std::make_shared<Listener>(loops.at(0), std::move(acceptor), site);
    const auto on_its_thread = [&](auto step) {
        std::promise<void> done;
        boost::asio::post(loops.at(0), [&] { step(), done.set_value(); });
        done.get_future().wait();
    };
    RawClient queued(port);
    CHECK(queued.connected());
    on_its_thread([&] { listener->refuse_newcomers(); });
    auto late = std::async(std::launch::async, [&] { return RawClient(port).connected(); });
    CHECK(late.wait_for(Millis(100)) ==
          std::future_status::timeout);  // its SYN is dropped: neither accepted nor refused
    on_its_thread([&] { listener->close([] {}); });
    queued.send(get);
    CHECK(queued.reply()->status == 200);
    CHECK_FALSE(late.get());
    queued.finish();
    CHECK(queued.is_closed());
}

TEST_CASE("a request in flight is finished, and its connection closed") {
    const Completion<int> go;
    std::promise<void> at_handler;
    Serving serving(
        [&](Request) -> Task<Answer> {
            at_handler.set_value();
            co_await go.wait();
            co_return Answer(text("finished"));
        },
        quick_to_stop());
    RawClient client(serving.port());
    client.send(get);
    at_handler.get_future().wait();
    std::atomic<bool> stopped = false;
    std::thread stopping([&] { stopped = serving.server->stop(8s); });
    while (RawClient(serving.port()).connected()) std::this_thread::yield();  // the door is closed
    CHECK_FALSE(stopped);
    go.fulfil(1);
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->body == "finished");
    CHECK(reply->field("Connection") == "close");
    client.finish();
    stopping.join();
    CHECK(stopped);
}

TEST_CASE("idle connections are closed, silent ones too") {
    Serving serving(echo, quick_to_stop());
    RawClient idle(serving.port()), silent(serving.port());
    idle.send(get);
    CHECK(idle.reply()->field("Connection") == "");
    std::thread stopping([&] { CHECK(serving.server->stop(8s)); });
    CHECK(idle.is_closed());
    idle.finish();
    CHECK(silent.is_closed());
    silent.finish();
    stopping.join();
    CHECK_FALSE(idle.was_reset());
    CHECK_FALSE(silent.was_reset());
}

TEST_CASE("a request that does not end is cut off after the grace, and stop says so") {
    const Completion<int> never;
    Serving serving([&](Request) -> Task<Answer> {
        co_await never.wait();
        co_return Answer();
    });
    serving.server->stop(0ms);  // nobody there: nothing to wait for

    Serving other(
        [&](Request) -> Task<Answer> {
            co_await never.wait();
            co_return Answer();
        },
        quick_to_stop());
    RawClient client(other.port());
    client.send(get);
    CHECK_FALSE(other.server->stop(400ms));
    CHECK(client.is_closed());
    never.fulfil(1);
}
