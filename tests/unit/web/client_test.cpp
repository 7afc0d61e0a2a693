// The client: kept connections, limits, deadlines, and what it knows about a request that failed.
#include "bot/web/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <thread>

#include "bot/web/completion.hpp"
#include "tests/unit/web/fetching.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;
using boost::asio::ip::tcp;

namespace {

// A server that does what a test says with each connection, one after the other.
class Scripted {
 public:
    using Script = std::function<void(tcp::socket&, int connection)>;

    explicit Scripted(Script script)
        : thread_([this, script = std::move(script)] {
              for (int i = 0;; ++i) {
                  tcp::socket socket = acceptor_.accept();
                  if (ended_) return;
                  try {
                      script(socket, i);
                  } catch (const boost::system::system_error&) {  // the client has gone
                  }
              }
          }) {}
    ~Scripted() {
        ended_ = true;
        tcp::socket(context_).connect(acceptor_.local_endpoint());
        thread_.join();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/"; }

    static std::string read_head(tcp::socket& socket) {
        std::string head;
        boost::asio::read_until(socket, boost::asio::dynamic_buffer(head), "\r\n\r\n");
        return head;
    }
    static void write(tcp::socket& socket, const std::string& bytes) {
        boost::asio::write(socket, boost::asio::buffer(bytes));
    }

 private:
    boost::asio::io_context context_;
    tcp::acceptor acceptor_{context_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
    std::atomic<bool> ended_ = false;
    std::thread thread_;
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

}  // namespace

TEST_CASE("requests and responses, from the client's own thread and from another") {
    Serving serving(echo);
    for (const std::size_t threads : {1, 2}) {
        Loops loops(threads);
        const Client client = open_client(loops);
        const Fetched fetched = fetch_now(loops, client, to(serving.url("/a?b=%20c"), "PUT", "hello"));
        CHECK(response_of(fetched).status == 200);
        CHECK(response_of(fetched).headers.value("content-type") == "text/plain");
        CHECK(response_of(fetched).body == "PUT " + serving.url("/a?b=%20c") + " 127.0.0.1 hello");
        CHECK(response_of(fetch_now(loops, client, to(serving.url("/"), "HEAD"))).body == "");
    }
}

TEST_CASE("what is no http URL is refused") {
    Loops loops(1);
    const Client client = open_client(loops);
    for (const std::string url : {"", "/a", "ftp://a/", "http://", "http:///a", "http://a b/", "http://user:word@a/",
                                  "http://a:b/", "http://a:8b/", "http://a:65536/"}) {
        CAPTURE(url);
        const Fetched fetched = fetch_now(loops, client, to(url));
        CHECK(failure_of(fetched).error.kind == Error::Kind::invalid);
        CHECK_FALSE(failure_of(fetched).sent);
    }
}

TEST_CASE("one connection carries many requests; an idle one is closed when it has waited too long") {
    std::atomic<int> connections = 0;
    Scripted server([&](tcp::socket& socket, int) {
        ++connections;
        while (true) {
            Scripted::read_head(socket);
            Scripted::write(socket, ok);
        }
    });
    Loops loops(1);
    ClientOptions options;
    options.idle = 50ms;
    const Client client = open_client(loops, options);
    for (int i = 0; i < 5; ++i) CHECK(response_of(fetch_now(loops, client, to(server.url()))).body == "ok");
    CHECK(connections == 1);
    for (int attempt = 0; attempt < 200 && connections == 1;
         ++attempt) {  // the server gets on only when the first has ended
        std::this_thread::sleep_for(Millis(110));
        CHECK(response_of(fetch_now(loops, client, to(server.url()))).body == "ok");
    }
    CHECK(connections > 1);
}

TEST_CASE("a response that says close, or has bytes too many, ends its connection") {
    const std::string closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
    for (const std::string& response : {closing, ok + "more", std::string("HTTP/1.1 200 OK\r\n\r\nok")}) {
        std::atomic<int> connections = 0;
        Scripted server([&](tcp::socket& socket, int) {
            ++connections;
            Scripted::read_head(socket);
            Scripted::write(socket, response);
        });
        Loops loops(1);
        const Client client = open_client(loops);
        for (int i = 0; i < 2; ++i) CHECK(response_of(fetch_now(loops, client, to(server.url()))).body == "ok");
        CHECK(connections == 2);
    }
}

TEST_CASE("no more connections than allowed; everybody gets a turn") {
    std::atomic<int> here = 0, most = 0;
    Serving serving(
        [&](Request request) -> Task<Answer> {
            const int now = ++here;
            most = std::max(most.load(), now);
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, Steady::duration(5ms));
            co_await timer.async_wait(quietly);
            --here;
            co_return Answer(text(request.body));
        },
        on_any_port(), 1);
    Loops loops(1);
    ClientOptions options;
    options.connections_per_place = 3;
    const Client client = open_client(loops, options);
    std::vector<std::future<Fetched>> fetches;
    for (int i = 0; i < 30; ++i)
        fetches.push_back(fetch_soon(loops, client, to(serving.url(), "POST", std::to_string(i))));
    for (int i = 0; i < 30; ++i)
        CHECK(response_of(fetches[static_cast<std::size_t>(i)].get()).body == std::to_string(i));
    CHECK(most == 3);
}

TEST_CASE("whoever gives up waiting for a turn does not take the next one's") {
    Completion<int> go;
    Serving serving([&](Request request) -> Task<Answer> {
        if (request.path() == "/slow") co_await go.wait();
        co_return Answer(text("ok"));
    });
    Loops loops(1);
    ClientOptions options;
    options.connections_per_place = 1;
    const Client client = open_client(loops, options);
    auto slow = fetch_soon(loops, client, to(serving.url("/slow")));
    const Fetched impatient = fetch_now(loops, client, to(serving.url("/")), 30ms);
    CHECK_FALSE(failure_of(impatient).sent);
    auto patient = fetch_soon(loops, client, to(serving.url("/")));
    go.fulfil(1);
    CHECK(response_of(slow.get()).body == "ok");
    CHECK(response_of(patient.get()).body == "ok");
}

TEST_CASE("a kept connection that has died unnoticed: GET is repeated, POST is not, and it says that it was sent") {
    for (const std::string method : {"GET", "POST"}) {
        std::atomic<int> requests = 0;
        Scripted server([&](tcp::socket& socket, int connection) {
            Scripted::read_head(socket);
            ++requests;
            Scripted::write(socket, ok);
            if (connection > 0) return;
            Scripted::read_head(socket);  // it is taken, perhaps even acted upon, and then the line breaks
            ++requests;
        });
        Loops loops(1);
        const Client client = open_client(loops);
        CHECK(response_of(fetch_now(loops, client, to(server.url()))).body == "ok");
        const Fetched second = fetch_now(loops, client, to(server.url(), method));
        if (method == "GET") {
            CHECK(response_of(second).body == "ok");
            CHECK(requests == 3);
        } else {
            CHECK(failure_of(second).sent);
            CHECK(failure_of(second).error.kind == Error::Kind::passing);
            CHECK(requests == 2);
        }
    }
}

TEST_CASE("a kept connection that the server has closed is not used: even a POST goes through") {
    std::promise<void> closed;
    Scripted server([&](tcp::socket& socket, int connection) {
        Scripted::read_head(socket);
        Scripted::write(socket, ok);
        if (connection > 0) return;
        socket.close();
        closed.set_value();
    });
    Loops loops(1);
    const Client client = open_client(loops);
    CHECK(response_of(fetch_now(loops, client, to(server.url()))).body == "ok");
    closed.get_future().wait();
    CHECK(response_of(fetch_now(loops, client, to(server.url(), "POST"))).body == "ok");
}

TEST_CASE("a failure knows whether the request was sent") {
    Loops loops(1);
    const Client client = open_client(loops);
    std::string nobody;
    {
        Serving gone(echo);
        nobody = gone.url();
    }
    CHECK_FALSE(failure_of(fetch_now(loops, client, to(nobody, "POST"))).sent);
    CHECK(failure_of(fetch_now(loops, client, to(nobody))).error.kind == Error::Kind::passing);
    CHECK_FALSE(failure_of(fetch_now(loops, client, to("http://no.such.host.invalid/", "POST"))).sent);

    const struct {
        std::string answer;
        Error::Kind kind;
    } rows[] = {
        {"", Error::Kind::passing},
        {"HTTP/1.1 200 OK\r\nContent-Le", Error::Kind::passing},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", Error::Kind::passing},
        {"SSH-2.0-OpenSSH_9\r\n", Error::Kind::invalid},
        {"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", Error::Kind::full},
        {"HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'), Error::Kind::full},
    };
    for (const auto& row : rows) {
        Scripted server([&](tcp::socket& socket, int) {
            Scripted::read_head(socket);
            Scripted::write(socket, row.answer);
        });
        ClientOptions options;
        options.response_limit = 1000;
        const Client modest = open_client(loops, options);
        const Fetched fetched = fetch_now(loops, modest, to(server.url(), "POST"));
        CAPTURE(row.answer.substr(0, 60));
        CHECK(failure_of(fetched).sent);
        CHECK(failure_of(fetched).error.kind == row.kind);
    }
}

TEST_CASE("interim responses are passed over, redirects are handed on") {
    Scripted server([](tcp::socket& socket, int) {
        Scripted::read_head(socket);
        Scripted::write(socket, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
        Scripted::write(socket, "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
    });
    Loops loops(1);
    const Fetched fetched = fetch_now(loops, open_client(loops), to(server.url()));
    CHECK(response_of(fetched).status == 302);
    CHECK(response_of(fetched).headers.value("Location") == "/b");
    CHECK(response_of(fetched).headers.find("Link") == nullptr);
}

TEST_CASE("an answer that comes before the whole request was read counts") {
    Scripted server([](tcp::socket& socket, int) {
        Scripted::read_head(socket);
        Scripted::write(socket, "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        socket.shutdown(tcp::socket::shutdown_both);  // the rest of the request is not welcome
    });
    Loops loops(1);
    const Fetched fetched =
        fetch_now(loops, open_client(loops), to(server.url(), "POST", std::string(10'000'000, 'x')));
    CHECK(response_of(fetched).status == 413);
}

TEST_CASE("one deadline for everything") {
    const Completion<int> go;
    Serving serving([&](Request) -> Task<Answer> {
        co_await go.wait();
        co_return Answer(text("late"));
    });
    Loops loops(1);
    const Client client = open_client(loops);
    const Fetched fetched = fetch_now(loops, client, to(serving.url(), "POST"), 50ms);
    CHECK(failure_of(fetched).sent);
    CHECK(failure_of(fetched).error.message == "127.0.0.1: no answer in time");
    go.fulfil(1);

    boost::asio::io_context context;  // a full accept queue: nothing is refused, nothing answered
    tcp::acceptor full(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    full.listen(0);
    const std::string url = "http://127.0.0.1:" + std::to_string(full.local_endpoint().port()) + "/";
    std::vector<std::future<Fetched>> fetches;
    for (int i = 0; i < 4; ++i) fetches.push_back(fetch_soon(loops, client, to(url, "POST"), 100ms));
    int unsent = 0;
    for (auto& each : fetches) unsent += !failure_of(each.get()).sent;
    CHECK(unsent > 0);
}

TEST_CASE("a client may go while its connections are kept") {
    Serving serving(echo);
    Loops loops(1);
    for (int i = 0; i < 20; ++i) {
        const Client client = open_client(loops);
        CHECK(response_of(fetch_now(loops, client, to(serving.url()))).status == 200);
    }
}
