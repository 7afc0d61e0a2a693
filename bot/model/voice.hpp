// Voice: what kind of recording some bytes are, by how they begin; a record of a voice keeps nothing but the bytes.
#pragma once

#include <string_view>

namespace noticeboard {

struct VoiceKind {
    std::string_view mime, ending;  // "audio/ogg", "ogg"; both empty: none that we know
};

inline VoiceKind voice_kind(std::string_view bytes) {
    if (bytes.starts_with("OggS")) return {"audio/ogg", "ogg"};
    if (bytes.starts_with("\x1a\x45\xdf\xa3")) return {"audio/webm", "webm"};
    if (bytes.size() > 8 && bytes.substr(4).starts_with("ftyp")) return {"audio/mp4", "m4a"};
    if (bytes.starts_with("#!AMR")) return {"audio/amr", "amr"};
    if (bytes.starts_with("ID3") || bytes.starts_with("\xff\xfb")) return {"audio/mpeg", "mp3"};
    return {};
}

}  // namespace noticeboard
