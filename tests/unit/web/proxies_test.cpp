// Who a client is and what URL it used: only trusted proxies may say so, and only for the hop before them.
#include "bot/web/proxies.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

Address at(const char* text) {
    return boost::asio::ip::make_address(text);
}

Proxies trusted(const std::vector<std::string>& entries) {
    Result<Proxies> proxies = Proxies::parse(entries);
    REQUIRE(proxies.ok());
    return *proxies;
}

}  // namespace

TEST_CASE("the client is the right-most entry that is no trusted proxy") {
    const Proxies proxies = trusted({"10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48"});
    const struct {
        const char* sender;
        std::vector<std::string> forwarded;
        const char* client;
    } rows[] = {
        {"10.1.2.3", {}, "10.1.2.3"},
        {"10.1.2.3", {"198.51.100.9"}, "198.51.100.9"},
        {"10.1.2.3", {"1.1.1.1, 198.51.100.9"}, "198.51.100.9"},  // the left-most is what the client claims
        {"10.1.2.3", {"149.154.160.1, 198.51.100.9, 10.9.9.9"}, "198.51.100.9"},
        {"10.1.2.3", {"1.1.1.1", "198.51.100.9"}, "198.51.100.9"},  // several fields are one list
        {"198.51.100.4", {"1.1.1.1"}, "198.51.100.4"},              // the sender is not trusted
        {"192.0.2.8", {"1.1.1.1"}, "192.0.2.8"},                    // one beside the trusted address
        {"192.0.2.7", {"1.1.1.1"}, "1.1.1.1"},
        {"::ffff:10.1.2.3", {"1.1.1.1"}, "1.1.1.1"},  // IPv4 over a socket for both
        {"2001:db8:1::5", {"2001:db8:2::9"}, "2001:db8:2::9"},
        {"2001:db8:2::5", {"1.1.1.1"}, "2001:db8:2::5"},
        {"10.1.2.3", {"198.51.100.9:4711"}, "198.51.100.9"},
        {"10.1.2.3", {"[2001:db8:2::9]:4711"}, "2001:db8:2::9"},
        {"10.1.2.3", {"[2001:db8:2::9]"}, "2001:db8:2::9"},
        {"10.1.2.3", {"1.1.1.1, unknown"}, "10.1.2.3"},  // no further than what is certain
        {"10.1.2.3", {"1.1.1.1, [, 10.4.4.4"}, "10.4.4.4"},
        {"10.1.2.3", {""}, "10.1.2.3"},
        {"10.1.2.3", {"10.5.5.5, 10.6.6.6"}, "10.5.5.5"},
    };
    for (const auto& row : rows) {
        Headers headers;
        for (const std::string& value : row.forwarded) headers.add("x-forwarded-for", value);
        CAPTURE(row.client);
        CHECK(proxies.client(at(row.sender), headers) == row.client);
    }
}

TEST_CASE("without trusted proxies nobody is believed") {
    const Proxies proxies = trusted({});
    const Headers headers = {{"X-Forwarded-For", "1.1.1.1"}};
    CHECK(proxies.client(at("127.0.0.1"), headers) == "127.0.0.1");
    CHECK(trusted({"127.0.0.1"}).client(at("127.0.0.1"), headers) == "1.1.1.1");  // the control
}

TEST_CASE("a wrong entry is named") {
    for (const char* entry : {"proxy.example", "10.0.0.0/33", "10.0.0", "", "::1/129"}) {
        const Result<Proxies> proxies = Proxies::parse({"10.0.0.1", entry});
        CAPTURE(entry);
        REQUIRE_FALSE(proxies.ok());
        CHECK(proxies.error().message.substr(1).find(std::string(entry) + "\" is neither") == 0);
    }
}

TEST_CASE("the whole URL") {
    Request request;
    request.url = "/a?b=c";
    request.headers = {
        {"Host", "nb.example:8080"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "x, public.example"}};
    CHECK(*whole_url(request, "", false, false) == "http://nb.example:8080/a?b=c");
    CHECK(*whole_url(request, "", true, false) == "https://nb.example:8080/a?b=c");
    CHECK(*whole_url(request, "", false, true) == "https://public.example/a?b=c");
    CHECK(*whole_url(request, "https://nb.cn", false, false) == "https://nb.cn/a?b=c");
    CHECK(*whole_url(request, "https://nb.cn/", false, true) == "https://nb.cn/a?b=c");
    request.url = "http://other.example/a";
    CHECK(*whole_url(request, "", false, false) == "http://other.example/a");
    request.url = "http://other.example";
    CHECK(*whole_url(request, "https://nb.cn", false, false) == "https://nb.cn");
    request.url = "nb.example:443";
    CHECK_FALSE(whole_url(request, "", false, false).ok());
    request.url = "/a";
    for (const char* host : {"a b", "a/b", "a@b", "a\"", "你"}) {
        request.headers.set("Host", host);
        CHECK_FALSE(whole_url(request, "", false, false).ok());
    }
}
