// fetch_now: a fetch from a thread that may wait.
#pragma once

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <future>
#include <string>
#include <utility>

#include "bot/web/client.hpp"
#include "bot/web/loops.hpp"

namespace noticeboard::web {

inline Client open_client(Loops& loops, ClientOptions options = {}) {
    auto client = Client::open(loops.at(0), std::move(options));
    REQUIRE_MESSAGE(client.ok(), (client.ok() ? "" : client.error().message));
    return *client;
}

// On the last of the threads: the client's own where there is one, another where there are two.
inline std::future<Fetched> fetch_soon(Loops& loops, const Client& client, Request request, Millis deadline = 10s) {
    auto promise = std::make_shared<std::promise<Fetched>>();
    boost::asio::co_spawn(loops.at(loops.size() - 1), client.fetch(std::move(request), deadline),
                          [promise](std::exception_ptr bug, Fetched fetched) {
                              if (bug) return promise->set_exception(bug);
                              promise->set_value(std::move(fetched));
                          });
    return promise->get_future();
}

inline Fetched fetch_now(Loops& loops, const Client& client, Request request, Millis deadline = 10s) {
    return fetch_soon(loops, client, std::move(request), deadline).get();
}

inline Request to(std::string url, std::string method = "GET", std::string body = "") {
    Request request;
    request.method = std::move(method);
    request.url = std::move(url);
    request.body = std::move(body);
    return request;
}

inline const Response& response_of(const Fetched& fetched) {
    const auto* failure = std::get_if<Failure>(&fetched);
    REQUIRE_MESSAGE(failure == nullptr, (failure ? failure->error.message : ""));
    return std::get<Response>(fetched);
}

inline const Failure& failure_of(const Fetched& fetched) {
    REQUIRE(std::holds_alternative<Failure>(fetched));
    return std::get<Failure>(fetched);
}

}  // namespace noticeboard::web
