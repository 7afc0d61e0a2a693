// A code by itself: as SVG, as PNG, or on a terminal. Always with its quiet zone, always dark on light.
#pragma once

#include <string>

#include "qr/code.hpp"
#include "qr/expected.hpp"

namespace noticeboard::qr {

// An SVG of one unit a module; `side_mm` is its size on paper with the quiet zone.
std::string draw_svg(const Matrix& code, double side_mm = 100);

// A PNG of one bit a pixel, each module `module_pixels` wide.
Expected<std::string> draw_png(const Matrix& code, int module_pixels = 8);

// A PNG for paper: whole pixels a module, as many as fit into `side_mm` at `dpi`. Fails when not even one fits.
Expected<std::string> draw_png(const Matrix& code, double side_mm, double dpi);

// Lines for a terminal, two modules a character, in explicit colours, so that it scans on a dark terminal too.
std::string draw_terminal(const Matrix& code);

}  // namespace noticeboard::qr
