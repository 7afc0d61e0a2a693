// Voice messages as browsers record them, made safe to keep and to play.
#pragma once

#include <string_view>

#include "bot/webchat/picture.hpp"

namespace noticeboard::webchat {

// The recording without anything that tells who, where or with what: every element that playing does not need is
// overwritten in place with the container's own filler. Ogg with Opus, WebM with Opus, MP4 with AAC, one sound track
// and nothing else. Error: invalid (another kind, more than one track, broken).
Result<Cleaned> clean_voice(std::string_view bytes);

}  // namespace noticeboard::webchat
