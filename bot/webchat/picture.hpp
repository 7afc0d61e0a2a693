// Pictures as people send them, made safe to keep and to show.
#pragma once

#include <string>
#include <string_view>

#include "bot/model/result.hpp"

namespace noticeboard::webchat {

struct Cleaned {
    std::string mime, bytes;
};

// The picture drawn anew as a JPEG of at most 1600 pixels a side, turned as its camera held it, without any of what
// came with it: place, time, device, thumbnail, name. Error: invalid (no JPEG, PNG, WebP or GIF; broken; over 64
// megapixels). Takes up to a few hundred milliseconds: never on a thread that others wait for.
Result<Cleaned> clean_picture(std::string_view bytes);

}  // namespace noticeboard::webchat
