// Ed25519 against RFC 8032 section 7.1.
#include "bot/crypto/ed25519.hpp"

#include <doctest/doctest.h>

#include "bot/crypto/encoding.hpp"

using namespace noticeboard::crypto;

TEST_CASE("keys and signatures are those of RFC 8032") {
    struct Row {
        std::string seed, key, text, signature;
    };
    const Row rows[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bb"
         "e24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302"
         "aeeb00d291612bb0c00"},
    };
    for (const Row& row : rows) {
        const auto seed = unhex(row.seed).value(), text = unhex(row.text).value(), key = unhex(row.key).value();
        CHECK(hex(ed25519_public_key(seed).value()) == row.key);
        const auto signature = ed25519_signature(seed, text).value();
        CHECK(hex(signature) == row.signature);
        CHECK(ed25519_verified(key, text, signature));
        CHECK_FALSE(ed25519_verified(key, text + "x", signature));
        CHECK_FALSE(ed25519_verified(key, text, signature.substr(1)));
        for (std::size_t at = 0; at < signature.size(); ++at) {
            auto changed = signature;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            CHECK_FALSE(ed25519_verified(key, text, changed));
        }
    }
}

TEST_CASE("seeds and keys of another length are refused") {
    CHECK_FALSE(ed25519_public_key("short").ok());
    CHECK_FALSE(ed25519_signature(std::string(33, 's'), "text").ok());
    CHECK_FALSE(ed25519_verified("", "text", std::string(64, 's')));
}
