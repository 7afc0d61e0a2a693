// Posters a second in one PDF: Press beside a bare cairo loop that draws the same pages, in turns on the same machine.
//
// The bare loop is what one would write without Press for exactly this page: librsvg, Pango and cairo called one after
// the other with the font sizes known beforehand, so nothing is measured or shrunk. It comes in two kinds: one draws
// the template's SVG on every page, the other keeps it in a recording surface as Press does.
#include "qr/poster.hpp"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace noticeboard::qr;

namespace {

constexpr int rounds = 7;

Sheet sheet_number(int i) {
    char number[16], place[64];
    std::snprintf(number, sizeof number, "%04d %04d", 3052 + i / 10000, i % 10000);
    std::snprintf(place, sizeof place, "牌号 %04d · 北塘村口小卖部", i);
    Sheet sheet;
    std::string digits = number;
    digits.erase(4, 1);
    sheet.code = *printed_code("https://nb.example.cn/g/", digits + "/7K3M9QXA");
    sheet.texts = {
        {"issuer", "桐乡市妇女联合会"},
        {"title", "第" + std::to_string(i) + "姐妹群"},
        {"village", "桐乡市 石门镇 北塘" + std::to_string(i) + "村"},
        {"leader", "群主 李桂芳"},
        {"introduction",
         "我是村妇联主席，在村里住了" + std::to_string(i % 60) + "年。家里有难处，来群里说，也可以私下问我。"},
        {"scan-hint", "微信扫一扫\n进群"},
        {"number-label", "本群号码"},
        {"number", number},
        {"no-camera", "没有摄像头？手机打开 nb.example.cn，输入上面八位号码。"},
        {"address", "https://nb.example.cn/g/" + digits + "/7K3M9QXA"},
        {"serial", place},
        {"no-money", "本码从不收钱。谁向你要钱，就是骗子。"},
        {"hotlines",
         "110 有危险\n12110 发短信\n120 受伤\n119 着火\n12356 难受\n12338 妇女维权\n12355 未成年人\n12348 法律"},
        {"ruler-label", "此线长 50 毫米"},
    };
    return sheet;
}

double press_rate(const Template& paper, const std::vector<Sheet>& sheets) {
    std::size_t written = 0;
    const auto start = std::chrono::steady_clock::now();
    Press press(paper, [&](std::string_view bytes) {
        written += bytes.size();
        return true;
    });
    for (const Sheet& sheet : sheets)
        if (!press.add(sheet)) std::abort();
    if (!press.finish()) std::abort();
    return static_cast<double>(sheets.size()) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// ---- the bare loop -------------------------------------------------------------------------------------------------

cairo_status_t count_bytes(void* written, const unsigned char*, unsigned length) {
    *static_cast<std::size_t*>(written) += length;
    return CAIRO_STATUS_SUCCESS;
}

void bare_text(cairo_t* page, const Box& box, const std::string& text) {
    const TextStyle& style = box.style;
    PangoLayout* layout = pango_cairo_create_layout(page);
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, style.family.c_str());
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, static_cast<int>(box.width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    cairo_set_source_rgb(page, style.red, style.green, style.blue);
    cairo_move_to(page, box.x, box.y);
    pango_cairo_show_layout(page, layout);
    pango_font_description_free(font);
    g_object_unref(layout);
}

void bare_table(cairo_t* page, const Box& box, const std::string& text) {
    int cell = 0;
    for (std::size_t begin = 0; begin < text.size(); ++cell) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        Box at = box;
        at.width = box.width / box.style.columns;
        at.x += cell % box.style.columns * at.width;
        at.y += cell / box.style.columns * box.height / 2;
        bare_text(page, at, text.substr(begin, end - begin));
        begin = end + 1;
    }
}

void bare_code(cairo_t* page, const Box& box, const Matrix& code) {
    const double module = box.width / (code.side + 8);
    cairo_set_source_rgb(page, 0, 0, 0);
    for (int y = 0; y < code.side; ++y)
        for (int x = 0; x < code.side; ++x)
            if (code.at(x, y))
                cairo_rectangle(page, box.x + (x + 4) * module, box.y + (y + 4) * module, module, module);
    cairo_fill(page);
}

double bare_rate(const Template& paper, const std::vector<Sheet>& sheets, bool record) {
    std::size_t written = 0;
    const auto start = std::chrono::steady_clock::now();
    RsvgHandle* drawing =
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(paper.svg.data()), paper.svg.size(), nullptr);
    rsvg_handle_set_dpi(drawing, 72);
    const std::string_view hide = "#boxes,#photo-frame,#practice-frame{display:none!important}";
    rsvg_handle_set_stylesheet(drawing, reinterpret_cast<const guint8*>(hide.data()), hide.size(), nullptr);
    const RsvgRectangle whole{0, 0, paper.width, paper.height};
    const cairo_rectangle_t extents{0, 0, paper.width, paper.height};
    cairo_surface_t* ground = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t* recording = cairo_create(ground);
    rsvg_handle_render_document(drawing, recording, &whole, nullptr);

    cairo_surface_t* pdf = cairo_pdf_surface_create_for_stream(count_bytes, &written, paper.width, paper.height);
    cairo_t* page = cairo_create(pdf);
    for (const Sheet& sheet : sheets) {
        if (record) {
            cairo_set_source_surface(page, ground, 0, 0);
            cairo_paint(page);
        } else {
            rsvg_handle_render_document(drawing, page, &whole, nullptr);
        }
        bare_code(page, paper.box("code"), sheet.code);
        for (const auto& [name, text] : sheet.texts)
            (name == "hotlines" ? bare_table : bare_text)(page, paper.box(name), text);
        cairo_show_page(page);
    }
    cairo_destroy(page);
    cairo_surface_finish(pdf);
    cairo_surface_destroy(pdf);
    cairo_destroy(recording);
    cairo_surface_destroy(ground);
    g_object_unref(drawing);
    return static_cast<double>(sheets.size()) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    const int posters = count > 1 ? std::atoi(arguments[1]) : 300;
    for (const char* file : {"config/posters/a4-classic.svg", "config/posters/a4-mono.svg", "config/posters/a5.svg"}) {
        const Expected<Template> paper = load_template(file);
        if (!paper) {
            std::fprintf(stderr, "%s\n", paper.why().c_str());
            return 1;
        }
        std::vector<Sheet> sheets;
        for (int i = 0; i < posters; ++i) sheets.push_back(sheet_number(i));
        std::vector<double> press, drawn, recorded;
        for (int round = 0; round < rounds; ++round) {
            press.push_back(press_rate(*paper, sheets));
            drawn.push_back(bare_rate(*paper, sheets, false));
            recorded.push_back(bare_rate(*paper, sheets, true));
        }
        std::printf("%-32s press %5.0f/s | bare %5.0f/s ratio %.2f | bare, recorded %5.0f/s ratio %.2f\n", file,
                    median(press), median(drawn), median(press) / median(drawn), median(recorded),
                    median(press) / median(recorded));
    }
}
