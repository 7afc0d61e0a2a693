// A template of a poster or a letter: an SVG file in which a designer drew the paper and named the boxes for the texts.
//
// The boxes are <rect>s with an id inside the group `boxes`, which is never printed. How a text is set stands on its
// box or on the group, as attributes or in `style`:
//   font-family, font-weight, fill, text-anchor (start, middle, end)   as in SVG
//   font-size       the size to begin with, in points on paper; letter-spacing in em
//   data-least      the smallest size a long text may shrink to, in points; below, the text ends in an ellipsis
//   data-leading    from line to line, in em
//   data-lines      the most lines; a heading's lines are balanced
//   data-vertical   top, middle, bottom
//   data-columns    the text's lines become the cells of a table with so many columns, a number at their beginning
//                   on a line of its own
//   data-strong     "numbers": digits in bold
//   data-turn       the text is turned by so many degrees about the middle of the box
// A group `NAME-frame` is the decoration of box NAME and vanishes with it. A box `NAME-without-photo` is where NAME
// stands on a sheet that has no photo. `data-ink="black"` on <svg> makes the photo grey.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "qr/expected.hpp"

namespace noticeboard::qr {

// The boxes that every poster's template has: the contract between the templates and who fills the sheets.
inline constexpr std::array<std::string_view, 17> box_names{
    "title",   "village",   "leader", "introduction", "photo",    "code",   "scan-hint",   "number-label", "number",
    "address", "no-camera", "serial", "no-money",     "hotlines", "issuer", "ruler-label", "practice"};

// The boxes of the letter that makes somebody a group's leader.
inline constexpr std::array<std::string_view, 15> letter_box_names{
    "issuer", "title", "to",    "body",        "group", "number-label", "number", "steps",
    "code",   "claim", "until", "claim-label", "ask",   "secret",       "serial"};

struct TextStyle {
    enum class Anchor { start, middle, end };
    enum class Vertical { top, middle, bottom };

    std::string family = "Noto Sans CJK SC";
    bool bold = false;
    double size = 14, least = 8;  // points
    double leading = 1.4;         // em
    double letter_spacing = 0;    // em
    double red = 0, green = 0, blue = 0;
    Anchor anchor = Anchor::start;
    Vertical vertical = Vertical::top;
    int lines = 0;  // 0: as many as the box has room for
    int columns = 1;
    bool strong_numbers = false;
    double turn = 0;  // degrees, clockwise
};

struct Box {
    std::string name;
    double x = 0, y = 0, width = 0, height = 0;  // points from the page's upper left corner
    double radius = 0;                           // of the corners, points
    TextStyle style;
};

struct Template {
    std::string name;  // for messages
    std::string svg;
    double width = 0, height = 0;  // of the page, points
    bool black_ink_only = false;
    std::map<std::string, Box, std::less<>> boxes;

    const Box& box(std::string_view box_name) const { return boxes.find(box_name)->second; }
};

// Fails with a sentence that names the file and the box, when the SVG cannot be read or one of the boxes is missing.
Expected<Template> load_template(const std::filesystem::path& file,
                                 std::span<const std::string_view> boxes = box_names);
Expected<Template> parse_template(std::string svg, std::string name,
                                  std::span<const std::string_view> boxes = box_names);

}  // namespace noticeboard::qr
