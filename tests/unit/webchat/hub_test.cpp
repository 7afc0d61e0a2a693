// Those who watch a room live: what reaches them, and when they are let go.
#include "bot/webchat/hub.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using namespace noticeboard::webchat;

namespace {

std::shared_ptr<Listener> listener(std::string place, std::string visitor, std::string private_in = {}) {
    auto out = std::make_shared<Listener>();
    out->place = std::move(place);
    out->visitor = std::move(visitor);
    out->private_in = std::move(private_in);
    return out;
}

}  // namespace

TEST_CASE("a room is read once at a time, and once more for what came meanwhile") {
    int reads = 0;
    Hub hub([&](const std::string&, const Listeners&) { ++reads; });
    hub.changed("room");  // nobody watches
    CHECK(reads == 0);
    hub.add(listener("room", "wang"));
    CHECK(reads == 1);
    hub.changed("room");
    hub.changed("room");
    CHECK(reads == 1);
    hub.done("room");
    CHECK(reads == 2);
    hub.done("room");
    CHECK(reads == 2);
}

TEST_CASE("who is put out of a room is told and hears no more; the others do") {
    Hub hub([](const std::string&, const Listeners&) {});
    const auto wang = listener("room", "wang"), li = listener("room", "li");
    hub.add(wang);
    hub.add(li);
    hub.put_out("room", "wang");
    CHECK(wang->stream.take().find("event: out") != std::string::npos);
    CHECK_FALSE(wang->stream.is_open());
    CHECK(li->stream.is_open());
}

TEST_CASE("a private talk's stream ends with its time; a group's does not") {
    Hub hub([](const std::string&, const Listeners&) {});
    Glances glances;
    const Rules rules;
    const TimePoint start = from_millis(1'000'000'000);
    const auto talk = listener("room", "wang", "browser"), group = listener("other", "wang");
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
    Hub hub([](const std::string&, const Listeners&) {});
    const auto here = listener("room", "wang", "phone"), there = listener("room", "wang", "tablet");
    hub.add(here);
    hub.add(there);
    hub.shut("phone");
    CHECK_FALSE(here->stream.is_open());
    CHECK(there->stream.is_open());
}

TEST_CASE("whoever waits for the bot's answer is called once") {
    Hub hub([](const std::string&, const Listeners&) {});
    int calls = 0;
    hub.when_bot_says("room", [&] { ++calls; });
    hub.bot_said("another");
    CHECK(calls == 0);
    hub.bot_said("room");
    hub.bot_said("room");
    CHECK(calls == 1);
}
