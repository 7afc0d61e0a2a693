// Voice: what kind of recording some bytes are, by how they begin; a record of a voice keeps nothing but the bytes.
#pragma once

#include <string_view>

namespace noticeboard {

struct VoiceKind {
    std::string_view mime, ending;  // "audio/ogg", "ogg"; both empty: none that we know
};

inline constexpr std::string_view converted_voice = "audio/mpeg";  // what every platform that plays recordings plays

inline VoiceKind voice_kind(std::string_view bytes) {
    if (bytes.starts_with("OggS")) return {"audio/ogg", "ogg"};
    if (bytes.starts_with("\x1a\x45\xdf\xa3")) return {"audio/webm", "webm"};
    if (bytes.size() > 8 && bytes.substr(4).starts_with("ftyp")) return {"audio/mp4", "m4a"};
    if (bytes.starts_with("#!AMR")) return {"audio/amr", "amr"};
    if (bytes.starts_with("ID3")) return {"audio/mpeg", "mp3"};
    // A frame of MPEG sound: eleven bits set, a version, layer III. (AAC has no layer, and begins alike.)
    if (bytes.size() > 1 && bytes[0] == '\xff' && (bytes[1] & 0xe6) == 0xe2 && (bytes[1] & 0x18) != 0x08)
        return {"audio/mpeg", "mp3"};
    return {};
}

}  // namespace noticeboard
