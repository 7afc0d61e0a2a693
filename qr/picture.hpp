// Pictures as bytes: what a phone sent, made small and safe to look at; and black and white made into a PNG.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "qr/expected.hpp"

namespace noticeboard::qr {

inline constexpr std::size_t most_picture_bytes = 10'000'000;
inline constexpr std::size_t most_picture_pixels = 40'000'000;

// One byte a pixel, 0 black, 255 white, row by row.
struct Grey {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    std::uint8_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * width + x]; }
    std::uint8_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y) * width + x]; }
};

// Decodes a PNG, JPEG or WebP, upright, transparent parts white. Refuses other kinds, more than `most_picture_bytes`,
// more than `most_picture_pixels` (before decoding), and what is damaged.
Expected<Grey> decode_grey(std::string_view bytes);

// The picture at `scale`, smoothed by a Gaussian of `blur` pixels (0: none).
Expected<Grey> resized(const Grey& picture, double scale, double blur = 0);

// A photo cropped around what matters in it to exactly width * height pixels, in colour or grey, as a JPEG without any
// metadata (no place, no camera). Refuses what decode_grey refuses.
Expected<std::string> cropped_photo(std::string_view bytes, int width, int height, bool grey);

// The JPEG made by cropped_photo as pixels for cairo: 32 bits each, blue, green, red, unused.
Expected<std::vector<std::uint8_t>> cairo_pixels(std::string_view jpeg);

// A PNG with one bit a pixel: dark where the pixel is below 128. `dpi` is written into it.
Expected<std::string> one_bit_png(const Grey& picture, double dpi);

}  // namespace noticeboard::qr
