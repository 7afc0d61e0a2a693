// Pictures as phones send them.
#include "qr/read.hpp"

#include <doctest/doctest.h>

#include "qr/code.hpp"
#include "qr/draw.hpp"
#include "tests/unit/qr/paper.hpp"

using namespace noticeboard::qr;

namespace {

const std::string text = "https://weixin.qq.com/g/AQYAAExample";
const std::vector<std::string> found{text};

Grey drawn(int module_pixels) {
    return *decode_grey(*draw_png(*any_code(text), module_pixels));
}

// Two pictures side by side on white.
Grey beside(const Grey& left, const Grey& right) {
    Grey both{left.width + right.width, std::max(left.height, right.height), {}};
    both.pixels.assign(static_cast<std::size_t>(both.width) * both.height, 255);
    for (int y = 0; y < left.height; ++y)
        for (int x = 0; x < left.width; ++x) both.at(x, y) = left.at(x, y);
    for (int y = 0; y < right.height; ++y)
        for (int x = 0; x < right.width; ++x) both.at(left.width + x, y) = right.at(x, y);
    return both;
}

}  // namespace

TEST_CASE("PNG, JPEG and WebP are read") {
    for (const char* suffix : {".png", ".jpg[Q=60]", ".webp[Q=60]"}) {
        CAPTURE(suffix);
        CHECK(*read_codes(encoded(drawn(6), suffix)) == found);
    }
}

TEST_CASE("tiny and huge codes are read") {
    CHECK(*read_codes(encoded(drawn(1), ".png")) == found);
    CHECK(*read_codes(encoded(drawn(90), ".jpg[Q=70]")) == found);
}

TEST_CASE("a noisy, blurred code is read, and one blurred beyond its modules is not") {
    CHECK(*read_codes(encoded(photocopied(drawn(8), 2), ".jpg")) == found);
    CHECK(read_codes(encoded(photocopied(drawn(8), 16), ".jpg"))->empty());
}

TEST_CASE("every code in a picture is found, each text once") {
    const Grey other = *decode_grey(*draw_png(*any_code("another"), 6));
    CHECK(read_codes(encoded(beside(drawn(6), other), ".png"))->size() == 2);
    CHECK(*read_codes(encoded(beside(drawn(6), drawn(6)), ".png")) == found);
}

TEST_CASE("a picture without a code has no texts") {
    const auto none = read_codes(sample_photo());
    REQUIRE(none);
    CHECK(none->empty());
}

TEST_CASE("what is not a whole, bounded PNG, JPEG or WebP is refused with its reason") {
    CHECK(read_codes("").why() == "the picture is not a PNG, JPEG or WebP");
    CHECK(read_codes("<svg xmlns='http://www.w3.org/2000/svg'/>").why() == "the picture is not a PNG, JPEG or WebP");
    CHECK(read_codes("GIF89a............").why() == "the picture is not a PNG, JPEG or WebP");
    for (const char* suffix : {".png", ".jpg", ".webp"}) {
        CAPTURE(suffix);
        const std::string whole = sample_photo(suffix);
        REQUIRE(read_codes(whole));
        CHECK(read_codes(whole.substr(0, whole.size() / 2)).why() == "the picture is damaged");
    }
}

TEST_CASE("too many bytes or pixels are refused") {
    std::string padded = encoded(drawn(6), ".png");
    padded.resize(most_picture_bytes, '\0');  // what follows the end of a PNG does not count
    REQUIRE(read_codes(padded));
    padded.push_back('\0');
    CHECK(read_codes(padded).why() == "the picture is larger than 10 MB");

    const auto blank = [](int width, int height) {
        Grey page{width, height, {}};
        page.pixels.assign(static_cast<std::size_t>(width) * height, 255);
        return *one_bit_png(page, 72);
    };
    CHECK(decode_grey(blank(8000, 5000)));
    CHECK(decode_grey(blank(8000, 5001)).why() == "the picture has more than 40 megapixels");
}
