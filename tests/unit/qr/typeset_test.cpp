// Texts in their boxes: nothing leaves a box, whatever is written.
#include "qr/typeset.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/qr/paper.hpp"

using namespace noticeboard::qr;

namespace {

constexpr double dpi = 100;

std::string repeated(const std::string& text, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += text;
    return made;
}

// A page of 640 x 300 points with the text alone.
Grey set_alone(Typesetter& typesetter, const Box& box, const std::string& text, const std::string& language) {
    const int width = static_cast<int>(640 * dpi / 72), height = static_cast<int>(300 * dpi / 72);
    const Owned<cairo_surface_t> image(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
    const Owned<cairo_t> page(cairo_create(image.get()));
    cairo_scale(page.get(), dpi / 72, dpi / 72);
    typesetter.set(page.get(), box, text, language);
    cairo_surface_flush(image.get());
    Grey grey{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            grey.pixels.push_back(static_cast<std::uint8_t>(
                255 - cairo_image_surface_get_data(image.get())[y * cairo_image_surface_get_stride(image.get()) + x]));
    return grey;
}

Grey set_alone(const Box& box, const std::string& text, const std::string& language) {
    Typesetter typesetter;
    return set_alone(typesetter, box, text, language);
}

Box box_of(double width, double height) {
    Box box{"test", 100, 50, width, height, 0, {}};
    box.style.size = 30;
    box.style.least = 8;
    return box;
}

// Height of the ink, in pixels.
int ink_height(const Grey& page) {
    int first = page.height, last = -1;
    for (int y = 0; y < page.height; ++y)
        for (int x = 0; x < page.width; ++x)
            if (page.at(x, y) < 128) first = std::min(first, y), last = y;
    return last - first + 1;
}

}  // namespace

TEST_CASE("in every box of every template, the longest texts stay inside") {
    const std::pair<const char*, std::string> texts[] = {
        {"zh-CN", repeated("家里有难处、孩子上学、学门手艺，", 60)},
        {"en", repeated("Trouble at home and handicraft ", 60)},
        {"en", repeated("Rindfleischetikettierung", 40)},
        {"zh-CN", repeated("一行\n", 60)},
    };
    for (const char* file : template_files) {
        const Template paper = *load_template(file);
        Typesetter typesetter;
        for (const auto& [name, box] : paper.boxes) {
            if (name == "photo" || name == "code") continue;
            for (const auto& [language, text] : texts) {
                CAPTURE(file);
                CAPTURE(name);
                CAPTURE(text.substr(0, 40));
                Box moved = box;  // to where the page has room on all sides
                moved.x = 70;
                moved.y = 80;
                const Grey page = set_alone(typesetter, moved, text, language);
                CHECK(has_ink(page, turned_area_of(moved), dpi));
                CHECK_FALSE(has_ink_outside(page, turned_area_of(moved), dpi));
            }
        }
    }
}

TEST_CASE("a text that fits keeps its size; a longer one shrinks") {
    const Box box = box_of(200, 60);
    const int plain = ink_height(set_alone(box, "Hxg", "en"));
    Box wide = box;
    wide.width = 280;
    CHECK(ink_height(set_alone(wide, "Hxg", "en")) == plain);
    Box one_line = box;
    one_line.style.lines = 1;
    CHECK(ink_height(set_alone(one_line, "Hxg Hxg Hxg Hxg Hxg Hxg", "en")) < plain * 2 / 3);
}

TEST_CASE("a long word shrinks before it is broken") {
    Box box = box_of(120, 100);
    const Grey page = set_alone(box, "Handicraftsgroups", "en");
    CHECK(ink_height(page) < 30 * dpi / 72);  // one line
}

TEST_CASE("a turned text lies within the turned box") {
    Box box = box_of(120, 20);
    const Grey straight = set_alone(box, "PRACTICE", "en");
    box.style.turn = -90;
    const Grey turned = set_alone(box, "PRACTICE", "en");
    CHECK(ink_height(turned) > 2 * ink_height(straight));
    CHECK_FALSE(has_ink_outside(turned, turned_area_of(box), dpi));
}

TEST_CASE("a table's cells stand in columns, a number above its meaning") {
    Box box = box_of(200, 60);
    box.style.size = 10;
    box.style.columns = 2;
    box.style.strong_numbers = true;
    const Grey page = set_alone(box, "110 now\n120 hurt\n119 fire", "en");
    const auto cell = [&](double column, double row) {
        return Area{box.x + column * (box.width / 2 + 5), box.y + row * box.height / 2, box.width / 2 - 5,
                    box.height / 2};
    };
    CHECK(has_ink(page, cell(0, 0), dpi));
    CHECK(has_ink(page, cell(1, 0), dpi));
    CHECK(has_ink(page, cell(0, 1), dpi));
    CHECK_FALSE(has_ink(page, cell(1, 1), dpi));
    CHECK(ink_height(set_alone(box, "110 now", "en")) > 1.5 * ink_height(set_alone(box, "110", "en")));
}
