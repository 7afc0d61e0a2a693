// Sealed fields: they open for their key and purpose alone, and never after a change.
#include "bot/crypto/seal.hpp"

#include <doctest/doctest.h>

#include "bot/crypto/encoding.hpp"
#include "bot/crypto/random.hpp"

using namespace noticeboard;
using namespace noticeboard::crypto;

TEST_CASE("what was sealed opens again") {
    SystemRandom random;
    const Key key = Key::random(random);
    for (const std::string& text :
         {std::string(), std::string("王芳"), std::string("a\0b", 3), std::string(100000, 'x')}) {
        const auto closed = sealed(key, text, "person:123:name", random);
        const auto open = opened(key, closed, "person:123:name");
        REQUIRE(open.ok());
        CHECK(open.value() == text);
    }
}

TEST_CASE("the form is version, nonce, ciphertext, tag, as base64 text") {
    SystemRandom random;
    const auto raw = base64_decoded(sealed(Key::random(random), "seven b", "x", random));
    REQUIRE(raw.has_value());
    CHECK(raw->size() == 1 + 12 + 7 + 16);
    CHECK(raw->front() == 1);
}

TEST_CASE("the same text never looks the same twice") {
    SystemRandom random;
    const Key key = Key::random(random);
    CHECK(sealed(key, "text", "x", random) != sealed(key, "text", "x", random));
}

TEST_CASE("another key, another purpose, or any changed character is refused") {
    SystemRandom random;
    const Key key = Key::random(random);
    const auto closed = sealed(key, "she asked for help", "request:9:story", random);
    REQUIRE(opened(key, closed, "request:9:story").ok());  // the control
    CHECK(opened(key, closed, "request:8:story").error().kind == Error::Kind::forbidden);
    CHECK(opened(key, closed, "").error().kind == Error::Kind::forbidden);
    CHECK(opened(Key::random(random), closed, "request:9:story").error().kind == Error::Kind::forbidden);
    for (std::size_t at = 0; at < closed.size(); ++at) {
        auto changed = closed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(opened(key, changed, "request:9:story").ok());
        CHECK_FALSE(opened(key, closed.substr(0, at), "request:9:story").ok());
    }
    auto raw = base64_decoded(closed).value();
    for (std::size_t bit = 0; bit < raw.size() * 8; ++bit) {
        auto changed = raw;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        CHECK_FALSE(opened(key, base64(changed), "request:9:story").ok());
    }
}

TEST_CASE("data keys are wrapped for their owner under the master key") {
    SystemRandom random;
    const Sealer sealer(Key::random(random)), other(Key::random(random));
    const Key data_key = Key::random(random);
    const auto wrapped = sealer.wrap(data_key, "person:123", random);
    const auto again = sealer.unwrap(wrapped, "person:123");
    REQUIRE(again.ok());
    CHECK(again->bytes() == data_key.bytes());
    CHECK_FALSE(sealer.unwrap(wrapped, "person:124").ok());
    CHECK_FALSE(other.unwrap(wrapped, "person:123").ok());
    CHECK_FALSE(sealer.unwrap("", "person:123").ok());
    CHECK(sealer.fingerprint() != other.fingerprint());
    CHECK(sealer.key_for("form tokens").bytes() != sealer.key_for("dead letters").bytes());
}
