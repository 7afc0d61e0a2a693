// Files of the format noticeboard-vectors/1: ours. A case names a function of the adapter, what it is given and what it
// gives; `settings` of a case are added to those of the file.
#include <doctest/doctest.h>

#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {
namespace {

const Credential credential{"ACCESS", TimePoint(2'000'000'000s)};

template <class T>
json given_by(const Result<T>& result) {
    return result ? described(*result) : described(result.error());
}

json play(const Bench& bench, const json& settings, const json& one, TimePoint now) {
    const auto adapter = made(bench, settings);
    SeededRandom random;
    const Moment moment{now, random};
    if (one.contains("receive")) {
        const web::Request request = bench.delivered(settings, body_in(one["receive"]), now);
        const auto inbound = adapter->receive(request, moment);
        if (inbound) try_negatives(bench, settings, request, now);
        return given_by(inbound);
    }
    if (one.contains("answer")) {
        Inbound inbound;
        inbound.envelope = body_in(one.value("envelope", json("")));
        if (one["answer"].is_null()) return described(adapter->answer(inbound, nullptr, moment));
        const Outgoing reply = outgoing_in(one["answer"]);
        return described(adapter->answer(inbound, &reply, moment));
    }
    if (one.contains("compose")) return given_by(adapter->compose(outgoing_in(one["compose"]), credential, moment));
    if (one.contains("confirm")) {
        return described(adapter->confirm(outgoing_in(one["confirm"]), response_in(one.at("response"))));
    }
    if (one.contains("poll")) {
        const auto request = adapter->poll(one["poll"].get<std::string>(), credential);
        return request ? described(*request) : json();
    }
    if (one.contains("polled")) return given_by(adapter->polled(response_in(one["polled"]), moment));
    if (one.contains("introduce")) {
        std::vector<MenuEntry> menu;
        for (const json& entry : one["introduce"].at("menu"))
            menu.push_back({entry.at("command"), entry.at("description")});
        json out = json::array();
        for (const auto& request : adapter->introduce(one["introduce"].value("webhook", ""), menu, credential)) {
            out.push_back(described(request));
        }
        return out;
    }
    if (one.contains("invite")) {
        const auto link = adapter->invite({one["invite"].at("number"), one["invite"].value("tag", "")});
        return link ? json(*link) : json();
    }
    if (one.contains("renew")) {
        const auto request = adapter->renew(moment);
        return request ? described(*request) : json();
    }
    if (one.contains("renewed")) {
        const auto fresh = adapter->renewed(response_in(one["renewed"]), moment);
        if (!fresh) return described(fresh.error());
        return {{"token", fresh->token}, {"seconds", (fresh->expires - now) / 1s}};
    }
    throw std::runtime_error("a case that names no function");
}

}  // namespace

void play_own_vectors(const json& file) {
    const Bench& bench = bench_of(file.at("type"));
    for (const json& one : file.at("cases")) {
        INFO(one.at("id").get<std::string>());
        json settings = file.at("settings");
        settings.update(one.value("settings", json::object()));
        const TimePoint now(std::chrono::seconds(one.value("now", file.at("now").get<std::int64_t>())));
        const json got = play(bench, settings, one, now);
        CHECK_MESSAGE(got == one.at("gives"), "expected: " << one.at("gives").dump() << "\n got:      " << got.dump());
    }
}

}  // namespace noticeboard::tests
