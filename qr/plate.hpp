// A template made ready for printing: its drawing is read once, its texts are kept, and each sheet is a page.
#pragma once

#include <map>
#include <string>

#include "qr/expected.hpp"
#include "qr/handles.hpp"
#include "qr/sheet.hpp"
#include "qr/template.hpp"
#include "qr/typeset.hpp"

namespace noticeboard::qr {

class Plate {  // belongs to one thread
 public:
    explicit Plate(Template paper) : paper_(std::move(paper)) {}

    const Template& paper() const { return paper_; }

    // Draws the sheet onto `page`, in points. Before anything is drawn it fails when the sheet has no code, when it has
    // a text for a box that the template does not have, or when its photo cannot be used.
    Expected<Done> print(cairo_t* page, const Sheet& sheet);

 private:
    std::string hiding_style(const Sheet& sheet) const;
    Expected<Done> draw_template(cairo_t* page, const std::string& style) const;
    Expected<Done> draw_ground(cairo_t* page, const Sheet& sheet);
    const Box& box_on(const Sheet& sheet, std::string_view name) const;

    Template paper_;
    Typesetter typesetter_;
    std::map<std::string, Owned<cairo_surface_t>> grounds_;  // by hiding style
};

}  // namespace noticeboard::qr
