// Posters as PDF, SVG and PNG.
#include "qr/poster.hpp"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <algorithm>
#include <cmath>

#include "qr/picture.hpp"

namespace noticeboard::qr {
namespace {

cairo_status_t write_to_sink(void* sink, const unsigned char* bytes, unsigned length) {
    const bool written = (*static_cast<Sink*>(sink))({reinterpret_cast<const char*>(bytes), length});
    return written ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

Failure cannot_write(cairo_status_t status) {
    return Failure{std::string("the poster cannot be written: ") + cairo_status_to_string(status)};
}

// Ends the file; cairo keeps the first error that it met.
Expected<Done> finished(cairo_t* page, cairo_surface_t* surface) {
    const cairo_status_t drawn = cairo_status(page);
    cairo_surface_finish(surface);
    const cairo_status_t written = cairo_surface_status(surface);
    if (drawn != CAIRO_STATUS_SUCCESS) return cannot_write(drawn);
    if (written != CAIRO_STATUS_SUCCESS) return cannot_write(written);
    return Done{};
}

void paint_white(cairo_t* page) {  // the paper, where the medium is not paper
    cairo_set_source_rgb(page, 1, 1, 1);
    cairo_paint(page);
}

Grey brightness(cairo_surface_t* image) {
    cairo_surface_flush(image);
    Grey grey{cairo_image_surface_get_width(image), cairo_image_surface_get_height(image), {}};
    grey.pixels.reserve(static_cast<std::size_t>(grey.width) * grey.height);
    const int stride = cairo_image_surface_get_stride(image);
    for (int y = 0; y < grey.height; ++y) {
        const unsigned char* pixel = cairo_image_surface_get_data(image) + static_cast<std::ptrdiff_t>(y) * stride;
        for (int x = 0; x < grey.width; ++x, pixel += 4)  // blue, green, red by ITU-R BT.601
            grey.pixels.push_back(static_cast<std::uint8_t>((29 * pixel[0] + 150 * pixel[1] + 77 * pixel[2]) >> 8));
    }
    return grey;
}

// Floyd and Steinberg's error diffusion inside a rectangle. Done on brightness as the eye sees it, a little too light
// in itself, which makes up for the ink that runs into the paper.
void dither(Grey& picture, int left, int top, int right, int bottom) {
    const int width = right - left;
    std::vector<int> errors(static_cast<std::size_t>(width) + 2), below(errors.size());  // in sixteenths
    for (int y = top; y < bottom; ++y) {
        std::fill(below.begin(), below.end(), 0);
        for (int x = 0; x < width; ++x) {
            std::uint8_t& pixel = picture.at(left + x, y);
            const int wanted = pixel + errors[x + 1] / 16;
            pixel = wanted < 128 ? 0 : 255;
            const int error = wanted - pixel;
            errors[x + 2] += 7 * error;
            below[x] += 3 * error;
            below[x + 1] += 5 * error;
            below[x + 2] += error;
        }
        errors.swap(below);
    }
}

}  // namespace

Press::Press(Template paper, Sink sink)
    : plate_(std::move(paper)),
      sink_(std::make_unique<Sink>(std::move(sink))),
      pdf_(
          cairo_pdf_surface_create_for_stream(write_to_sink, sink_.get(), plate_.paper().width, plate_.paper().height)),
      page_(cairo_create(pdf_.get())) {
    cairo_pdf_surface_set_metadata(pdf_.get(), CAIRO_PDF_METADATA_CREATOR, "noticeboard");
}

Expected<Done> Press::add(const Sheet& sheet) {
    Expected<Done> printed = plate_.print(page_.get(), sheet);
    if (!printed) return printed;
    if (pages_++ == 0) {
        const auto title = sheet.texts.find("title");
        if (title != sheet.texts.end())
            cairo_pdf_surface_set_metadata(pdf_.get(), CAIRO_PDF_METADATA_TITLE, title->second.c_str());
    }
    cairo_show_page(page_.get());
    const cairo_status_t status = cairo_status(page_.get());
    if (status != CAIRO_STATUS_SUCCESS) return cannot_write(status);
    return printed;
}

Expected<Done> Press::finish() {
    if (pages_ == 0) return Failure{"no poster was printed"};
    return finished(page_.get(), pdf_.get());
}

Expected<std::string> poster_pdf(const Template& paper, const Sheet& sheet) {
    std::string pdf;
    Press press(paper, [&](std::string_view bytes) {
        pdf += bytes;
        return true;
    });
    if (const Expected<Done> added = press.add(sheet); !added) return added.failure();
    if (const Expected<Done> done = press.finish(); !done) return done.failure();
    return pdf;
}

Expected<std::string> poster_svg(const Template& paper, const Sheet& sheet) {
    std::string svg;
    Sink sink = [&](std::string_view bytes) {
        svg += bytes;
        return true;
    };
    const Owned<cairo_surface_t> surface(
        cairo_svg_surface_create_for_stream(write_to_sink, &sink, paper.width, paper.height));
    const Owned<cairo_t> page(cairo_create(surface.get()));
    paint_white(page.get());
    if (const Expected<Done> printed = Plate(paper).print(page.get(), sheet); !printed) return printed.failure();
    if (const Expected<Done> done = finished(page.get(), surface.get()); !done) return done.failure();
    return svg;
}

Expected<std::string> poster_png(const Template& paper, const Sheet& sheet, double dpi) {
    const double scale = dpi / 72;
    const auto pixels = [&](double points) { return static_cast<int>(std::lround(points * scale)); };
    const Owned<cairo_surface_t> image(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels(paper.width), pixels(paper.height)));
    const Owned<cairo_t> page(cairo_create(image.get()));
    paint_white(page.get());
    cairo_scale(page.get(), scale, scale);
    if (const Expected<Done> printed = Plate(paper).print(page.get(), sheet); !printed) return printed.failure();
    if (cairo_status(page.get()) != CAIRO_STATUS_SUCCESS) return cannot_write(cairo_status(page.get()));
    Grey grey = brightness(image.get());
    if (!sheet.photo.empty()) {
        const Box& photo = paper.box("photo");
        dither(grey, pixels(photo.x), pixels(photo.y), pixels(photo.x + photo.width), pixels(photo.y + photo.height));
    }
    return one_bit_png(grey, dpi);
}

}  // namespace noticeboard::qr
