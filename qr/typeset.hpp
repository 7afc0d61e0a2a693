// Sets a text into a box: wraps it, shrinks it until it fits, and as the last resort ends it in an ellipsis.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "qr/handles.hpp"
#include "qr/template.hpp"

namespace noticeboard::qr {

// Never draws outside a box. Keeps what it has set, since most texts of a poster are those of the poster before.
// Belongs to one thread.
class Typesetter {
 public:
    Typesetter();

    // Draws `text` (UTF-8, in `language`, BCP 47) in points onto `page`.
    void set(cairo_t* page, const Box& box, std::string_view text, const std::string& language);

 private:
    struct Placed {
        Owned<PangoLayout> layout;
        double x, y;  // points, from the box's upper left corner
    };
    using Block = std::vector<Placed>;

    struct Cell {  // one text and the room it has, in points
        std::string_view text;
        const TextStyle& style;
        const std::string& language;
        double width, height;
    };

    Block set_in_columns(const Box& box, std::string_view text, const std::string& language) const;
    Placed place(const Cell& cell, double size) const;
    double fitting_size(const Cell& cell) const;
    bool fits(const Cell& cell, double size) const;
    double balanced_width(const Cell& cell, double size) const;
    Owned<PangoLayout> lay_out(const Cell& cell, double size, PangoWrapMode wrap) const;

    Owned<PangoFontMap> fonts_;
    Owned<PangoContext> context_;
    std::unordered_map<std::string, Block> blocks_;
};

}  // namespace noticeboard::qr
