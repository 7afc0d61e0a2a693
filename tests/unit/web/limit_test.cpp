// How many connections may be open, all and by peer.
#include <doctest/doctest.h>

#include <vector>

#include "tests/unit/web/raw_client.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

int status_of(RawClient& client) {
    client.send(get);
    const auto reply = client.reply();
    return reply ? reply->status : 0;
}

// The second client while the first holds its connection, and again after the first has left.
std::pair<int, int> with_limits(std::size_t all, std::size_t per_peer, std::vector<std::string> proxies = {}) {
    ServerOptions options = on_any_port();
    options.limits.connections = all;
    options.limits.connections_per_peer = per_peer;
    options.trusted_proxies = std::move(proxies);
    Serving serving(echo, options);
    std::pair<int, int> out;
    {
        RawClient first(serving.port());
        CHECK(status_of(first) == 200);
        RawClient second(serving.port());
        out.first = status_of(second);
        CHECK(status_of(first) == 200);
    }
    for (int attempt = 0; attempt < 1000 && out.second != 200; ++attempt) {  // until the server has noticed
        RawClient third(serving.port());
        out.second = status_of(third);
    }
    return out;
}

}  // namespace

TEST_CASE("one connection too many is told 503, and there is room again when one has gone") {
    CHECK(with_limits(1, 10) == std::pair(503, 200));
    CHECK(with_limits(10, 1) == std::pair(503, 200));
    CHECK(with_limits(2, 2) == std::pair(200, 200));  // the control
}

TEST_CASE("a trusted proxy is many clients: only the limit on all holds for it") {
    CHECK(with_limits(10, 1, {"127.0.0.1"}) == std::pair(200, 200));
    CHECK(with_limits(1, 1, {"127.0.0.1"}) == std::pair(503, 200));
}
