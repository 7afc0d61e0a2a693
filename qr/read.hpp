// Picture to text: every QR code in a photo, a screenshot or a scan.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "qr/expected.hpp"

namespace noticeboard::qr {

// The texts of all QR codes in a PNG, JPEG or WebP, each once; none found is an empty list. Fails for a picture that
// cannot be decoded or is too large (qr/picture.hpp).
Expected<std::vector<std::string>> read_codes(std::string_view picture);

}  // namespace noticeboard::qr
