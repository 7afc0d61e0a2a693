// What a client gets from the server: answers in order, kept connections, refusals, the fence around bugs.
#include "bot/web/server.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "bot/web/completion.hpp"
#include "tests/unit/web/raw_client.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

const std::string get = "GET /a?b=c HTTP/1.1\r\nHost: nb.example\r\n\r\n";

Task<Answer> throwing(Request) {
    throw std::out_of_range("secret words");
    co_return Answer();
}

}  // namespace

TEST_CASE("a request is answered and the connection is kept") {
    Serving serving(echo);
    RawClient client(serving.port());
    for (int i = 0; i < 3; ++i) {
        client.send(get);
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == 200);
        CHECK(reply->field("Connection") == "");
        CHECK(reply->body == "GET http://nb.example/a?b=c 127.0.0.1 ");
    }
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\ncontent-length: 5\r\n\r\nhello");
    const auto last = client.reply();
    REQUIRE(last);
    CHECK(last->body == "POST http://a/x 127.0.0.1 hello");
    CHECK(last->field("Connection") == "close");
    CHECK(client.is_closed());
    CHECK_FALSE(client.was_reset());
}

TEST_CASE("HTTP/1.0 keeps a connection only when asked") {
    Serving serving(echo);
    RawClient asks(serving.port());
    asks.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(asks.reply()->field("Connection") == "keep-alive");
    asks.send("GET / HTTP/1.0\r\n\r\n");
    CHECK(asks.reply()->field("Connection") == "close");
    CHECK(asks.is_closed());
}

TEST_CASE("requests sent at once are answered in order, even when the first takes longest") {
    const Completion<int> first;
    Serving serving([first](Request request) -> Task<Answer> {
        if (request.path() == "/0") co_await first.wait();
        co_return Answer(text(request.path() + request.body));
    });
    RawClient client(serving.port());
    std::string all;
    for (int i = 0; i < 20; ++i)
        all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
    client.send(all);
    first.fulfil(1);
    for (int i = 0; i < 20; ++i) {
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->body == "/" + std::to_string(i) + "ab");
    }
}

TEST_CASE("a request that comes byte by byte, and one that is large") {
    Serving serving(echo);
    RawClient client(serving.port());
    for (const char byte : get) client.send({&byte, 1});
    CHECK(client.reply()->status == 200);
    const std::string body(900'000, 'x');
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->body == "POST http://a/ 127.0.0.1 " + body);
}

TEST_CASE("HEAD is GET without the body") {
    Serving serving(echo);
    RawClient client(serving.port());
    client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + get);
    const auto head = client.reply(true);
    REQUIRE(head);
    CHECK(head->field("Content-Length") == std::to_string(std::string("HEAD http://a/a 127.0.0.1 ").size()));
    const auto next = client.reply();
    REQUIRE(next);
    CHECK(next->body == "GET http://nb.example/a?b=c 127.0.0.1 ");
}

TEST_CASE("100-continue") {
    Serving serving(echo);
    RawClient client(serving.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("ok");
    CHECK(client.reply()->body == "POST http://a/ 127.0.0.1 ok");
}

TEST_CASE("a malformed request is refused in a few words, and they arrive") {
    Serving serving(echo);
    const struct {
        std::string request;
        int status;
    } rows[] = {
        {"nonsense\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
        {"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x'), 413},
        {"GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n", 431},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(70'000, 'a'), 400},
        {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505},
    };
    for (const auto& row : rows) {
        RawClient client(serving.port());
        client.send(row.request);
        CAPTURE(row.request.substr(0, 60));
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == row.status);
        CHECK(reply->field("Connection") == "close");
        CHECK(reply->body.size() < 60);
        client.finish();
        CHECK(client.is_closed());
        CHECK_FALSE(client.was_reset());
    }
}

TEST_CASE("after a refusal the server listens until the client has finished, so that its answer is not lost") {
    Serving serving(echo);
    RawClient client(serving.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
    CHECK(client.reply()->status == 413);
    for (int i = 0; i < 20; ++i) CHECK(client.send(std::string(100'000, 'x')));
    client.finish();
    CHECK(client.is_closed());
    CHECK_FALSE(client.was_reset());
}

TEST_CASE("a bug in the application is a 500; its words stay inside, and the connection goes on") {
    std::string reported;
    std::mutex mutex;
    ServerOptions options = on_any_port();
    options.on_exception = [&](std::string_view type) {
        const std::lock_guard lock(mutex);
        reported = type;
    };
    Serving serving(throwing, options);
    RawClient client(serving.port());
    for (int i = 0; i < 2; ++i) {
        client.send(get);
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == 500);
        CHECK(reply->body == "Internal Server Error\n");
    }
    const std::lock_guard lock(mutex);
    CHECK(reported == "std::out_of_range");
}

TEST_CASE("a handler may be answered by another thread, many at once") {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::pair<Completion<Response>, std::string>> queue;
    bool ended = false;
    std::thread lane([&] {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [&] { return ended || !queue.empty(); });
            if (queue.empty()) return;
            const auto batch = std::exchange(queue, {});
            lock.unlock();
            for (const auto& [completion, body] : batch) completion.fulfil(text(body));
            lock.lock();
        }
    });
    {
        Serving serving([&](Request request) -> Task<Answer> {
            const Completion<Response> completion;
            {
                const std::lock_guard lock(mutex);
                queue.emplace_back(completion, request.body);
            }
            changed.notify_one();
            Response response = co_await completion.wait();
            co_return Answer(std::move(response));
        });
        std::atomic<int> right = 0;
        std::vector<std::thread> clients;
        for (int i = 0; i < 4; ++i)
            clients.emplace_back([&, i] {
                RawClient client(serving.port());
                for (int round = 0; round < 100; ++round) {
                    const std::string body = std::to_string(i) + "/" + std::to_string(round);
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                                "\r\n\r\n" + body);
                    const auto reply = client.reply();
                    right += reply && reply->body == body;
                }
            });
        for (std::thread& client : clients) client.join();
        CHECK(right == 400);
        {
            const std::lock_guard lock(mutex);
            ended = true;
        }
        changed.notify_one();
        lane.join();
    }
}

TEST_CASE("after(written): true when the answer went out, false when the client had gone, once") {
    const Completion<int> go;
    std::atomic<int> calls = 0;
    std::promise<void> at_handler;
    std::promise<bool> told;
    Serving serving([&](Request) -> Task<Answer> {
        at_handler.set_value();
        co_await go.wait();
        Answer answer(text("inline reply"));
        answer.after = [&](bool written) {
            if (++calls == 1) told.set_value(written);
        };
        co_return answer;
    });
    bool expected = false;
    RawClient client(serving.port());
    client.send(get);
    at_handler.get_future().wait();
    SUBCASE("still there") {
        expected = true;
    }
    SUBCASE("reset") {
        client.reset();
    }
    SUBCASE("hung up") {
        RawClient gone = std::move(client);
    }
    SUBCASE("closed its side") {
        client.finish();
    }
    go.fulfil(1);
    CHECK(told.get_future().get() == expected);
    CHECK(client.connected() ? client.reply().has_value() == expected : !expected);
    serving.server->stop(0ms);
    CHECK(calls == 1);
}

TEST_CASE("what a handler observes: route and status, and the server's own refusals") {
    std::mutex mutex;
    std::multiset<std::pair<std::string, int>> seen;
    ServerOptions options = on_any_port();
    options.observe = [&](const Observed& observed) {
        const std::lock_guard lock(mutex);
        seen.emplace(observed.route, observed.status);
    };
    {
        Serving serving(echo, options);
        RawClient client(serving.port());
        client.send(get + get + "bad\r\n\r\n");
        client.finish();
        CHECK(client.is_closed());
    }
    CHECK(seen == std::multiset<std::pair<std::string, int>>{{"/echo", 200}, {"/echo", 200}, {"", 400}});
}

TEST_CASE("X-Forwarded-*: only from a trusted proxy, and through a real connection") {
    const std::string request =
        "GET / HTTP/1.1\r\nHost: inside\r\nX-Forwarded-For: 6.6.6.6, 198.51.100.9\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Host: nb.example\r\n\r\n";
    ServerOptions options = on_any_port();
    std::string expected;
    SUBCASE("not trusted") {
        expected = "GET http://inside/ 127.0.0.1 ";
    }
    SUBCASE("trusted") {
        options.trusted_proxies = {"127.0.0.0/8"};
        expected = "GET https://nb.example/ 198.51.100.9 ";
    }
    SUBCASE("trusted, with a public URL") {
        options.trusted_proxies = {"127.0.0.1"};
        options.public_url = "https://board.example";
        expected = "GET https://board.example/ 198.51.100.9 ";
    }
    Serving serving(echo, options);
    RawClient client(serving.port());
    client.send(request);
    CHECK(client.reply()->body == expected);
}

TEST_CASE("a port that somebody has is refused, shared or not") {
    Serving serving(echo);
    Loops loops(1);
    ServerOptions options;
    options.listen = "127.0.0.1:" + std::to_string(serving.port());
    const auto second = Server::open(loops, options, echo);
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().kind == Error::Kind::conflict);
    CHECK(second.error().message.find(std::to_string(serving.port())) != std::string::npos);
    serving.server.reset();
    CHECK(Server::open(loops, options, echo).ok());  // the control
}

TEST_CASE("wrong options are named") {
    Loops loops(1);
    const auto error_of = [&](const ServerOptions& options) {
        const auto opened = Server::open(loops, options, echo);
        return opened.ok() ? std::string() : opened.error().message;
    };
    for (const char* listen : {"", "8080", "localhost:8080", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:80x", "::1"}) {
        ServerOptions options;
        options.listen = listen;
        CAPTURE(listen);
        CHECK(error_of(options).substr(1).find(std::string(listen) + "\" is not an address") == 0);
    }
    ServerOptions options = on_any_port();
    options.trusted_proxies = {"proxy"};
    CHECK(error_of(options).find("\"proxy\"") == 0);
    options = on_any_port();
    options.tls.emplace();
    options.tls->certificate_chain = "/nowhere.pem";
    CHECK(error_of(options).find("/nowhere.pem") != std::string::npos);
}
