// Voice messages: see voice.hpp.
#include "bot/webchat/voice.hpp"

#include "bot/webchat/voice_kinds.hpp"

namespace noticeboard::webchat {

Result<Cleaned> clean_voice(std::string_view bytes) {
    struct Kind {
        std::string_view mark;
        std::size_t at;
        bool (*clean)(std::string&);
        const char* mime;
    };
    static constexpr Kind kinds[] = {
        {"OggS", 0, clean_ogg, "audio/ogg"},
        {"\x1a\x45\xdf\xa3", 0, clean_webm, "audio/webm"},
        {"ftyp", 4, clean_mp4, "audio/mp4"},
    };
    for (const Kind& kind : kinds) {
        if (bytes.size() < kind.at || !bytes.substr(kind.at).starts_with(kind.mark)) continue;
        Cleaned out{kind.mime, std::string(bytes)};
        if (kind.clean(out.bytes)) return out;
        break;
    }
    return invalid("this is no voice message that can be played");
}

}  // namespace noticeboard::webchat
