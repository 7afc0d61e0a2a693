// The heads we write: framing is ours, and nobody can slip a line of his own in.
#include "bot/web/wire.hpp"

#include <doctest/doctest.h>

using namespace noticeboard::web;

namespace {

std::string head_of(const Response& response, Connection connection = Connection::keep, Length length = Length::known) {
    std::string out;
    append_head(out, response, connection, length);
    return out;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a response has date, length and what the application gave") {
    Response response;
    response.headers = {{"Content-Type", "text/plain"}, {"content-length", "999"}, {"Connection", "close"}};
    response.body = "hello";
    const std::string head = head_of(response);
    CHECK(head.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    CHECK(head.find(" GMT\r\n") == std::string("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37").size());
    CHECK(head.ends_with("\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n"));
    CHECK(has(head_of(response, Connection::close), "Connection: close\r\n"));
    CHECK(has(head_of(response, Connection::keep_1_0), "Connection: keep-alive\r\n"));
    CHECK_FALSE(has(head_of(response, Connection::close, Length::until_close), "Content-Length"));
    response.status = 204;
    CHECK_FALSE(has(head_of(response), "Content-Length"));
}

TEST_CASE("a line break in a field cannot begin another") {
    Response response;
    response.headers.add("Location", "/x\r\nSet-Cookie: a=b");
    CHECK(has(head_of(response), "Location: /x  Set-Cookie: a=b\r\n"));
    Request request;
    request.method = "GET";
    request.headers.add("X", "1\nY: 2");
    std::string head;
    append_head(head, request, "h", "/");
    CHECK(has(head, "X: 1 Y: 2\r\n"));
}

TEST_CASE("a request has host, length and agent") {
    Request request;
    request.method = "POST";
    request.headers = {{"Host", "evil"}, {"Content-Type", "a/b"}};
    std::string head;
    append_head(head, request, "api.example:8443", "/send?x=1");
    CHECK(head ==
          "POST /send?x=1 HTTP/1.1\r\nHost: api.example:8443\r\nContent-Type: a/b\r\nUser-Agent: noticeboard\r\n"
          "Content-Length: 0\r\n\r\n");
}
