// Reading requests: what a path, a query, a cookie and a field are, whatever nonsense is around them.
#include "bot/web/message.hpp"

#include <doctest/doctest.h>

using namespace noticeboard::web;

namespace {

Request get(std::string url) {
    Request request;
    request.url = std::move(url);
    return request;
}

}  // namespace

TEST_CASE("header names are compared without case, the first of a name counts, set replaces all") {
    Headers headers = {{"Accept", "a"}, {"X-One", "1"}, {"accept", "b"}};
    CHECK(headers.value("ACCEPT") == "a");
    CHECK(headers.value("Accep") == "");
    CHECK(headers.find("x-two") == nullptr);
    headers.set("aCCept", "c");
    int count = 0;
    for (const auto& [name, value] : headers) count += value == "a" || value == "b" || value == "c";
    CHECK(count == 1);
    CHECK(headers.value("accept") == "c");
}

TEST_CASE("paths") {
    CHECK(get("https://nb.example/g/1").path() == "/g/1");
    CHECK(get("https://nb.example").path() == "/");
    CHECK(get("https://nb.example?a=1").path() == "/");
    CHECK(get("/g/1?a=b://c/d").path() == "/g/1");
    CHECK(get("https://nb.example/%E4%BD%A0%20a").path() == "/你 a");
    CHECK(get("https://nb.example/a+b").path() == "/a+b");
    CHECK(get("https://nb.example/%zz%4").path() == "/%zz%4");
    CHECK(get("https://nb.example/a#b?c=1").path() == "/a");
}

TEST_CASE("queries") {
    const Request request = get("https://nb.example/p?a=1&b=%E4%BD%A0+x&c&a=2&=e&%64=5#a=9");
    CHECK(request.query("a") == "1");
    CHECK(request.query("b") == "你+x");
    CHECK(request.query("c") == "");
    CHECK(request.query("d") == "5");
    CHECK(request.query("e") == std::nullopt);
    CHECK(get("/p").query("a") == std::nullopt);
}

TEST_CASE("cookies") {
    Request request;
    request.headers = {{"Cookie", "one=1; two=\"2\";three=a=b"}, {"cookie", "four=4"}};
    CHECK(request.cookie("one") == "1");
    CHECK(request.cookie("two") == "2");
    CHECK(request.cookie("three") == "a=b");
    CHECK(request.cookie("four") == "4");
    CHECK(request.cookie("ne") == std::nullopt);
}

TEST_CASE("fields of a form") {
    Request request;
    request.body = "name=Li+Mei&text=%E4%BD%A0%2B1";
    CHECK(request.field("name") == "Li Mei");
    CHECK(request.field("text") == "你+1");
    CHECK(request.field("x") == std::nullopt);
    request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    CHECK(request.field("name") == "Li Mei");
    request.headers.set("Content-Type", "text/plain");
    CHECK(request.field("name") == std::nullopt);
}

TEST_CASE("percent encoding keeps the unreserved and nothing else") {
    CHECK(percent_encoded("aZ09-._~") == "aZ09-._~");
    CHECK(percent_encoded(" /+?&=%你") == "%20%2F%2B%3F%26%3D%25%E4%BD%A0");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    CHECK(get("/?q=" + percent_encoded(all)).query("q") == all);
}
