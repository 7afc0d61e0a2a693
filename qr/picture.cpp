// Pictures by libvips. Only its loaders for PNG, JPEG and WebP are ever reached.
#include "qr/picture.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vips/vips8>

namespace noticeboard::qr {
namespace {

using vips::VImage;

void start_vips() {
    static const bool started = [] {
        if (VIPS_INIT("noticeboard") != 0) return false;
        vips_block_untrusted_set(1);  // loaders that are not hardened against hostile files
        vips_cache_set_max(0);        // pictures are private: none stays in memory
        g_log_set_handler(
            "VIPS", G_LOG_LEVEL_WARNING, [](auto...) {}, nullptr);  // what is wrong is returned
        return true;
    }();
    if (!started) std::abort();
}

bool is_png(std::string_view bytes) {
    return bytes.starts_with("\x89PNG\r\n\x1a\n");
}
bool is_jpeg(std::string_view bytes) {
    return bytes.starts_with("\xff\xd8\xff");
}
bool is_webp(std::string_view bytes) {
    return bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP");
}

// The picture's header; its pixels are decoded when they are asked for. Damage found on the way throws VError.
Expected<VImage> opened(std::string_view bytes) {
    start_vips();
    if (bytes.size() > most_picture_bytes) return Failure{"the picture is larger than 10 MB"};
    if (!is_png(bytes) && !is_jpeg(bytes) && !is_webp(bytes)) return Failure{"the picture is not a PNG, JPEG or WebP"};
    VImage image = VImage::new_from_buffer(bytes.data(), bytes.size(), "", VImage::option()->set("fail_on", "error"));
    if (static_cast<std::size_t>(image.width()) * image.height() > most_picture_pixels)
        return Failure{"the picture has more than 40 megapixels"};
    return image;
}

VImage on_white(VImage image) {
    if (!image.has_alpha()) return image;
    return image.flatten(VImage::option()->set("background", std::vector<double>{255}));
}

Grey pixels_of(VImage image) {
    Grey grey{image.width(), image.height(), {}};
    std::size_t size = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory(image.write_to_memory(&size), g_free);
    const auto* first = static_cast<const std::uint8_t*>(memory.get());
    grey.pixels.assign(first, first + size);
    return grey;
}

VImage view_of(const Grey& picture) {  // without copying: the picture must outlive it
    return VImage::new_from_memory(const_cast<std::uint8_t*>(picture.pixels.data()), picture.pixels.size(),
                                   picture.width, picture.height, 1, VIPS_FORMAT_UCHAR);
}

std::string bytes_of(VipsBlob* blob) {
    std::size_t size = 0;
    const auto* first = static_cast<const char*>(vips_blob_get(blob, &size));
    std::string bytes(first, size);
    vips_area_unref(VIPS_AREA(blob));
    return bytes;
}

// Runs `work`; what libvips throws becomes a sentence.
template <class Work>
auto guarded(const char* what, Work work) -> decltype(work()) {
    start_vips();
    try {
        return work();
    } catch (const vips::VError&) {
        vips_error_clear();
        return Failure{what};
    }
}

constexpr const char* damaged = "the picture is damaged";

}  // namespace

Expected<Grey> decode_grey(std::string_view bytes) {
    return guarded(damaged, [&]() -> Expected<Grey> {
        Expected<VImage> image = opened(bytes);
        if (!image) return image.failure();
        const VImage upright = on_white(image->autorot()).colourspace(VIPS_INTERPRETATION_B_W);
        return pixels_of(upright.extract_band(0).cast(VIPS_FORMAT_UCHAR));
    });
}

Expected<Grey> resized(const Grey& picture, double scale, double blur) {
    return guarded("the picture cannot be resized", [&]() -> Expected<Grey> {
        VImage image = view_of(picture);
        if (scale != 1) image = image.resize(scale);
        if (blur > 0) image = image.gaussblur(blur);
        return pixels_of(image);
    });
}

Expected<std::string> cropped_photo(std::string_view bytes, int width, int height, bool grey) {
    return guarded(damaged, [&]() -> Expected<std::string> {
        const Expected<VImage> header = opened(bytes);
        if (!header) return header.failure();
        VipsBlob* blob = vips_blob_new(nullptr, bytes.data(), bytes.size());  // borrows the bytes
        VImage photo = VImage::thumbnail_buffer(blob, width,
                                                VImage::option()
                                                    ->set("height", height)
                                                    ->set("crop", VIPS_INTERESTING_ATTENTION)
                                                    ->set("fail_on", VIPS_FAIL_ON_ERROR));
        vips_area_unref(VIPS_AREA(blob));
        photo = on_white(photo).colourspace(grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB);
        return bytes_of(photo.jpegsave_buffer(VImage::option()->set("Q", 88)->set("strip", true)));
    });
}

Expected<std::vector<std::uint8_t>> cairo_pixels(std::string_view jpeg) {
    return guarded(damaged, [&]() -> Expected<std::vector<std::uint8_t>> {
        const Expected<VImage> image = opened(jpeg);
        if (!image) return image.failure();
        const VImage rgb = image->colourspace(VIPS_INTERPRETATION_sRGB);
        const VImage turned = rgb.extract_band(2).bandjoin(rgb.extract_band(1)).bandjoin(rgb.extract_band(0));
        return pixels_of(turned.bandjoin(255).cast(VIPS_FORMAT_UCHAR)).pixels;
    });
}

Expected<std::string> one_bit_png(const Grey& picture, double dpi) {
    return guarded("the picture cannot be written", [&]() -> Expected<std::string> {
        const double per_mm = dpi / 25.4;
        const VImage image = (view_of(picture) >= 128).copy(VImage::option()->set("xres", per_mm)->set("yres", per_mm));
        return bytes_of(image.pngsave_buffer(VImage::option()->set("bitdepth", 1)->set("compression", 9)));
    });
}

}  // namespace noticeboard::qr
