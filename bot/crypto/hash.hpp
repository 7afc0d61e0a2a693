// Hashes and keyed hashes, bytes in and bytes out, and the comparison that must be used on them.
#pragma once

#include <string>
#include <string_view>

namespace noticeboard::crypto {

// FIPS 180-4. SHA-1 only because WeChat, WeCom and DingTalk sign with it.
std::string sha1(std::string_view text);
std::string sha256(std::string_view text);

// RFC 2104. An empty key is accepted here; who verifies with one must refuse it earlier.
std::string hmac_sha1(std::string_view key, std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);

// Whether two signatures are equal, in a time that depends on their length alone.
bool same(std::string_view a, std::string_view b);

}  // namespace noticeboard::crypto
