// Serving: a server on a loopback port of its own, for one test.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

#include "bot/web/server.hpp"

namespace noticeboard::web {

inline ServerOptions on_any_port() {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    return options;
}

inline Response text(std::string body) {
    Response response;
    response.headers.add("Content-Type", "text/plain");
    response.body = std::move(body);
    return response;
}

inline Task<Answer> echo(Request request) {  // "GET http://… peer body"
    Answer answer(text(request.method + " " + request.url + " " + request.peer + " " + request.body));
    answer.route = "/echo";
    co_return answer;
}

struct Serving {
    explicit Serving(Handler handler, ServerOptions options = on_any_port(), std::size_t threads = 2) : loops(threads) {
        auto opened = Server::open(loops, std::move(options), std::move(handler));
        REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
        server = std::move(opened.value());
    }

    std::uint16_t port() const { return server->port(); }
    std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port()) + path; }

    Loops loops;
    std::unique_ptr<Server> server;
};

}  // namespace noticeboard::web
