// A code by itself, drawn three ways.
#include "qr/draw.hpp"

#include <cmath>
#include <sstream>

#include "qr/picture.hpp"

namespace noticeboard::qr {
namespace {

bool dark_with_quiet_zone(const Matrix& code, int x, int y) {
    x -= quiet_zone;
    y -= quiet_zone;
    return x >= 0 && y >= 0 && x < code.side && y < code.side && code.at(x, y);
}

Expected<std::string> png(const Matrix& code, int module_pixels, double dpi) {
    if (module_pixels < 1 || module_pixels > 100) return Failure{"a module must be 1 to 100 pixels wide"};
    const int side = code.side_with_quiet_zone() * module_pixels;
    Grey picture{side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side) * side, 255)};
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            if (dark_with_quiet_zone(code, x / module_pixels, y / module_pixels)) picture.at(x, y) = 0;
    return one_bit_png(picture, dpi);
}

}  // namespace

std::string draw_svg(const Matrix& code, double side_mm) {
    const int side = code.side_with_quiet_zone();
    std::ostringstream svg;
    svg << R"(<svg xmlns="http://www.w3.org/2000/svg" width=")" << side_mm << R"(mm" height=")" << side_mm
        << R"(mm" viewBox="0 0 )" << side << ' ' << side << R"(" shape-rendering="crispEdges"><rect width=")" << side
        << R"(" height=")" << side << R"(" fill="#fff"/><path d=")";
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            int run = 0;
            while (dark_with_quiet_zone(code, x + run, y)) ++run;
            if (run > 0) svg << 'M' << x << ' ' << y << 'h' << run << "v1h-" << run << 'z';
            x += run;
        }
    }
    svg << R"(" fill="#000"/></svg>)" << '\n';
    return svg.str();
}

Expected<std::string> draw_png(const Matrix& code, int module_pixels) {
    return png(code, module_pixels, 96);
}

Expected<std::string> draw_png(const Matrix& code, double side_mm, double dpi) {
    return png(code, static_cast<int>(std::floor(side_mm / 25.4 * dpi / code.side_with_quiet_zone())), dpi);
}

std::string draw_terminal(const Matrix& code) {
    // The fixed black and white of the 256 colour palette; the basic sixteen are up to the terminal's theme.
    constexpr std::string_view black_on_white = "\x1b[38;5;16;48;5;231m";
    std::string lines;
    const int side = code.side_with_quiet_zone();
    for (int y = 0; y < side; y += 2) {
        lines += black_on_white;
        for (int x = 0; x < side; ++x) {
            const bool upper = dark_with_quiet_zone(code, x, y);
            const bool lower = dark_with_quiet_zone(code, x, y + 1);
            lines += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        lines += "\x1b[0m\n";
    }
    return lines;
}

}  // namespace noticeboard::qr
