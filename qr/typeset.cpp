// Text in boxes, by Pango. All lengths are points: the context is set to 72 dots per inch.
#include "qr/typeset.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace noticeboard::qr {
namespace {

constexpr double size_step = 0.25;      // points; how near to the largest size that fits
constexpr int most_balanced_lines = 4;  // a longer text is not a heading
constexpr double table_scale = 1.25;    // of the numbers in a table
constexpr std::size_t most_kept = 1024;

int units(double points) {
    return static_cast<int>(std::lround(points * PANGO_SCALE));
}
double points(int units) {
    return static_cast<double>(units) / PANGO_SCALE;
}

struct Size {
    double width, height;
};

Size size_of(PangoLayout* layout) {
    int width = 0, height = 0;
    pango_layout_get_size(layout, &width, &height);
    return {points(width), points(height)};
}

bool is_chinese(std::string_view language) {
    return language.starts_with("zh");
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Three digits or more are a telephone or a group's number; its parts may stand apart ("3052 1074").
void strengthen_numbers(PangoAttrList* attributes, std::string_view text, double scale) {
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        std::size_t end = begin;
        while (end < text.size() && (is_digit(text[end]) || (text[end] == ' ' && end > begin))) ++end;
        while (end > begin && text[end - 1] == ' ') --end;
        if (end - begin < 3) continue;
        for (PangoAttribute* strong : {pango_attr_weight_new(PANGO_WEIGHT_BOLD), pango_attr_scale_new(scale)}) {
            strong->start_index = static_cast<guint>(begin);
            strong->end_index = static_cast<guint>(end);
            pango_attr_list_insert(attributes, strong);
        }
        begin = end;
    }
}

// The cells of a table: one a line. A number at the beginning of a cell gets a line of its own.
std::vector<std::string> cells_of(std::string_view text) {
    std::vector<std::string> cells;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string cell(text.substr(0, end));
        const auto space = cell.find(' ');
        if (space != cell.npos && std::all_of(cell.begin(), cell.begin() + static_cast<long>(space), is_digit))
            cell[space] = '\n';
        if (!cell.empty()) cells.push_back(std::move(cell));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return cells;
}

// How far a piece begins from the start of its room, for anchors and vertical places alike (start, middle, end).
template <class Where>
double offset(Where where, double room, double piece) {
    return (room - piece) * static_cast<int>(where) / 2;
}

}  // namespace

Typesetter::Typesetter() : fonts_(pango_cairo_font_map_new()) {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), 72);
    context_.reset(pango_font_map_create_context(fonts_.get()));
    // The same line breaks on paper and on every screen: no hinting, no rounding to pixels.
    const Owned<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_context_set_round_glyph_positions(context_.get(), false);
}

Owned<PangoLayout> Typesetter::lay_out(const Cell& cell, double size, PangoWrapMode wrap) const {
    const TextStyle& style = cell.style;
    Owned<PangoLayout> layout(pango_layout_new(context_.get()));
    const Owned<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), style.family.c_str());
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());

    const Owned<PangoAttrList> attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_line_height_new_absolute(units(size * style.leading)));
    pango_attr_list_insert(attributes.get(),
                           pango_attr_language_new(pango_language_from_string(cell.language.c_str())));
    // The fonts are Chinese: quotation marks and dots are as wide as a character unless told otherwise.
    if (!is_chinese(cell.language)) pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("pwid"));
    if (style.letter_spacing != 0)
        pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(units(size * style.letter_spacing)));
    if (style.strong_numbers) strengthen_numbers(attributes.get(), cell.text, style.columns > 1 ? table_scale : 1);
    pango_layout_set_attributes(layout.get(), attributes.get());

    constexpr PangoAlignment alignments[]{PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    pango_layout_set_alignment(layout.get(), alignments[static_cast<int>(style.anchor)]);
    pango_layout_set_width(layout.get(), units(cell.width));
    pango_layout_set_wrap(layout.get(), wrap);
    // Chinese running text is set flush on both sides; headings and other languages are not.
    pango_layout_set_justify(layout.get(), is_chinese(cell.language) && style.lines == 0 && style.columns == 1);
    pango_layout_set_text(layout.get(), cell.text.data(), static_cast<int>(cell.text.size()));
    return layout;
}

// Whether the text fits at this size without breaking a word.
bool Typesetter::fits(const Cell& cell, double size) const {
    const auto layout = lay_out(cell, size, PANGO_WRAP_WORD);
    const auto [width, height] = size_of(layout.get());
    const int lines = pango_layout_get_line_count(layout.get());
    return width <= cell.width && height <= cell.height && (cell.style.lines == 0 || lines <= cell.style.lines);
}

// The largest size at which the text fits, or the least allowed.
double Typesetter::fitting_size(const Cell& cell) const {
    double fitting = cell.style.least, too_large = cell.style.size;
    if (fits(cell, too_large)) return too_large;
    while (too_large - fitting > size_step) {
        const double middle = (fitting + too_large) / 2;
        (fits(cell, middle) ? fitting : too_large) = middle;
    }
    return fitting;
}

// The narrowest width that takes no more lines, so that a heading does not end in a lonely word.
double Typesetter::balanced_width(const Cell& cell, double size) const {
    const auto lines_at = [&](double width) {
        const auto layout = lay_out({cell.text, cell.style, cell.language, width, cell.height}, size, PANGO_WRAP_WORD);
        const bool overflows = size_of(layout.get()).width > width;
        return overflows ? most_balanced_lines + 1 : pango_layout_get_line_count(layout.get());
    };
    const int lines = lines_at(cell.width);
    if (cell.style.lines < 2 || lines < 2 || lines > most_balanced_lines) return cell.width;
    double enough = cell.width, too_narrow = cell.width / lines / 2;
    while (enough - too_narrow > 1) {
        const double middle = (enough + too_narrow) / 2;
        (lines_at(middle) <= lines ? enough : too_narrow) = middle;
    }
    return enough;
}

Typesetter::Placed Typesetter::place(const Cell& cell, double size) const {
    const double width = balanced_width(cell, size);
    auto layout = lay_out({cell.text, cell.style, cell.language, width, cell.height}, size, PANGO_WRAP_WORD_CHAR);
    const int room = std::max(1, static_cast<int>(cell.height / (size * cell.style.leading)));
    const int most_lines = cell.style.lines > 0 ? std::min(cell.style.lines, room) : room;
    if (pango_layout_get_line_count(layout.get()) > most_lines) {
        // An ellipsis counts the lines of a paragraph: make it one.
        std::string text(cell.text);
        std::replace(text.begin(), text.end(), '\n', ' ');
        layout = lay_out({text, cell.style, cell.language, width, cell.height}, size, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout.get(), -most_lines);
    }
    const double height = size_of(layout.get()).height;
    return {std::move(layout), offset(cell.style.anchor, cell.width, width),
            offset(cell.style.vertical, cell.height, height)};
}

Typesetter::Block Typesetter::set_in_columns(const Box& box, std::string_view text, const std::string& language) const {
    const int columns = box.style.columns;
    auto texts = columns > 1 ? cells_of(text) : std::vector<std::string>{std::string(text)};
    const auto most_rows = static_cast<std::size_t>(std::max(1.0, box.height / (box.style.least * box.style.leading)));
    texts.resize(std::min(texts.size(), most_rows * columns));  // as an ellipsis would
    const int rows = (static_cast<int>(texts.size()) + columns - 1) / columns;
    const double gap = columns > 1 ? box.style.size : 0;
    const double width = (box.width - gap * (columns - 1)) / columns;
    const double height = box.height / std::max(1, rows);

    double size = box.style.size;  // the same in all cells
    for (const std::string& cell : texts)
        size = std::min(size, fitting_size({cell, box.style, language, width, height}));
    Block block;
    for (int i = 0; i < static_cast<int>(texts.size()); ++i) {
        Placed placed = place({texts[i], box.style, language, width, height}, size);
        placed.x += i % columns * (width + gap);
        placed.y += i / columns * height;
        block.push_back(std::move(placed));
    }
    return block;
}

void Typesetter::set(cairo_t* page, const Box& box, std::string_view text, const std::string& language) {
    if (blocks_.size() > most_kept) blocks_.clear();
    const std::string key = box.name + '\n' + language + '\n' + std::string(text);
    auto found = blocks_.find(key);
    if (found == blocks_.end()) found = blocks_.emplace(key, set_in_columns(box, text, language)).first;

    cairo_save(page);
    cairo_translate(page, box.x + box.width / 2, box.y + box.height / 2);
    cairo_rotate(page, box.style.turn * std::numbers::pi / 180);
    cairo_translate(page, -box.width / 2, -box.height / 2);
    cairo_set_source_rgb(page, box.style.red, box.style.green, box.style.blue);
    for (const Placed& placed : found->second) {
        cairo_move_to(page, placed.x, placed.y);
        pango_cairo_show_layout(page, placed.layout.get());
    }
    cairo_restore(page);
}

}  // namespace noticeboard::qr
