// What one poster says: texts by the name of their box, the code, and perhaps a photo.
#pragma once

#include <map>
#include <string>

#include "qr/code.hpp"

namespace noticeboard::qr {

struct Sheet {
    std::string language = "zh-CN";                         // BCP 47; how lines are broken and glyphs chosen
    std::map<std::string, std::string, std::less<>> texts;  // by box, UTF-8, in that language; empty is not there
    Matrix code;
    std::string photo;  // bytes of a PNG, JPEG or WebP; empty: no photo, and no frame for one
};

}  // namespace noticeboard::qr
