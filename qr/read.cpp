// Picture to text, by zbar: as it came first, then in other sizes and smoothed, because phones send all kinds.
#include "qr/read.hpp"

#include <glib.h>
#include <zbar.h>

#include <algorithm>
#include <array>

#include "qr/picture.hpp"

namespace noticeboard::qr {
namespace {

struct Look {
    double long_side;  // pixels; 0 leaves the size as it is
    double blur;       // pixels
};

// Smaller swallows paper grain and moiré, larger helps codes of less than 3 pixels a module, blur helps dithered
// prints.
constexpr std::array<Look, 6> looks{{{0, 0}, {1200, 0}, {700, 0}, {2400, 0}, {0, 1.2}, {1200, 1}}};

constexpr double largest_scale = 4;

struct Seen {
    std::vector<std::string> texts;
    bool all_utf8 = true;
};

// With `raw` the bytes as they were written; without, zbar's guess at their encoding, which takes short Chinese in
// UTF-8 for Japanese.
Seen scan(const Grey& picture, bool raw) {
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, raw ? 1 : 0);
    zbar::Image image(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height), "Y800",
                      picture.pixels.data(), picture.pixels.size());
    scanner.scan(image);
    Seen seen;
    for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
        std::string text = symbol->get_data();
        seen.all_utf8 &= g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != 0;
        if (std::find(seen.texts.begin(), seen.texts.end(), text) == seen.texts.end())
            seen.texts.push_back(std::move(text));
    }
    return seen;
}

}  // namespace

Expected<std::vector<std::string>> read_codes(std::string_view bytes) {
    const Expected<Grey> picture = decode_grey(bytes);
    if (!picture) return picture.failure();
    const double long_side = std::max(picture->width, picture->height);
    for (const Look& look : looks) {
        const double scale = look.long_side == 0 ? 1 : std::min(largest_scale, look.long_side / long_side);
        const Expected<Grey> sized = resized(*picture, scale, look.blur);
        if (!sized) return sized.failure();
        Seen found = scan(*sized, true);
        if (!found.all_utf8) found = scan(*sized, false);
        if (!found.texts.empty()) return std::move(found.texts);
    }
    return std::vector<std::string>{};
}

}  // namespace noticeboard::qr
