// Reads a template: the boxes' styles from the XML, their places from librsvg, which knows every transform.
#include "qr/template.hpp"

#include <librsvg/rsvg.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <vector>

#include "qr/handles.hpp"

namespace noticeboard::qr {
namespace {

using Attributes = std::map<std::string, std::string, std::less<>>;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// The number at the beginning of "14", "14pt", " 1.5 ".
double number(std::string_view text, double otherwise) {
    text = trimmed(text);
    double value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

double number(const Attributes& attributes, std::string_view name, double otherwise) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? otherwise : number(found->second, otherwise);
}

std::string_view word(const Attributes& attributes, std::string_view name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string_view{} : trimmed(found->second);
}

// Inkscape writes style="font-size:14px;fill:#000" where others write attributes.
void add_style(Attributes& attributes, std::string_view declarations) {
    while (!declarations.empty()) {
        const auto end = std::min(declarations.find(';'), declarations.size());
        const std::string_view declaration = declarations.substr(0, end);
        declarations.remove_prefix(std::min(end + 1, declarations.size()));
        const auto colon = declaration.find(':');
        if (colon == declaration.npos) continue;
        attributes[std::string(trimmed(declaration.substr(0, colon)))] = trimmed(declaration.substr(colon + 1));
    }
}

TextStyle style_of(const Attributes& from) {
    TextStyle style;
    std::string_view family = word(from, "font-family");
    if (family.size() > 2 && (family.front() == '\'' || family.front() == '"'))
        family = family.substr(1, family.size() - 2);
    if (!family.empty()) style.family = family;
    style.bold = word(from, "font-weight") == "bold" || number(from, "font-weight", 400) >= 600;
    style.size = number(from, "font-size", style.size);
    style.least = std::min(style.size, number(from, "data-least", style.least));
    style.leading = number(from, "data-leading", style.leading);
    style.letter_spacing = number(from, "letter-spacing", 0);
    style.lines = static_cast<int>(number(from, "data-lines", 0));
    style.columns = std::max(1, static_cast<int>(number(from, "data-columns", 1)));
    style.turn = number(from, "data-turn", 0);
    style.strong_numbers = word(from, "data-strong") == "numbers";
    if (word(from, "text-anchor") == "middle") style.anchor = TextStyle::Anchor::middle;
    if (word(from, "text-anchor") == "end") style.anchor = TextStyle::Anchor::end;
    if (word(from, "data-vertical") == "middle") style.vertical = TextStyle::Vertical::middle;
    if (word(from, "data-vertical") == "bottom") style.vertical = TextStyle::Vertical::bottom;
    PangoColor colour{0, 0, 0};
    pango_color_parse(&colour, std::string(word(from, "fill")).c_str());
    style.red = colour.red / 65535.0;
    style.green = colour.green / 65535.0;
    style.blue = colour.blue / 65535.0;
    return style;
}

// What the XML says: the attributes of every named element inside #boxes, with those it inherits.
struct Reading {
    std::vector<Attributes> open;  // from the group `boxes` inwards
    std::map<std::string, Attributes> found;
    bool black_ink_only = false;
};

void start_element(GMarkupParseContext*, const char* element, const char** names, const char** values, void* data,
                   GError**) {
    auto& reading = *static_cast<Reading*>(data);
    Attributes attributes;
    if (!reading.open.empty()) attributes = reading.open.back();
    attributes.erase("id");
    attributes.erase("style");
    for (; *names != nullptr; ++names, ++values) attributes[*names] = *values;
    add_style(attributes, word(attributes, "style"));
    const std::string id(word(attributes, "id"));
    if (std::string_view(element) == "svg") reading.black_ink_only = word(attributes, "data-ink") == "black";
    if (!reading.open.empty() && !id.empty()) reading.found[id] = attributes;
    if (!reading.open.empty() || id == "boxes") reading.open.push_back(std::move(attributes));
}

void end_element(GMarkupParseContext*, const char*, void* data, GError**) {
    auto& reading = *static_cast<Reading*>(data);
    if (!reading.open.empty()) reading.open.pop_back();
}

Failure failure(const std::string& name, std::string what, GError* error = nullptr) {
    std::string why = "the template " + name + " " + std::move(what);
    if (error != nullptr) why += std::string(": ") + Owned<GError>(error)->message;
    return Failure{std::move(why)};
}

}  // namespace

Expected<Template> parse_template(std::string svg, std::string name, std::span<const std::string_view> boxes) {
    GError* error = nullptr;
    const GMarkupParser parser{start_element, end_element, nullptr, nullptr, nullptr};
    Reading reading;
    GMarkupParseContext* context = g_markup_parse_context_new(&parser, GMarkupParseFlags{}, &reading, nullptr);
    const bool read = g_markup_parse_context_parse(context, svg.data(), static_cast<gssize>(svg.size()), &error) &&
                      g_markup_parse_context_end_parse(context, &error);
    g_markup_parse_context_free(context);
    if (!read) return failure(name, "is not an SVG file", error);

    const auto* bytes = reinterpret_cast<const guint8*>(svg.data());
    const Owned<RsvgHandle> drawing(rsvg_handle_new_from_data(bytes, svg.size(), &error));
    if (!drawing) return failure(name, "is not an SVG file", error);
    rsvg_handle_set_dpi(drawing.get(), 72);  // its pixels are points
    Template made{std::move(name), {}, 0, 0, reading.black_ink_only, {}};
    if (!rsvg_handle_get_intrinsic_size_in_pixels(drawing.get(), &made.width, &made.height))
        return failure(made.name, "does not say its width and height in mm");
    const RsvgRectangle page{0, 0, made.width, made.height};
    for (const auto& [id, attributes] : reading.found) {
        RsvgRectangle ink, place;
        if (!rsvg_handle_get_geometry_for_layer(drawing.get(), ("#" + id).c_str(), &page, &ink, &place, &error))
            return failure(made.name, "has a box “" + id + "” that has no place", error);
        Box box{id, place.x, place.y, place.width, place.height, 0, style_of(attributes)};
        if (box.width <= 0 || box.height <= 0) return failure(made.name, "has a box “" + id + "” without a size");
        box.radius = number(attributes, "rx", 0) * box.width / number(attributes, "width", box.width);
        made.boxes.emplace(id, std::move(box));
    }
    for (const std::string_view box : boxes)
        if (!made.boxes.contains(box)) return failure(made.name, "has no box “" + std::string(box) + "”");
    made.svg = std::move(svg);
    return made;
}

Expected<Template> load_template(const std::filesystem::path& file, std::span<const std::string_view> boxes) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return failure(file.string(), "cannot be opened");
    return parse_template({std::istreambuf_iterator<char>(in), {}}, file.filename().string(), boxes);
}

}  // namespace noticeboard::qr
