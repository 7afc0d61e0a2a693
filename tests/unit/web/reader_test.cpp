// Bytes in, requests or refusals out: cut at every place, and everything that could be read in two ways.
#include "bot/web/reader.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace noticeboard::web;

namespace {

struct Read {
    int refusal = 0;
    bool done = false;
    Request request;
    std::string rest;
};

// Feeds in pieces of that size, as a connection does.
Read read(std::string_view bytes, std::size_t piece, const Limits& limits = {}) {
    RequestReader reader(limits);
    Read out;
    std::string pending;
    while (!reader.done() && reader.refusal() == 0 && !bytes.empty()) {
        pending += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        pending.erase(0, reader.feed(pending));
    }
    out.refusal = reader.refusal();
    out.done = reader.done();
    out.request = reader.take();
    out.rest = pending + std::string(bytes);
    return out;
}

int refusal(const std::string& bytes, const Limits& limits = {}) {
    const Read whole = read(bytes, 1 << 20, limits);
    CHECK(read(bytes, 1, limits).refusal == whole.refusal);  // cuts change nothing
    if (whole.refusal == 0) CHECK(whole.done);
    return whole.refusal;
}

const std::string start = "POST /in/telegram?a=1 HTTP/1.1\r\nHost: nb.example\r\n";

}  // namespace

TEST_CASE("a request is the same however its bytes are cut") {
    const std::string bytes = start + "X-A: one\r\nx-b:two \r\ncontent-length: 5\r\n\r\nhelloGET";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        const Read got = read(bytes, piece);
        REQUIRE(got.done);
        CHECK(got.request.method == "POST");
        CHECK(got.request.url == "/in/telegram?a=1");
        CHECK(got.request.headers.value("x-a") == "one");
        CHECK(got.request.headers.value("X-B") == "two");
        CHECK(got.request.body == "hello");
        CHECK(got.rest == "GET");
    }
}

TEST_CASE("chunks are put together, trailers are dropped") {
    const std::string bytes =
        start +
        "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Late: 1\r\nHost: evil\r\n\r\nrest";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        const Read got = read(bytes, piece);
        REQUIRE(got.done);
        CHECK(got.request.body == "hello world");
        CHECK(got.request.headers.find("X-Late") == nullptr);
        CHECK(got.request.headers.value("Host") == "nb.example");
        CHECK(got.rest == "rest");
    }
}

TEST_CASE("empty lines before a request are ignored") {
    CHECK(refusal("\r\n\r\n" + start + "\r\n") == 0);
}

TEST_CASE("what could be read in two ways is refused") {
    const auto with = [](const std::string& fields) { return refusal(start + fields + "\r\nhello"); };
    CHECK(with("Content-Length: 5\r\n") == 0);                       // the control
    CHECK(with("Content-Length: 5\r\nContent-Length: 5\r\n") == 0);  // RFC 9112 6.3 allows equal ones
    CHECK(with("Content-Length: 5\r\nContent-Length: 4\r\n") == 400);
    CHECK(with("Content-Length: 5, 4\r\n") == 400);
    CHECK(with("Content-Length: +5\r\n") == 400);
    CHECK(with("Content-Length: -5\r\n") == 400);
    CHECK(with("Content-Length: 0x5\r\n") == 400);
    CHECK(with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") == 400);
    CHECK(with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") == 400);
    CHECK(with("transfer-encoding: chunked\r\ncontent-length: 5\r\n") == 400);
    CHECK(with("Transfer-Encoding: gzip, chunked\r\n") == 400);
    CHECK(with("Transfer-Encoding: identity\r\n") == 400);
    CHECK(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") == 400);
    CHECK(with("Transfer-Encoding : chunked\r\n") == 400);
    CHECK(with("Host: other.example\r\n") == 400);
    CHECK(refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(refusal("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(refusal("GET / HTTP/1.0\r\n\r\n") == 0);
    CHECK(refusal("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
    CHECK(refusal("GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    CHECK(refusal("hello\r\n\r\n") == 400);
    CHECK(refusal("\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03 tls to a plain port\r\n\r\n") == 400);
}

TEST_CASE("lengths that no request has") {
    CHECK(refusal(start + "Content-Length: 9223372036854775808\r\n\r\n") == 413);
    CHECK(refusal(start + "content-length: 18446744073709551615\r\n\r\n") == 413);
    CHECK(refusal(start + "content-length: 18446744073709551616\r\n\r\n") == 400);
    CHECK(refusal(start + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n") == 413);
    CHECK(refusal(start + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n") == 400);
}

TEST_CASE("limits hold at their edge") {
    Limits limits;
    limits.url = 32;
    limits.head = 256;
    limits.body = 10;
    const auto get = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    CHECK(refusal(get(32), limits) == 0);
    CHECK(refusal(get(33), limits) == 414);
    CHECK(refusal(get(1000), limits) == 414);
    const auto field = [](std::size_t size) {
        return "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(size, 'a') + "\r\n\r\n";
    };
    CHECK(refusal(field(200), limits) == 0);
    CHECK(refusal(field(300), limits) == 431);
    const auto post = [](std::size_t size) {
        return start + "Content-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'a');
    };
    CHECK(refusal(post(10), limits) == 0);
    CHECK(refusal(post(11), limits) == 413);
    const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n6\r\naaaaaa\r\n";
    CHECK(refusal(chunked + "4\r\naaaa\r\n0\r\n\r\n", limits) == 0);
    CHECK(refusal(chunked + "5\r\naaaaa\r\n0\r\n\r\n", limits) == 413);
}

TEST_CASE("a path can have a body limit of its own") {
    Limits limits;
    limits.body = 10;
    limits.body_for = [](std::string_view path) { return path == "/chat/picture" ? std::size_t(20) : std::size_t(10); };
    const auto post = [](const std::string& path) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 15\r\n\r\n" + std::string(15, 'a');
    };
    CHECK(refusal(post("/chat/picture?x=1"), limits) == 0);
    CHECK(refusal(post("/in/line"), limits) == 413);
}

TEST_CASE("a client that waits for permission to send a body gets it once") {
    const Limits limits;
    RequestReader reader(limits);
    reader.feed(start + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(reader.should_continue());
    CHECK_FALSE(reader.should_continue());
    reader.feed("ok");
    CHECK(reader.done());
}

TEST_CASE("responses: by length, in chunks, until the end, without a body") {
    const auto parse = [](const std::string& bytes, std::size_t limit = 100, bool to_head = false) {
        ResponseReader reader(limit, to_head);
        std::string pending;
        for (const char byte : bytes) {
            if (reader.done() || reader.broken()) break;
            pending += byte;
            pending.erase(0, reader.feed(pending));
        }
        if (!reader.done() && !reader.broken()) reader.end();
        return reader.broken() ? (reader.too_large() ? "too large" : "broken") : reader.take().body;
    };
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    CHECK(parse(ok + "Content-Length: 2\r\n\r\nhi") == "hi");
    CHECK(parse(ok + "Content-Length: 3\r\n\r\nhi") == "broken");
    CHECK(parse(ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n") == "hi");
    CHECK(parse(ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n") == "broken");
    CHECK(parse(ok + "\r\nhi") == "hi");
    CHECK(parse("HTTP/1.1 204 No Content\r\n\r\n") == "");
    CHECK(parse(ok + "Content-Length: 2\r\n\r\n", 100, true) == "");
    CHECK(parse(ok + "Content-Length: 101\r\n\r\n") == "too large");
    CHECK(parse(ok + "\r\n" + std::string(101, 'a')) == "too large");
    CHECK(parse("SSH-2.0-OpenSSH\r\n") == "broken");
}

TEST_CASE("bytes that were fed and not used may be fed again, with nothing new") {
    const Limits limits;
    RequestReader reader(limits);
    std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n3";
    bytes.erase(0, reader.feed(bytes));
    CHECK(reader.feed(bytes) == 0);
    CHECK(reader.refusal() == 0);
    bytes += "\r\n\r\n";
    reader.feed(bytes);
    CHECK(reader.refusal() == 400);  // a trailer without a name
}
