// Hashes against the published answers: FIPS 180-4, RFC 2202, RFC 4231.
#include "bot/crypto/hash.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "bot/crypto/encoding.hpp"

using namespace noticeboard::crypto;

TEST_CASE("sha1 and sha256 give the published digests") {
    struct Row {
        std::string text, sha1, sha256;
    };
    const Row rows[] = {
        {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1000000, 'a'), "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text.size());
        CHECK(hex(sha1(row.text)) == row.sha1);
        CHECK(hex(sha256(row.text)) == row.sha256);
    }
}

TEST_CASE("hmac_sha256 gives the answers of RFC 4231") {
    struct Row {
        std::string key, text, answer;
    };
    const Row rows[] = {
        {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {std::string(20, '\xaa'), std::string(50, '\xdd'),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    };
    for (const Row& row : rows) CHECK(hex(hmac_sha256(row.key, row.text)) == row.answer);
}

TEST_CASE("hmac_sha1 gives the answers of RFC 2202") {
    CHECK(hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")) == "b617318655057264e28bc0b6fb378c8ef146be00");
    CHECK(hex(hmac_sha1("Jefe", "what do ya want for nothing?")) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST_CASE("an empty key is a key of its own, not the one used before") {
    const auto empty = hmac_sha256("", "text");
    (void)hmac_sha256("another key", "text");
    CHECK(hmac_sha256("", "text") == empty);
    CHECK(hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("same compares content and length") {
    CHECK(same("", ""));
    CHECK(same("signature", "signature"));
    CHECK_FALSE(same("signature", "signaturE"));
    CHECK_FALSE(same("signature", "signatur"));
    CHECK_FALSE(same("", "x"));
}

TEST_CASE("threads hash side by side") {
    std::vector<std::thread> threads;
    std::vector<int> wrong(4, 0);
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([t, &wrong] {
            const std::string key(static_cast<std::size_t>(t) + 1, 'k');
            const auto expected = hmac_sha256(key, "text");
            for (int i = 0; i < 2000; ++i) wrong[static_cast<std::size_t>(t)] += hmac_sha256(key, "text") != expected;
        });
    }
    for (auto& thread : threads) thread.join();
    for (const int count : wrong) CHECK(count == 0);
}
