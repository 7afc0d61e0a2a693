// Re-encodes pictures with libvips: see picture.hpp.
#include "bot/webchat/picture.hpp"

#include <vips/vips.h>

#include <memory>
#include <mutex>
#include <stdexcept>

namespace noticeboard::webchat {
namespace {

constexpr int longest_side = 1600;
constexpr int quality = 80;
constexpr std::int64_t most_pixels = 64'000'000;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

void silence(const gchar*, GLogLevelFlags, const gchar*, gpointer) {}

void start() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("noticeboard") != 0) throw std::runtime_error("libvips does not start");
        vips_block_untrusted_set(TRUE);  // only the loaders that are fuzzed
        vips_concurrency_set(1);
        vips_cache_set_max(0);                                          // nothing of hers stays in memory …
        g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, silence, nullptr);  // … or is told to standard error
    });
}

// By the first bytes: what a sender calls it counts for nothing.
bool is_known(std::string_view bytes) {
    return bytes.starts_with("\xff\xd8\xff") || bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.starts_with("GIF8") ||
           (bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WEBP"));
}

Error broken() {
    vips_error_clear();
    return invalid("this is no picture that can be read");
}

}  // namespace

Result<Cleaned> clean_picture(std::string_view bytes) {
    start();
    if (!is_known(bytes)) return invalid("this is no picture that can be read");
    const Image header(vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr));
    if (!header) return broken();
    const std::int64_t pixels =
        static_cast<std::int64_t>(vips_image_get_width(header.get())) * vips_image_get_height(header.get());
    if (pixels > most_pixels) return invalid("this picture is too large");

    VipsImage* made = nullptr;
    if (vips_thumbnail_buffer(const_cast<char*>(bytes.data()), bytes.size(), &made, longest_side, "height",
                              longest_side, "size", VIPS_SIZE_DOWN, nullptr) != 0)
        return broken();
    Image small(made);
    VipsArrayDouble* white = vips_array_double_newv(3, 255.0, 255.0, 255.0);
    void* out = nullptr;
    std::size_t size = 0;
    const int failed = vips_jpegsave_buffer(small.get(), &out, &size, "Q", quality, "strip", TRUE, "optimize_coding",
                                            TRUE, "background", white, nullptr);
    vips_area_unref(reinterpret_cast<VipsArea*>(white));
    if (failed != 0) return broken();
    Cleaned cleaned{"image/jpeg", std::string(static_cast<const char*>(out), size)};
    g_free(out);
    return cleaned;
}

}  // namespace noticeboard::webchat
