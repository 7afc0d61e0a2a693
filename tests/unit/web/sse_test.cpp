// Server-sent events: in order, resumed where they broke off, dropped for a client that does not read.
#include "bot/web/sse.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/unit/web/raw_client.hpp"
#include "tests/unit/web/serving.hpp"

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

// A room: what was said is kept, so that somebody who comes back gets what he missed.
struct Room {
    std::mutex mutex;
    std::vector<std::string> said;
    std::vector<EventStream> listeners;

    Task<Answer> listen(Request request) {
        const std::lock_guard lock(mutex);
        const EventStream stream;
        const std::string last(request.headers.value("Last-Event-ID"));
        for (std::size_t i = last.empty() ? 0 : std::stoul(last) + 1; i < said.size(); ++i)
            stream.push(std::to_string(i), "said", said[i]);
        listeners.push_back(stream);
        Answer answer;
        answer.events = stream;
        co_return answer;
    }
    void say(const std::string& words) {
        const std::lock_guard lock(mutex);
        for (const EventStream& listener : listeners) listener.push(std::to_string(said.size()), "said", words);
        said.push_back(words);
    }
    bool anybody() {
        const std::lock_guard lock(mutex);
        return std::any_of(listeners.begin(), listeners.end(), [](const EventStream& each) { return each.is_open(); });
    }
};

std::string ask(const std::string& last = "") {
    return "GET /live HTTP/1.1\r\nHost: a\r\n" + (last.empty() ? "" : "Last-Event-ID: " + last + "\r\n") + "\r\n";
}

}  // namespace

TEST_CASE("the text of an event") {
    const EventStream stream;
    stream.push("7\n8", "a\r\nb", "one\ntwo\r\n");
    stream.push("", "", "");
    CHECK(stream.take() == "id: 78\nevent: ab\ndata: one\ndata: two\ndata: \n\ndata: \n\n");
}

TEST_CASE("events arrive in order, and a client that comes back gets what it missed") {
    Room room;
    Serving serving([&](Request request) { return room.listen(std::move(request)); });
    room.say("0");
    {
        RawClient client(serving.port());
        client.send(ask());
        const std::string head = client.read_until("\r\n\r\n");
        CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
        CHECK(head.find("Content-Length") == std::string::npos);
        CHECK(client.read_until("\n\n") == "id: 0\nevent: said\ndata: 0\n\n");
        for (int i = 1; i < 50; ++i) room.say(std::to_string(i));
        for (int i = 1; i < 50; ++i)
            CHECK(client.read_until("\n\n") ==
                  "id: " + std::to_string(i) + "\nevent: said\ndata: " + std::to_string(i) + "\n\n");
    }
    while (room.anybody()) std::this_thread::yield();  // the server notices without having to write
    room.say("50");
    RawClient again(serving.port());
    again.send(ask("49"));
    again.read_until("\r\n\r\n");
    CHECK(again.read_until("\n\n") == "id: 50\nevent: said\ndata: 50\n\n");
}

TEST_CASE("pushing from many threads at once") {
    Room room;
    Serving serving([&](Request request) { return room.listen(std::move(request)); });
    RawClient client(serving.port());
    client.send(ask());
    client.read_until("\r\n\r\n");
    std::vector<std::thread> speakers;
    for (int i = 0; i < 4; ++i)
        speakers.emplace_back([&] {
            for (int round = 0; round < 100; ++round) room.say("x");
        });
    for (int i = 0; i < 400; ++i)
        CHECK(client.read_until("\n\n") == "id: " + std::to_string(i) + "\nevent: said\ndata: x\n\n");
    for (std::thread& speaker : speakers) speaker.join();
}

TEST_CASE("a client that does not read is dropped, others are not") {
    Room room;
    Serving serving([&](Request request) { return room.listen(std::move(request)); });
    RawClient slow(serving.port(), 4096), quick(serving.port());
    slow.send(ask());
    slow.read_until("\r\n\r\n");
    quick.send(ask());
    quick.read_until("\r\n\r\n");
    const std::string words(10'000, 'x');
    std::size_t spoken = 0;
    const auto open = [&] {
        const std::lock_guard lock(room.mutex);
        return room.listeners[0].is_open();
    };
    while (open() && spoken < 10'000) {
        room.say(words);
        ++spoken;
        CHECK(quick.read_until("\n\n").size() > words.size());
    }
    CHECK(spoken < 10'000);
    CHECK(room.listeners[1].is_open());
    CHECK(slow.hears_the_end());
}

TEST_CASE("a heartbeat shows that the stream lives") {
    Room room;
    ServerOptions options = on_any_port();
    options.deadlines.heartbeat = 20ms;
    Serving serving([&](Request request) { return room.listen(std::move(request)); }, options);
    RawClient client(serving.port());
    client.send(ask());
    client.read_until("\r\n\r\n");
    CHECK(client.read_until("\n\n") == ":\n\n");
    CHECK(client.read_until("\n\n") == ":\n\n");
    room.say("x");
    CHECK(client.read_until("data: x\n\n").ends_with("data: x\n\n"));
}

TEST_CASE("a stream ends when its pusher closes it and when the server stops, after what is waiting") {
    Room room;
    ServerOptions options = on_any_port();
    options.deadlines.drain = 50ms;
    Serving serving([&](Request request) { return room.listen(std::move(request)); }, options);
    RawClient first(serving.port());
    first.send(ask());
    first.read_until("\r\n\r\n");
    {
        const std::lock_guard lock(room.mutex);
        room.listeners[0].push("1", "said", "bye");
        room.listeners[0].close();
        CHECK_FALSE(room.listeners[0].push("2", "said", "too late"));
    }
    CHECK(first.read_until("too late") == "id: 1\nevent: said\ndata: bye\n\n");
    first.finish();

    RawClient second(serving.port());
    second.send(ask());
    second.read_until("\r\n\r\n");
    std::thread stopping([&] { CHECK(serving.server->stop(8s)); });
    CHECK(second.is_closed());
    CHECK_FALSE(second.was_reset());
    second.finish();
    stopping.join();
}

TEST_CASE("HEAD on a stream gets its head alone") {
    Room room;
    Serving serving([&](Request request) { return room.listen(std::move(request)); });
    RawClient client(serving.port());
    client.send("HEAD /live HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n").find("text/event-stream") != std::string::npos);
    CHECK(client.is_closed());
}
