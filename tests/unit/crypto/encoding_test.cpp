// Hexadecimal and base64: what is written, what is read back, what is refused.
#include "bot/crypto/encoding.hpp"

#include <doctest/doctest.h>

using namespace noticeboard::crypto;

TEST_CASE("base64 writes the examples of RFC 4648 and reads them back") {
    const std::pair<std::string, std::string> rows[] = {{"", ""},
                                                        {"f", "Zg=="},
                                                        {"fo", "Zm8="},
                                                        {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg=="},
                                                        {"fooba", "Zm9vYmE="},
                                                        {"foobar", "Zm9vYmFy"},
                                                        {"\xff\xfe\xfb", "//77"}};
    for (const auto& [bytes, text] : rows) {
        CHECK(base64(bytes) == text);
        CHECK(base64_decoded(text) == bytes);
        CHECK(base64_lenient(text) == bytes);
    }
}

TEST_CASE("strict base64 refuses what it would not have written") {
    for (const char* text : {"Zg", "Zg=", "Z", "Zg==\n", " Zg==", "Zh==", "Zm9=", "Zm-v", "Zm_v",
                             "====", "A===", "Zg==Zg==", "Zm9vZ===", "=Zm9"}) {
        CAPTURE(text);
        CHECK_FALSE(base64_decoded(text).has_value());
    }
}

TEST_CASE("lenient base64 takes an EncodingAESKey whose last digit has bits to spare") {
    const std::string canonical = std::string(42, 'A') + "A", spare = std::string(42, 'A') + "D";
    CHECK(base64_lenient(canonical) == std::string(32, '\0'));
    CHECK(base64_lenient(spare) == std::string(32, '\0'));
    CHECK(base64_lenient(spare + "=") == std::string(32, '\0'));
    CHECK_FALSE(base64_decoded(spare + "=").has_value());
    CHECK_FALSE(base64_lenient("AA*A").has_value());
    CHECK_FALSE(base64_lenient("AAAAA").has_value());
}

TEST_CASE("every byte survives both encodings") {
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    for (std::size_t size = 0; size <= all.size(); ++size) {
        const auto bytes = all.substr(256 - size);
        CHECK(base64_decoded(base64(bytes)) == bytes);
        CHECK(unhex(hex(bytes)) == bytes);
    }
}

TEST_CASE("hex refuses odd lengths and other letters") {
    CHECK(hex("\x01\xab") == "01ab");
    CHECK(unhex("01AB") == "\x01\xab");
    for (const char* text : {"0", "0g", "0x", " 0"}) CHECK_FALSE(unhex(text).has_value());
}
