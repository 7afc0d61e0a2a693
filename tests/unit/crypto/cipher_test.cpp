// AES against NIST's answers and WeChat's published message; nothing that was tampered with comes out.
#include "bot/crypto/cipher.hpp"

#include <doctest/doctest.h>

#include "bot/crypto/encoding.hpp"

using namespace noticeboard;
using namespace noticeboard::crypto;

namespace {

std::string raw(std::string_view digits) {
    return unhex(digits).value();
}

struct Gcm {
    std::string key, nonce, text, bound, encrypted, tag;
};

// The Galois/Counter Mode of Operation (McGrew, Viega), test cases 13, 14 and 16.
const Gcm published[] = {
    {std::string(64, '0'), std::string(24, '0'), "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {std::string(64, '0'), std::string(24, '0'), std::string(32, '0'), "", "cea7403d4d606b6e074ec5d3baf39d18",
     "d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a637b39",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0ab"
     "cc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

}  // namespace

TEST_CASE("GCM gives the published answers, both ways") {
    for (const Gcm& row : published) {
        const auto encrypted = aes_gcm_encrypted(raw(row.key), raw(row.nonce), raw(row.text), raw(row.bound));
        REQUIRE(encrypted.ok());
        CHECK(hex(encrypted.value()) == row.encrypted + row.tag);
        const auto text = aes_gcm_decrypted(raw(row.key), raw(row.nonce), encrypted.value(), raw(row.bound));
        REQUIRE(text.ok());
        CHECK(hex(text.value()) == row.text);
    }
}

TEST_CASE("GCM refuses a change of any bit of anything") {
    const Gcm& row = published[2];
    const std::string parts[] = {raw(row.key), raw(row.nonce), raw(row.encrypted + row.tag), raw(row.bound)};
    CHECK(aes_gcm_decrypted(parts[0], parts[1], parts[2], parts[3]).ok());  // the control
    for (std::size_t part = 0; part < 4; ++part) {
        for (std::size_t bit = 0; bit < parts[part].size() * 8; ++bit) {
            std::string changed[] = {parts[0], parts[1], parts[2], parts[3]};
            changed[part][bit / 8] = static_cast<char>(changed[part][bit / 8] ^ (1 << bit % 8));
            const auto text = aes_gcm_decrypted(changed[0], changed[1], changed[2], changed[3]);
            REQUIRE_FALSE(text.ok());
            CHECK(text.error().kind == Error::Kind::forbidden);
        }
    }
    for (std::size_t size = 0; size < parts[2].size(); ++size) {
        CHECK_FALSE(aes_gcm_decrypted(parts[0], parts[1], parts[2].substr(0, size), parts[3]).ok());
    }
}

TEST_CASE("CBC gives the answer of NIST SP 800-38A, F.2.5") {
    const auto key = raw("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    const auto iv = raw("000102030405060708090a0b0c0d0e0f");
    const auto text = raw("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    const auto encrypted = aes_cbc_encrypted(key, iv, text);
    REQUIRE(encrypted.ok());
    CHECK(hex(encrypted.value()) == "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
    const auto again = aes_cbc_decrypted(key, iv, encrypted.value());
    REQUIRE(again.ok());
    CHECK(again.value() == text);
}

TEST_CASE("CBC opens WeChat's published message and leaves its padding in place") {
    const auto key = base64_lenient(std::string(43, 'A')).value();
    const auto encrypted =
        base64_decoded("ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==")
            .value();
    const auto plain = aes_cbc_decrypted(key, key.substr(0, 16), encrypted);
    REQUIRE(plain.ok());
    CHECK(plain->size() == 64);
    CHECK(plain->substr(0, 63) ==
          "707722b803182950" + std::string("\0\0\0\x19", 4) + "{\"demo_resp\":\"good luck\"}wxba5fad812f8e6fb9");
    CHECK(plain->back() == 1);
}

TEST_CASE("wrong lengths are refused") {
    const std::string key(32, 'k'), iv(16, 'i'), nonce(12, 'n'), block(16, 't');
    CHECK_FALSE(aes_cbc_encrypted(key, iv, "not a block").ok());
    CHECK_FALSE(aes_cbc_decrypted(key, iv, std::string(17, 'x')).ok());
    CHECK_FALSE(aes_cbc_encrypted(key.substr(1), iv, block).ok());
    CHECK_FALSE(aes_cbc_encrypted(key, nonce, block).ok());
    CHECK_FALSE(aes_gcm_encrypted(key.substr(16), nonce, block, "").ok());
    CHECK_FALSE(aes_gcm_encrypted(key, iv, block, "").ok());
    CHECK(aes_cbc_encrypted(key, iv, "").ok());
}
