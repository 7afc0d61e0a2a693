// Those who watch a room live: what reaches them, and when they are let go.
#include "bot/webchat/hub.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using namespace noticeboard::webchat;

namespace {

std::shared_ptr<Listener> listener(ChatId chat, std::string visitor, std::string private_in = {}) {
    auto out = std::make_shared<Listener>();
    out->chat = chat;
    out->place = "room";
    out->visitor = std::move(visitor);
    out->private_in = std::move(private_in);
    return out;
}

}  // namespace

TEST_CASE("a room is read once at a time, and once more for what came meanwhile") {
    int reads = 0;
    Hub hub([&](ChatId, const Listeners&) { ++reads; });
    hub.changed({1});  // nobody watches
    CHECK(reads == 0);
    hub.add(listener({1}, "wang"));
    CHECK(reads == 1);
    hub.changed({1});
    hub.changed({1});
    CHECK(reads == 1);
    hub.done({1});
    CHECK(reads == 2);
    hub.done({1});
    CHECK(reads == 2);
}

TEST_CASE("who is put out of a room is told and hears no more; the others do") {
    Hub hub([](ChatId, const Listeners&) {});
    const auto wang = listener({1}, "wang"), li = listener({1}, "li");
    hub.add(wang);
    hub.add(li);
    hub.put_out("room", "wang");
    CHECK(wang->stream.take().find("event: out") != std::string::npos);
    CHECK_FALSE(wang->stream.is_open());
    CHECK(li->stream.is_open());
}

TEST_CASE("a private talk's stream ends with its time; a group's does not") {
    Hub hub([](ChatId, const Listeners&) {});
    Glances glances;
    const Rules rules;
    const TimePoint start = from_millis(1'000'000'000);
    const auto talk = listener({1}, "wang", "browser"), group = listener({2}, "wang");
    hub.add(talk);
    hub.add(group);
    glances.note("browser", start);
    hub.sweep(glances, rules, start + rules.idle - 1ms);
    CHECK(talk->stream.is_open());
    hub.sweep(glances, rules, start + rules.idle);
    CHECK_FALSE(talk->stream.is_open());
    CHECK(group->stream.is_open());
    CHECK(hub.listening() == 1);
}

TEST_CASE("leaving shuts the streams of that browser") {
    Hub hub([](ChatId, const Listeners&) {});
    const auto here = listener({1}, "wang", "phone"), there = listener({1}, "wang", "tablet");
    hub.add(here);
    hub.add(there);
    hub.shut("phone");
    CHECK_FALSE(here->stream.is_open());
    CHECK(there->stream.is_open());
}

TEST_CASE("whoever waits for the bot's answer is called once") {
    Hub hub([](ChatId, const Listeners&) {});
    int calls = 0;
    hub.when_bot_says("room", [&] { ++calls; });
    hub.bot_said("another");
    CHECK(calls == 0);
    hub.bot_said("room");
    hub.bot_said("room");
    CHECK(calls == 1);
}
