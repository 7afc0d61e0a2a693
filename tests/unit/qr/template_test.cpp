// Templates: what a designer wrote becomes boxes; what she broke is named.
#include "qr/template.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/unit/qr/paper.hpp"

using namespace noticeboard::qr;

namespace {

constexpr double mm = 72 / 25.4;

doctest::Approx near(double points) {
    return doctest::Approx(points).epsilon(0.001);
}

// A page of 100 x 200 mm with every box; `special` stands in the place of box `title`.
std::string page_with(const std::string& special, const std::string& group = "") {
    std::ostringstream svg;
    svg << R"(<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="200mm" viewBox="0 0 100 200"><g id="boxes" )"
        << group << ">";
    for (const std::string_view name : box_names)
        if (name != "title") svg << "<rect id=\"" << name << R"(" x="10" y="20" width="30" height="40"/>)";
    svg << special << "</g></svg>";
    return svg.str();
}

}  // namespace

TEST_CASE("every template of the house loads, with all its boxes inside 10 mm margins") {
    for (const char* file : template_files) {
        CAPTURE(file);
        const auto paper = load_template(file);
        REQUIRE_MESSAGE(paper, paper.why());
        for (const auto& [name, box] : paper->boxes) {
            CAPTURE(name);
            CHECK(box.x >= 10 * mm);
            CHECK(box.y >= 10 * mm);
            CHECK(box.x + box.width <= paper->width - 10 * mm);
            CHECK(box.y + box.height <= paper->height - 10 * mm);
        }
        CHECK(paper->box("number").style.least >= 40);
        CHECK(paper->box("introduction").style.size >= 14);
    }
}

TEST_CASE("on A4 the smallest code is at least 90 mm wide without its quiet zone") {
    for (const char* file : {template_files[0], template_files[1]}) {
        const Box box = load_template(file)->box("code");
        CHECK(box.width == doctest::Approx(box.height));
        CHECK(box.width / mm * 29 / 37 >= 90);  // version 3
    }
}

TEST_CASE("boxes are in points, through every transform") {
    const auto paper = parse_template(
        page_with(
            R"x(<g transform="translate(5 0) scale(2)"><rect id="title" x="10" y="20" width="30" height="40" rx="3"/></g>)x"),
        "t.svg");
    REQUIRE_MESSAGE(paper, paper.why());
    CHECK(paper->width == near(100 * mm));
    CHECK(paper->height == near(200 * mm));
    CHECK(paper->box("number").x == near(10 * mm));
    const Box& title = paper->box("title");
    CHECK(title.x == near(25 * mm));
    CHECK(title.y == near(40 * mm));
    CHECK(title.width == near(60 * mm));
    CHECK(title.height == near(80 * mm));
    CHECK(title.radius == near(6 * mm));
}

TEST_CASE("a box's style comes from its attributes, its style, and the groups around it") {
    const auto paper = parse_template(
        page_with(
            R"(<g font-size="20" data-least="10"><rect id="title" x="1" y="1" width="9" height="9" font-family="A, B"
                     style="font-weight:700; fill:#ff0000" text-anchor="middle" data-vertical="bottom" data-lines="2"
                     data-columns="3" data-strong="numbers" data-turn="-9" data-leading="1.5" letter-spacing=".1"/></g>)",
            R"(font-family="Song" fill="#00ff00")"),
        "t.svg");
    REQUIRE_MESSAGE(paper, paper.why());
    const TextStyle& title = paper->box("title").style;
    CHECK(title.family == "A, B");
    CHECK(title.bold);
    CHECK(title.size == 20);
    CHECK(title.least == 10);
    CHECK(title.leading == 1.5);
    CHECK(title.letter_spacing == doctest::Approx(0.1));
    CHECK(title.red == 1);
    CHECK(title.green == 0);
    CHECK(title.anchor == TextStyle::Anchor::middle);
    CHECK(title.vertical == TextStyle::Vertical::bottom);
    CHECK(title.lines == 2);
    CHECK(title.columns == 3);
    CHECK(title.strong_numbers);
    CHECK(title.turn == -9);
    const TextStyle& number = paper->box("number").style;
    CHECK(number.family == "Song");
    CHECK_FALSE(number.bold);
    CHECK(number.green == 1);
    CHECK(number.size == 14);
}

TEST_CASE("each missing box is named, with the file") {
    std::ifstream in(template_files[0]);
    const std::string svg{std::istreambuf_iterator<char>(in), {}};
    REQUIRE(parse_template(svg, "a4-classic.svg"));
    for (const std::string_view name : box_names) {
        std::string without = svg;
        const std::string id = "id=\"" + std::string(name) + "\"";
        REQUIRE(without.find(id) != std::string::npos);
        without.replace(without.find(id), id.size(), "id=\"renamed\"");
        CHECK(parse_template(without, "a4-classic.svg").why() ==
              "the template a4-classic.svg has no box “" + std::string(name) + "”");
    }
}

TEST_CASE("a broken template is refused in words") {
    CHECK(load_template("config/posters/none.svg").why() == "the template config/posters/none.svg cannot be opened");
    CHECK(parse_template("<svg", "t.svg").why().starts_with("the template t.svg is not an SVG file: "));
    CHECK(parse_template("<p>words</p>", "t.svg").why().starts_with("the template t.svg is not an SVG file"));
    CHECK(parse_template("", "t.svg").why().starts_with("the template t.svg is not an SVG file"));
    CHECK(parse_template(page_with(R"(<rect id="title" x="1" y="1" width="0" height="9"/>)"), "t.svg").why() ==
          "the template t.svg has a box “title” without a size");
    std::string sizeless = page_with(R"(<rect id="title" x="1" y="1" width="9" height="9"/>)");
    REQUIRE(parse_template(sizeless, "t.svg"));
    sizeless.replace(sizeless.find("width=\"100mm\" height=\"200mm\""), 28, "width=\"100%\" height=\"100%\"");
    CHECK(parse_template(sizeless, "t.svg").why() == "the template t.svg does not say its width and height in mm");
}
