// Files of the format bot-vectors/1: a config, a request and what must come of it, case by case.
#include <doctest/doctest.h>

#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {
namespace {

// "wechat-oa" of the files is our "wechat".
std::string type_of(const std::string& platform) {
    return platform == "wechat-oa" ? "wechat" : platform;
}

web::Request request_in(const json& words) {
    web::Request out;
    out.method = words.at("method");
    out.url = "https://bot.example.test/in/tried";
    char sign = '?';
    const json query = words.value("query", json::object());
    for (const auto& [name, value] : query.items()) {
        out.url += sign + name + "=" + web::percent_encoded(value.get<std::string>());
        sign = '&';
    }
    const json headers = words.value("headers", json::object());
    for (const auto& [name, value] : headers.items()) out.headers.add(name, value);
    out.body = words.value("body", "");
    return out;
}

void play(const Bench& bench, const json& one) {
    const json settings = bench.settings(one.at("config"), one.at("kind"));
    const auto adapter = made(bench, settings);
    SeededRandom random;
    const web::Request request = request_in(one.at("request"));
    const std::int64_t sent = std::stoll(request.query("timestamp").value_or("0"));
    const TimePoint now(std::chrono::seconds(one.value("now", sent)));
    const Moment moment{now, random};
    const auto inbound = adapter->receive(request, moment);
    const json& expected = one.at("expect");
    CHECK(inbound.ok() == (expected.at("result") == "accept"));
    if (!inbound) {
        CHECK(inbound.error().kind == Error::Kind::forbidden);
        return;
    }
    if (expected.contains("response_body")) {
        REQUIRE(inbound->handshake.has_value());
        CHECK(inbound->handshake->body == expected["response_body"]);
    } else {
        REQUIRE(inbound->events.size() == 1);
        const Event& event = std::get<Event>(inbound->events.front());
        if (expected.contains("dedupe_key")) CHECK(event.key == expected["dedupe_key"]);
        if (expected.contains("fields")) bench.check_extract(event, expected["fields"]);
        const auto again = adapter->receive(request, moment);
        CHECK(std::get<Event>(again->events.front()).key == event.key);
    }
    try_negatives(bench, settings, request, now);
}

}  // namespace

void play_bot_vectors(const json& file) {
    const Bench& bench = bench_of(type_of(file.at("platform")));
    CHECK(file.at("vectors").size() == file.at("count").get<std::size_t>());
    for (const json& one : file.at("vectors")) {
        INFO(one.at("id").get<std::string>() << ": " << one.value("note", ""));
        if (one.at("request").contains("method"))
            play(bench, one);
        else
            CHECK(bench.special(one));
    }
}

}  // namespace noticeboard::tests
