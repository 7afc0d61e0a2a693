// Posters as they come out of the printer: read by a camera, kept in the margins, sparing with toner.
#include "qr/poster.hpp"

#include <doctest/doctest.h>

#include "qr/read.hpp"
#include "tests/unit/qr/paper.hpp"

using namespace noticeboard::qr;

namespace {

constexpr double mm = 72 / 25.4;

Sheet with_photo(Sheet sheet) {
    sheet.photo = sample_photo();
    return sheet;
}

Sheet with_long_texts(Sheet sheet) {
    for (auto& [name, text] : sheet.texts)
        if (name != "number") text += " " + text + " " + text + " " + text;
    return sheet;
}

Area inside_margins(const Template& paper, double margin_mm = 10) {
    const double margin = margin_mm * mm;
    return {margin, margin, paper.width - 2 * margin, paper.height - 2 * margin};
}

std::vector<std::string> texts_on(const Grey& page) {
    return *read_codes(encoded(page, ".png"));
}

std::string printed_pdf(const Template& paper, const std::vector<Sheet>& sheets) {
    std::string pdf;
    Press press(paper, [&](std::string_view bytes) {
        pdf += bytes;
        return true;
    });
    for (const Sheet& sheet : sheets) REQUIRE(press.add(sheet));
    REQUIRE(press.finish());
    return pdf;
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

}  // namespace

TEST_CASE("the code of a printed poster reads back, and after a bad photocopy too") {
    for (const char* file : template_files) {
        CAPTURE(file);
        const auto pdf = poster_pdf(*load_template(file), with_photo(chinese_sheet()));
        REQUIRE_MESSAGE(pdf, pdf.why());
        const std::vector<Grey> pages = rasterised(*pdf, 150);
        REQUIRE(pages.size() == 1);
        const std::vector<std::string> address{sample_address};
        CHECK(texts_on(pages[0]) == address);
        CHECK(texts_on(photocopied(pages[0], 2.5)) == address);
    }
}

TEST_CASE("a photocopy blurred beyond the modules does not read: the copier does something") {
    const auto pdf = poster_pdf(*load_template("config/posters/a5.svg"), chinese_sheet());
    CHECK(texts_on(photocopied(rasterised(*pdf, 100).at(0), 20)).empty());
}

TEST_CASE("no ink within 10 mm of the paper's edge, in both languages, with the longest texts") {
    for (const char* file : template_files) {
        CAPTURE(file);
        const Template paper = *load_template(file);
        const std::string pdf = printed_pdf(paper, {with_photo(chinese_sheet()), with_long_texts(english_sheet()),
                                                    with_photo(with_long_texts(chinese_sheet()))});
        const std::vector<Grey> pages = rasterised(pdf, 75);
        REQUIRE(pages.size() == 3);
        for (const Grey& page : pages) {
            CHECK_FALSE(has_ink_outside(page, inside_margins(paper), 75));
            CHECK(has_ink_outside(page, inside_margins(paper, 16), 75));
        }
    }
}

TEST_CASE("a4-mono is under 8 % black besides the code; in colour it is not") {
    const auto share = [](const char* file) {
        const Template paper = *load_template(file);
        const Grey page = rasterised(*poster_pdf(paper, with_photo(chinese_sheet())), 100).at(0);
        return black_share(page, area_of(paper.box("code")), 100);
    };
    const double mono = share("config/posters/a4-mono.svg");
    MESSAGE("a4-mono: ", 100 * mono, " % black");
    CHECK(mono > 0.02);
    CHECK(mono < 0.08);
    CHECK(share("config/posters/a4-classic.svg") > 0.08);
}

TEST_CASE("without a photo there is neither photo nor frame, and the introduction takes the room") {
    for (const char* file : template_files) {
        CAPTURE(file);
        const Template paper = *load_template(file);
        const Area area = area_of(paper.box("photo"), 1.5 * mm);
        Sheet sheet = chinese_sheet();
        sheet.texts.erase("leader");
        sheet.texts.erase("introduction");
        CHECK_FALSE(has_ink(printed(paper, sheet, 100), area, 100));
        CHECK(has_ink(printed(paper, with_photo(sheet), 100), area, 100));
        sheet.texts["introduction"] = with_long_texts(chinese_sheet()).texts["introduction"];
        CHECK(has_ink(printed(paper, sheet, 100), area, 100));
    }
}

TEST_CASE("a box without a text takes its decoration with it") {
    for (const char* file : template_files) {
        CAPTURE(file);
        const Template paper = *load_template(file);
        Sheet sheet;
        sheet.code = chinese_sheet().code;
        const Grey empty = printed(paper, sheet, 100);
        const Area mark{paper.box("no-money").x - 6 * mm, paper.box("no-money").y, 5 * mm,
                        paper.box("no-money").height};
        CHECK_FALSE(has_ink(empty, mark, 100));
        CHECK(has_ink(printed(paper, chinese_sheet(), 100), mark, 100));
        const Grey practice = printed(paper, chinese_sheet(), 100);
        Sheet real = chinese_sheet();
        real.texts["practice"] = "";
        CHECK(printed(paper, real, 100).pixels != practice.pixels);
    }
}

TEST_CASE("the ruler is 50 mm long") {
    for (const char* file : template_files) {
        CAPTURE(file);
        const Template paper = *load_template(file);
        Sheet sheet;
        sheet.code = chinese_sheet().code;
        const Grey page = printed(paper, sheet, 300);
        const double row_of_label = paper.box("ruler-label").y;
        int longest = 0;
        for (int y = static_cast<int>(row_of_label * 300 / 72); y < page.height; ++y) {
            int run = 0;
            for (int x = 0; x < page.width; ++x) {
                run = page.at(x, y) < 200 ? run + 1 : 0;
                longest = std::max(longest, run);
            }
        }
        CHECK(longest / 300.0 * 25.4 == doctest::Approx(50).epsilon(0.01));
    }
}

TEST_CASE("the PNG has one bit a pixel and 300 dots an inch, and reads back") {
    const std::string png = *poster_png(*load_template("config/posters/a4-classic.svg"), with_photo(english_sheet()));
    CHECK(big_endian(png, 16) == 2480);
    CHECK(big_endian(png, 20) == 3508);
    CHECK(png[24] == 1);
    const auto pixels_a_metre = png.find("pHYs");
    REQUIRE(pixels_a_metre != png.npos);
    CHECK(big_endian(png, pixels_a_metre + 4) == 11811);
    CHECK(*read_codes(png) == std::vector<std::string>{sample_address});
}

TEST_CASE("on a 1-bit PNG a grey photo is dithered to its brightness") {
    const Template paper = *load_template("config/posters/a4-mono.svg");
    Sheet sheet = chinese_sheet();
    Grey grey{300, 360, {}};
    grey.pixels.assign(300 * 360, 100);
    sheet.photo = encoded(grey, ".png");
    const Grey page = *decode_grey(*poster_png(paper, sheet));
    const Box& box = paper.box("photo");
    double sum = 0;
    int count = 0;
    for (int y = static_cast<int>((box.y + 9) * 300 / 72); y < (box.y + box.height - 9) * 300 / 72; ++y)
        for (int x = static_cast<int>((box.x + 9) * 300 / 72); x < (box.x + box.width - 9) * 300 / 72; ++x)
            sum += page.at(x, y), ++count;
    CHECK(sum / count == doctest::Approx(100).epsilon(0.03));
}

TEST_CASE("sheets become pages of one PDF, each with its own code, fonts embedded as subsets") {
    std::string pdf;
    Press press(*load_template("config/posters/a5.svg"), [&](std::string_view bytes) {
        pdf += bytes;
        return true;
    });
    REQUIRE(press.add(with_photo(chinese_sheet())));
    Sheet refused = chinese_sheet();
    refused.texts["greeting"] = "hello";
    CHECK_FALSE(press.add(refused));
    Sheet second = english_sheet();
    second.code = *printed_code("https://nb.example.cn/g/", "30521082/0000000Z");
    REQUIRE(press.add(second));
    REQUIRE(press.finish());

    const std::vector<Grey> pages = rasterised(pdf, 150);
    REQUIRE(pages.size() == 2);
    CHECK(texts_on(pages[0]) == std::vector<std::string>{sample_address});
    CHECK(texts_on(pages[1]) == std::vector<std::string>{"https://nb.example.cn/g/30521082/0000000Z"});
    CHECK(about(pdf, "pdfinfo").find("北塘姐妹群") != std::string::npos);
    CHECK(about(pdf, "pdftotext").find("3052\n1074") != std::string::npos);
    const std::string fonts = about(pdf, "pdffonts");
    CHECK(fonts.find("NotoSerifCJKsc-Bold") != std::string::npos);
    CHECK(fonts.find(" no ") == std::string::npos);  // embedded, subset and with Unicode, all of them
}

TEST_CASE("a hundred more pages cost their own text and code, not the drawing again") {
    const Template paper = *load_template("config/posters/a4-classic.svg");
    const std::size_t one = printed_pdf(paper, {chinese_sheet()}).size();
    const std::size_t many = printed_pdf(paper, std::vector<Sheet>(101, chinese_sheet())).size();
    CHECK((many - one) / 100 < 8'000);
}

TEST_CASE("an SVG is a white page of the paper's size that reads back") {
    const Template paper = *load_template("config/posters/a5.svg");
    const std::string svg = *poster_svg(paper, chinese_sheet());
    CHECK(svg.find("width=\"419.527") != std::string::npos);
    const Grey page = drawn_svg(svg, paper, 150);
    CHECK(page.at(3, 3) == 255);
    CHECK(texts_on(page) == std::vector<std::string>{sample_address});
    CHECK(has_ink(page, area_of(paper.box("leader")), 150));
}

TEST_CASE("what cannot be printed is said") {
    const Template paper = *load_template("config/posters/a5.svg");
    Sheet sheet = chinese_sheet();
    sheet.texts["greeting"] = "hello";
    CHECK(poster_pdf(paper, sheet).why() == "the template a5.svg has no box “greeting” for “hello”");
    sheet = chinese_sheet();
    sheet.photo = "not a picture";
    CHECK(poster_png(paper, sheet).why() == "the photo cannot be used: the picture is not a PNG, JPEG or WebP");
    sheet = chinese_sheet();
    sheet.code = {};
    CHECK(poster_svg(paper, sheet).why() == "the sheet has no code");

    Press empty(paper, [](std::string_view) { return true; });
    CHECK(empty.finish().why() == "no poster was printed");
    Press full_disk(paper, [](std::string_view) { return false; });
    const bool added = static_cast<bool>(full_disk.add(chinese_sheet()));
    CHECK_FALSE((added && full_disk.finish()));
}
