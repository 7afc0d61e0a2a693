// Files of the format platform-vectors/1: whole requests and what must come of them.
#include <doctest/doctest.h>

#include <set>

#include "bot/crypto/encoding.hpp"
#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {
namespace {

web::Request request_in(const json& words) {
    web::Request out;
    out.method = words.at("method");
    out.url = words.at("url");
    const json headers = words.value("headers", json::object());
    for (const auto& [name, value] : headers.items()) out.headers.add(name, value);
    out.body = crypto::base64_decoded(words.value("body_b64", "")).value();
    return out;
}

void play_requests(const Bench& bench, const json& settings, const json& one) {
    const auto adapter = made(bench, settings);
    SeededRandom random;
    const TimePoint now(std::chrono::seconds(one.at("now").get<std::int64_t>()));
    const Moment moment{now, random};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < one.at("requests").size(); ++i) {
        INFO("request " << i);
        const web::Request request = request_in(one["requests"][i]);
        const json& expected = one.at("expect").at(i);
        const auto inbound = adapter->receive(request, moment);
        CHECK(inbound.ok() == expected.at("accepted").get<bool>());
        if (!inbound) {
            CHECK(inbound.error().kind == Error::Kind::forbidden);
            continue;
        }
        if (!inbound.ok() || inbound->handshake) continue;
        REQUIRE(inbound->events.size() == 1);
        const Event& event = std::get<Event>(inbound->events.front());
        if (expected.contains("dedupe_key")) CHECK(event.key == expected["dedupe_key"]);
        CHECK(seen.insert(event.key).second != expected.value("duplicate", false));
        if (expected.contains("extract")) bench.check_extract(event, expected["extract"]);
        CHECK(adapter->answer(*inbound, nullptr, moment).status == expected.value("status", 200));
        try_negatives(bench, settings, request, now);
    }
}

}  // namespace

void play_platform_vectors(const json& file) {
    const Bench& bench = bench_of(file.at("platform"));
    for (const json& one : file.at("cases")) {
        INFO(one.at("id").get<std::string>() << ": " << one.value("title", ""));
        if (one.contains("requests"))
            play_requests(bench, bench.settings(file.at("config"), one.at("class")), one);
        else
            CHECK(bench.special(one));
    }
}

}  // namespace noticeboard::tests
