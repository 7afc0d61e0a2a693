// The containers of voice messages, each cleaned in place; for voice.cpp alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace noticeboard::webchat {

// Whether the recording is of that kind, sound alone, and whole enough to be cleaned; then it is clean.
bool clean_ogg(std::string& bytes);   // RFC 3533, RFC 7845
bool clean_webm(std::string& bytes);  // RFC 8794, RFC 9559
bool clean_mp4(std::string& bytes);   // ISO/IEC 14496-12

inline std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t out = 0;
    for (unsigned char byte : bytes) out = out << 8 | byte;
    return out;
}

}  // namespace noticeboard::webchat
