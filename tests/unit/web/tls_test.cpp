// TLS on both sides: who is believed, who is not, and that everything else works through it.
#include <doctest/doctest.h>

#include "tests/unit/web/authority.hpp"
#include "tests/unit/web/fetching.hpp"
#include "tests/unit/web/raw_client.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

ServerOptions with_certificate(const Authority& authority, const std::string& name) {
    ServerOptions options = on_any_port();
    options.tls.emplace();
    options.tls->certificate_chain = authority.certificate(name);
    options.tls->private_key = authority.key(name);
    options.deadlines.drain = 50ms;
    return options;
}

ClientOptions trusting(const Authority& authority) {
    ClientOptions options;
    options.ca_file = authority.ca();
    return options;
}

}  // namespace

TEST_CASE("a certificate counts when its authority is trusted and it names the host") {
    const Authority authority;
    authority.issue("here", "DNS:localhost,IP:127.0.0.1");
    authority.issue("elsewhere", "DNS:elsewhere.example");
    Loops loops(1);
    const Client trustful = open_client(loops, trusting(authority)), stranger = open_client(loops);
    Serving here(echo, with_certificate(authority, "here"));
    const std::string port = std::to_string(here.port());

    for (const std::string host : {"localhost", "127.0.0.1"}) {
        const Fetched fetched = fetch_now(loops, trustful, to("https://" + host + ":" + port + "/a", "POST", "hello"));
        CHECK(response_of(fetched).body == "POST https://" + host + ":" + port + "/a 127.0.0.1 hello");
    }

    const Fetched unknown = fetch_now(loops, stranger, to("https://localhost:" + port + "/secret"));
    CHECK(failure_of(unknown).error.kind == Error::Kind::forbidden);
    CHECK_FALSE(failure_of(unknown).sent);
    CHECK(failure_of(unknown).error.message.find("secret") == std::string::npos);

    Serving elsewhere(echo, with_certificate(authority, "elsewhere"));
    const Fetched wrong = fetch_now(loops, trustful, to("https://localhost:" + std::to_string(elsewhere.port()) + "/"));
    CHECK(failure_of(wrong).error.kind == Error::Kind::forbidden);
    CHECK(failure_of(wrong).error.message == "localhost: certificate refused: it is for another host");
    CHECK_FALSE(failure_of(wrong).sent);
}

TEST_CASE("a renewed certificate is used from the next connection on") {
    const Authority authority;
    authority.issue("mine", "DNS:elsewhere.example");
    Serving serving(echo, with_certificate(authority, "mine"));
    Loops loops(1);
    const Client client = open_client(loops, trusting(authority));
    const std::string url = "https://localhost:" + std::to_string(serving.port()) + "/";
    CHECK(failure_of(fetch_now(loops, client, to(url))).error.kind == Error::Kind::forbidden);
    authority.issue("mine", "DNS:localhost");
    CHECK(serving.server->renew_certificate().ok());
    CHECK(response_of(fetch_now(loops, client, to(url))).status == 200);
}

TEST_CASE("large bodies both ways, many requests over one connection, and a stop") {
    const Authority authority;
    authority.issue("here", "DNS:localhost");
    Serving serving(echo, with_certificate(authority, "here"));
    Loops loops(1);
    const Client client = open_client(loops, trusting(authority));
    const std::string url = "https://localhost:" + std::to_string(serving.port()) + "/";
    const std::string body(500'000, 'x');
    for (int round = 0; round < 5; ++round)
        CHECK(response_of(fetch_now(loops, client, to(url, "POST", body))).body ==
              "POST " + url + " 127.0.0.1 " + body);
    CHECK(serving.server->stop(8s));
}

TEST_CASE("plain text to a TLS port, and a handshake that does not go on, end soon") {
    const Authority authority;
    authority.issue("here", "DNS:localhost");
    ServerOptions options = with_certificate(authority, "here");
    options.deadlines.head = 100ms;
    Serving serving(echo, options);
    RawClient plain(serving.port());
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(plain.is_closed());
    RawClient silent(serving.port());
    CHECK(silent.is_closed());
}
