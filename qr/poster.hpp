// Posters: a template and a sheet become a page of a PDF, an SVG or a PNG.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "qr/expected.hpp"
#include "qr/plate.hpp"
#include "qr/sheet.hpp"
#include "qr/template.hpp"

namespace noticeboard::qr {

// Takes the next bytes of a file; false when they could not be written (disk full).
using Sink = std::function<bool(std::string_view bytes)>;

// One PDF of many pages, one sheet after the other; fonts are embedded as subsets, the template's drawing once. What it
// wrote is a PDF only after `finish`. Belongs to one thread.
class Press {
 public:
    Press(Template paper, Sink sink);

    // Prints one page. After a sheet was refused (qr/plate.hpp) the next one may follow; no page was printed.
    Expected<Done> add(const Sheet& sheet);

    // Ends the PDF. Fails when the sink did, or when no page was printed.
    Expected<Done> finish();

 private:
    Plate plate_;
    std::unique_ptr<Sink> sink_;  // cairo keeps its address
    Owned<cairo_surface_t> pdf_;
    Owned<cairo_t> page_;
    int pages_ = 0;
};

// One poster as a whole file. They fail where Plate::print does.
Expected<std::string> poster_pdf(const Template& paper, const Sheet& sheet);
Expected<std::string> poster_svg(const Template& paper, const Sheet& sheet);

// A PNG of one bit a pixel for a black and white printer: drawing and texts are cut at half, the photo is dithered.
Expected<std::string> poster_png(const Template& paper, const Sheet& sheet, double dpi = 300);

}  // namespace noticeboard::qr
