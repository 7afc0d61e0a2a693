// Bytes as text: hexadecimal and base64, both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace noticeboard::crypto {

std::string hex(std::string_view bytes);  // lower case
std::optional<std::string> unhex(std::string_view text);

// RFC 4648 section 4, padded, one line.
std::string base64(std::string_view bytes);

// Refuses what base64() would not have written: blanks, missing padding, unused bits that are set.
std::optional<std::string> base64_decoded(std::string_view text);

// The same, but padding may be missing and unused trailing bits are ignored. For WeChat's EncodingAESKey: its 43
// characters are cut from random text, so the last one may carry two bits that mean nothing.
std::optional<std::string> base64_lenient(std::string_view text);

}  // namespace noticeboard::crypto
