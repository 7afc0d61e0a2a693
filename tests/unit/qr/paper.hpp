// What the tests of qr/ share: sheets to print, paper to look at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qr/picture.hpp"
#include "qr/sheet.hpp"
#include "qr/template.hpp"

namespace noticeboard::qr {

inline constexpr const char* template_files[] = {"config/posters/a4-classic.svg", "config/posters/a4-mono.svg",
                                                 "config/posters/a5.svg"};
inline constexpr const char* sample_address = "https://nb.example.cn/g/30521074/7K3M9QXA";

Sheet chinese_sheet();
Sheet english_sheet();

// A picture with light, shadow and detail, as the bytes of a JPEG, PNG or WebP (".jpg", ".png", ".webp").
std::string sample_photo(const char* suffix = ".jpg");

// The picture encoded; suffix as above.
std::string encoded(const Grey& picture, const char* suffix);

// The pages of a PDF as poppler draws them.
std::vector<Grey> rasterised(const std::string& pdf, int dpi);

// What a program of poppler-utils prints about a PDF, e.g. about(pdf, "pdfinfo").
std::string about(const std::string& pdf, const std::string& program);

// Paper after a bad copier: turned a little, blurred, grey, noisy.
Grey photocopied(const Grey& paper, double blur);

// A part of a page, in points.
struct Area {
    double x, y, width, height;
};
Area area_of(const Box& box, double wider = 0);
Area turned_area_of(const Box& box);  // that holds the box however it is turned

// Whether any pixel inside (or, with `outside`, only outside) the area is not white.
bool has_ink(const Grey& page, const Area& area, double dpi);
bool has_ink_outside(const Grey& page, const Area& area, double dpi);

// How much of the page is black, 0 to 1, not counting what lies in `except`.
double black_share(const Grey& page, const Area& except, double dpi);

// The sheet drawn by cairo, without a PDF between.
Grey printed(const Template& paper, const Sheet& sheet, double dpi);

// An SVG of the template's size drawn by librsvg on nothing (black, where the SVG leaves it).
Grey drawn_svg(const std::string& svg, const Template& paper, double dpi);

}  // namespace noticeboard::qr
