// A code by itself: PNG, SVG, terminal.
#include "qr/draw.hpp"

#include <doctest/doctest.h>

#include "qr/picture.hpp"
#include "qr/read.hpp"
#include "tests/unit/qr/paper.hpp"

using namespace noticeboard::qr;

namespace {

const Matrix code = *any_code("https://nb.example.cn/g/30521074");

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("a PNG has one bit a pixel, its quiet zone, and the matrix in whole modules") {
    const std::string png = *draw_png(code, 3);
    CHECK(png[24] == 1);  // IHDR: bit depth
    CHECK(png[25] == 0);  // IHDR: greyscale
    const Grey picture = *decode_grey(png);
    REQUIRE(picture.width == 3 * (code.side + 8));
    REQUIRE(picture.height == picture.width);
    bool same = true;
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const int column = x / 3 - 4, row = y / 3 - 4;
            const bool inside = column >= 0 && row >= 0 && column < code.side && row < code.side;
            same &= picture.at(x, y) == (inside && code.at(column, row) ? 0 : 255);
        }
    CHECK(same);
}

TEST_CASE("a PNG for paper takes whole pixels a module, as many as fit") {
    const int side = code.side + 8;
    const Grey picture = *decode_grey(*draw_png(code, 50, 300));
    CHECK(picture.width % side == 0);
    CHECK(picture.width <= 50 / 25.4 * 300);
    CHECK(picture.width + side > 50 / 25.4 * 300);
    CHECK_FALSE(draw_png(code, 1, 72));
    CHECK_FALSE(draw_png(code, 0));
}

TEST_CASE("text to PNG to text") {
    for (const char* text : {"https://nb.example.cn/g/30521074/7K3M9QXA", "北塘姐妹群 3052 1074", "a", "line\nline"}) {
        const auto read = read_codes(*draw_png(*any_code(text)));
        REQUIRE(read);
        CHECK(*read == std::vector<std::string>{text});
    }
}

TEST_CASE("an SVG covers each dark module once") {
    const std::string svg = draw_svg(code, 60);
    CHECK(svg.find("width=\"60mm\"") != std::string::npos);
    int runs = 0;
    for (int y = 0; y < code.side; ++y)
        for (int x = 0; x < code.side; ++x) runs += code.at(x, y) && (x == 0 || !code.at(x - 1, y));
    CHECK(count(svg, "v1h-") == runs);
}

TEST_CASE("on a terminal every line sets black on white itself and sets it back") {
    const std::string lines = draw_terminal(code);
    const int rows = (code.side + 8 + 1) / 2;
    CHECK(count(lines, "\n") == rows);
    CHECK(count(lines, "\x1b[38;5;16;48;5;231m") == rows);
    CHECK(count(lines, "\x1b[0m\n") == rows);
    // The upper left finder pattern: two rows of modules in one of characters.
    CHECK(lines.find("    █▀▀▀▀▀█") != std::string::npos);
    CHECK(lines.find("    █ ███ █") != std::string::npos);
}
