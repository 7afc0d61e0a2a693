// Draws sheets: the template's ground, the photo, the code, the texts.
#include "qr/plate.hpp"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "qr/picture.hpp"

namespace noticeboard::qr {
namespace {

constexpr double photo_dots_per_point = 300.0 / 72;

bool is_empty(const Sheet& sheet, std::string_view box) {
    if (box == "code") return false;
    if (box == "photo") return sheet.photo.empty();
    const auto text = sheet.texts.find(box);
    return text == sheet.texts.end() || text->second.empty();
}

void trace_rounded(cairo_t* page, const Box& box) {
    constexpr double quarter = std::numbers::pi / 2;
    const double r = std::min({box.radius, box.width / 2, box.height / 2});
    const double right = box.x + box.width, bottom = box.y + box.height;
    cairo_new_sub_path(page);
    cairo_arc(page, right - r, box.y + r, r, -quarter, 0);
    cairo_arc(page, right - r, bottom - r, r, 0, quarter);
    cairo_arc(page, box.x + r, bottom - r, r, quarter, 2 * quarter);
    cairo_arc(page, box.x + r, box.y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(page);
}

// Black modules in one path, on white as far as the quiet zone goes; centred in the box.
void draw_code(cairo_t* page, const Box& box, const Matrix& code) {
    const double side = std::min(box.width, box.height);
    const double module = side / code.side_with_quiet_zone();
    cairo_save(page);
    cairo_translate(page, box.x + (box.width - side) / 2, box.y + (box.height - side) / 2);
    cairo_set_source_rgb(page, 1, 1, 1);
    cairo_rectangle(page, 0, 0, side, side);
    cairo_fill(page);
    cairo_set_source_rgb(page, 0, 0, 0);
    cairo_translate(page, quiet_zone * module, quiet_zone * module);
    for (int y = 0; y < code.side; ++y) {
        for (int x = 0; x < code.side; ++x) {
            int run = 0;
            while (x + run < code.side && code.at(x + run, y)) ++run;
            if (run > 0) cairo_rectangle(page, x * module, y * module, run * module, module);
            x += run;
        }
    }
    cairo_fill(page);
    cairo_restore(page);
}

struct Photo {
    std::string jpeg;
    std::vector<std::uint8_t> pixels;
    int width = 0, height = 0;
};

Expected<Photo> photo_for(const Box& box, const std::string& bytes, bool grey) {
    Photo photo;
    photo.width = static_cast<int>(std::lround(box.width * photo_dots_per_point));
    photo.height = static_cast<int>(std::lround(box.height * photo_dots_per_point));
    Expected<std::string> jpeg = cropped_photo(bytes, photo.width, photo.height, grey);
    if (!jpeg) return Failure{"the photo cannot be used: " + jpeg.why()};
    Expected<std::vector<std::uint8_t>> pixels = cairo_pixels(*jpeg);
    if (!pixels) return Failure{"the photo cannot be used: " + pixels.why()};
    photo.jpeg = *std::move(jpeg);
    photo.pixels = *std::move(pixels);
    return photo;
}

void draw_photo(cairo_t* page, const Box& box, Photo& photo) {
    const Owned<cairo_surface_t> view(cairo_image_surface_create_for_data(photo.pixels.data(), CAIRO_FORMAT_RGB24,
                                                                          photo.width, photo.height, photo.width * 4));
    // A PDF takes the JPEG as it is.
    auto* jpeg = new std::string(std::move(photo.jpeg));
    cairo_surface_set_mime_data(
        view.get(), CAIRO_MIME_TYPE_JPEG, reinterpret_cast<const unsigned char*>(jpeg->data()), jpeg->size(),
        [](void* text) { delete static_cast<std::string*>(text); }, jpeg);
    cairo_save(page);
    trace_rounded(page, box);
    cairo_clip(page);
    cairo_translate(page, box.x, box.y);
    cairo_scale(page, box.width / photo.width, box.height / photo.height);
    cairo_set_source_surface(page, view.get(), 0, 0);
    cairo_paint(page);
    cairo_restore(page);
    cairo_surface_finish(view.get());  // cairo keeps its own copy of what it still needs
}

}  // namespace

const Box& Plate::box_on(const Sheet& sheet, std::string_view name) const {
    if (sheet.photo.empty()) {
        const auto without = paper_.boxes.find(std::string(name) + "-without-photo");
        if (without != paper_.boxes.end()) return without->second;
    }
    return paper_.box(name);
}

// The style sheet that hides the boxes, and the frames of those that this sheet leaves empty.
std::string Plate::hiding_style(const Sheet& sheet) const {
    std::string hidden = "#boxes";
    for (const auto& [name, box] : paper_.boxes)
        if (is_empty(sheet, name)) hidden += ",#" + name + "-frame";
    return hidden + "{display:none!important}";
}

Expected<Done> Plate::draw_template(cairo_t* page, const std::string& style) const {
    GError* error = nullptr;
    const auto* svg = reinterpret_cast<const guint8*>(paper_.svg.data());
    const auto* css = reinterpret_cast<const guint8*>(style.data());
    const RsvgRectangle whole{0, 0, paper_.width, paper_.height};
    const Owned<RsvgHandle> drawing(rsvg_handle_new_from_data(svg, paper_.svg.size(), &error));
    if (!drawing || !rsvg_handle_set_stylesheet(drawing.get(), css, style.size(), &error) ||
        !rsvg_handle_render_document(drawing.get(), page, &whole, &error))
        return Failure{"the template " + paper_.name + " cannot be drawn: " + Owned<GError>(error)->message};
    return Done{};
}

// Drawn once and kept: in a PDF it becomes one form that all pages share. Not in an SVG, which has one page only, and
// where cairo 1.16 never frees a recording.
Expected<Done> Plate::draw_ground(cairo_t* page, const Sheet& sheet) {
    const std::string style = hiding_style(sheet);
    if (cairo_surface_get_type(cairo_get_target(page)) == CAIRO_SURFACE_TYPE_SVG) return draw_template(page, style);
    auto ground = grounds_.find(style);
    if (ground == grounds_.end()) {
        const cairo_rectangle_t extents{0, 0, paper_.width, paper_.height};
        Owned<cairo_surface_t> surface(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents));
        const Owned<cairo_t> recording(cairo_create(surface.get()));
        if (Expected<Done> drawn = draw_template(recording.get(), style); !drawn) return drawn;
        ground = grounds_.emplace(style, std::move(surface)).first;
    }
    cairo_set_source_surface(page, ground->second.get(), 0, 0);
    cairo_paint(page);
    return Done{};
}

Expected<Done> Plate::print(cairo_t* page, const Sheet& sheet) {
    if (sheet.code.side == 0) return Failure{"the sheet has no code"};
    for (const auto& [name, text] : sheet.texts)
        if (!paper_.boxes.contains(name))
            return Failure{"the template " + paper_.name + " has no box “" + name + "” for “" + text + "”"};
    if (!sheet.photo.empty() && !paper_.boxes.contains("photo"))
        return Failure{"the template " + paper_.name + " has no box for a photo"};
    Expected<Photo> photo = Photo{};
    if (!sheet.photo.empty()) photo = photo_for(paper_.box("photo"), sheet.photo, paper_.black_ink_only);
    if (!photo) return photo.failure();

    if (Expected<Done> drawn = draw_ground(page, sheet); !drawn) return drawn;
    if (!sheet.photo.empty()) draw_photo(page, paper_.box("photo"), *photo);
    draw_code(page, paper_.box("code"), sheet.code);
    for (const auto& [name, text] : sheet.texts)
        if (!text.empty()) typesetter_.set(page, box_on(sheet, name), text, sheet.language);
    return Done{};
}

}  // namespace noticeboard::qr
