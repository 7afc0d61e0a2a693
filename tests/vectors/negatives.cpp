// Takes a request that was accepted and changes it in every way that must not be accepted.
#include <doctest/doctest.h>

#include "adapters/adapters.hpp"
#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {
namespace {

std::string value_of(const web::Request& request, const Proof& proof) {
    return proof.in == Proof::In::header ? std::string(request.headers.value(proof.name))
                                         : request.query(proof.name).value_or("");
}

// The request with another value there, or without it.
web::Request with(const web::Request& genuine, const Proof& proof, const std::optional<std::string>& value) {
    web::Request out = genuine;
    if (proof.in == Proof::In::header) {
        out.headers = {};
        for (const auto& [name, old] : genuine.headers) {
            if (name != proof.name)
                out.headers.add(name, old);
            else if (value)
                out.headers.add(name, *value);
        }
        return out;
    }
    const std::size_t start = genuine.url.find('?');
    out.url = genuine.url.substr(0, start);
    char sign = '?';
    std::size_t at = start + 1;
    while (at < genuine.url.size()) {
        const std::size_t end = std::min(genuine.url.find('&', at), genuine.url.size());
        const std::string pair = genuine.url.substr(at, end - at);
        at = end + 1;
        const std::string name = pair.substr(0, pair.find('='));
        if (name == proof.name && !value) continue;
        out.url += sign + (name == proof.name ? name + "=" + web::percent_encoded(*value) : pair);
        sign = '&';
    }
    return out;
}

char another(char c) {
    return c == '0' ? '1' : '0';
}

void refuses(const Adapter& adapter, const web::Request& forged, TimePoint now) {
    SeededRandom random;
    const auto inbound = adapter.receive(forged, {now, random});
    REQUIRE_FALSE(inbound.ok());
    CHECK(inbound.error().kind == Error::Kind::forbidden);
}

void try_proofs(const Bench& bench, const Adapter& adapter, const web::Request& genuine, TimePoint now) {
    for (const Proof& proof : bench.proofs(genuine)) {
        INFO("proof " << proof.name);
        const std::string right = value_of(genuine, proof);
        REQUIRE_FALSE(right.empty());
        refuses(adapter, with(genuine, proof, std::nullopt), now);
        refuses(adapter, with(genuine, proof, ""), now);
        refuses(adapter, with(genuine, proof, right + "0"), now);
        refuses(adapter, with(genuine, proof, right.substr(1)), now);
        refuses(adapter, with(genuine, proof, right.substr(0, right.size() - 1)), now);
        for (std::size_t i = 0; i < right.size(); ++i) {
            std::string wrong = right;
            wrong[i] = another(wrong[i]);
            refuses(adapter, with(genuine, proof, wrong), now);
        }
    }
}

// Each byte of the body with one bit turned over: refused, or nothing else than before is read.
void try_body(const Bench& bench, const Adapter& adapter, const web::Request& genuine, TimePoint now) {
    if (!bench.covers_body(genuine)) return;
    SeededRandom random;
    const json before = described(*adapter.receive(genuine, {now, random}));
    for (std::size_t i = 0; i < genuine.body.size(); ++i) {
        web::Request forged = genuine;
        forged.body[i] = static_cast<char>(forged.body[i] ^ (1 << (i % 8)));
        const auto inbound = adapter.receive(forged, {now, random});
        if (inbound) CHECK(described(*inbound) == before);
    }
    web::Request cut = genuine;
    cut.body.resize(cut.body.size() / 2);
    refuses(adapter, cut, now);
    cut.body.clear();
    refuses(adapter, cut, now);
}

void try_secrets(const Bench& bench, const json& settings, const web::Request& genuine, TimePoint now) {
    for (const std::string& key : bench.secrets(genuine)) {
        INFO("secret " << key);
        json wrong = settings;
        std::string secret = settings.at(key);
        secret[secret.size() / 2] = another(secret[secret.size() / 2]);
        wrong[key] = secret;
        refuses(*made(bench, wrong), genuine, now);
    }
    for (const std::string& key : bench.needed(settings)) {
        for (const bool there : {true, false}) {
            json wrong = settings;
            if (there)
                wrong[key] = "";
            else
                wrong.erase(key);
            const auto unmade = find_adapter(bench.type())(settings_in(wrong));
            REQUIRE_FALSE(unmade.ok());
            CHECK(unmade.error().message.find("adapters.tried." + key) != std::string::npos);
        }
    }
}

}  // namespace

void try_negatives(const Bench& bench, const json& settings, const web::Request& genuine, TimePoint now) {
    const auto adapter = made(bench, settings);
    try_proofs(bench, *adapter, genuine, now);
    try_body(bench, *adapter, genuine, now);
    try_secrets(bench, settings, genuine, now);
    bench.forgeries(settings, genuine, now);
}

}  // namespace noticeboard::tests
