// Sheets to print and paper to look at, for the tests of qr/.
#include "tests/unit/qr/paper.hpp"

#include <librsvg/rsvg.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vips/vips8>

#include "qr/plate.hpp"

namespace noticeboard::qr {
namespace {

using vips::VImage;

VImage view(const Grey& grey) {
    return VImage::new_from_memory(const_cast<std::uint8_t*>(grey.pixels.data()), grey.pixels.size(), grey.width,
                                   grey.height, 1, VIPS_FORMAT_UCHAR);
}

Grey grey_of(VImage image) {
    std::size_t size = 0;
    image = image.cast(VIPS_FORMAT_UCHAR);
    auto* bytes = static_cast<std::uint8_t*>(image.write_to_memory(&size));
    Grey grey{image.width(), image.height(), {bytes, bytes + size}};
    g_free(bytes);
    return grey;
}

std::string bytes_of(VImage image, const char* suffix) {
    void* bytes = nullptr;
    std::size_t size = 0;
    image.write_to_buffer(suffix, &bytes, &size);
    std::string made(static_cast<char*>(bytes), size);
    g_free(bytes);
    return made;
}

// A directory that is gone when the test is.
struct Desk {
    std::filesystem::path path;

    Desk() {
        std::string name = (std::filesystem::temp_directory_path() / "qr-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no room for a temporary directory");
        path = name;
    }
    ~Desk() { std::filesystem::remove_all(path); }
};

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string output;
    std::array<char, 4096> part;
    while (const std::size_t read = fread(part.data(), 1, part.size(), pipe.get())) output.append(part.data(), read);
    return output;
}

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

constexpr std::uint8_t white = 250;  // what is a little less is the raster's rounding

template <class Look>
void each_pixel(const Grey& page, Look look) {
    for (int y = 0; y < page.height; ++y)
        for (int x = 0; x < page.width; ++x) look(x, y, page.at(x, y));
}

// Whether a pixel's middle is within the area, given a pixel of doubt on each side.
bool lies_in(const Area& area, double dpi, int x, int y, double doubt) {
    const double scale = dpi / 72;
    const double px = x + 0.5, py = y + 0.5;
    return px > area.x * scale - doubt && px < (area.x + area.width) * scale + doubt && py > area.y * scale - doubt &&
           py < (area.y + area.height) * scale + doubt;
}

// What `draw` draws in points on an image of the paper's size; of the three inks the darkest, so that no colour passes
// for white.
template <class Draw>
Grey drawn_on_image(const Template& paper, double dpi, Draw draw) {
    const int width = static_cast<int>(std::lround(paper.width * dpi / 72));
    const int height = static_cast<int>(std::lround(paper.height * dpi / 72));
    const Owned<cairo_surface_t> image(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    const Owned<cairo_t> page(cairo_create(image.get()));
    cairo_scale(page.get(), dpi / 72, dpi / 72);
    draw(page.get());
    cairo_surface_flush(image.get());
    Grey grey{width, height, {}};
    const std::ptrdiff_t stride = cairo_image_surface_get_stride(image.get());
    for (int y = 0; y < height; ++y) {
        const unsigned char* pixel = cairo_image_surface_get_data(image.get()) + y * stride;
        for (int x = 0; x < width; ++x, pixel += 4) grey.pixels.push_back(std::min({pixel[0], pixel[1], pixel[2]}));
    }
    return grey;
}

}  // namespace

Sheet chinese_sheet() {
    Sheet sheet;
    sheet.language = "zh-CN";
    sheet.code = *printed_code("https://nb.example.cn/g/", "30521074/7K3M9QXA");
    sheet.texts = {
        {"issuer", "桐乡市妇女联合会"},
        {"title", "北塘姐妹群"},
        {"village", "浙江省 桐乡市 石门镇 北塘村"},
        {"leader", "群主 李桂芳"},
        {"introduction",
         "我是村妇联主席李桂芳，在村里住了四十年。家里有难处、孩子上学、学门手艺，都可以来群里说，也可以私下问我。"},
        {"scan-hint", "微信扫一扫\n进群"},
        {"number-label", "本群号码"},
        {"number", "3052 1074"},
        {"no-camera", "没有摄像头？手机打开 nb.example.cn，输入上面八位号码；或到村委会找李桂芳。"},
        {"address", sample_address},
        {"serial", "牌号 4821 · 村口小卖部 · 2025年3月"},
        {"no-money", "本码从不收钱。谁向你要钱，就是骗子。"},
        {"hotlines",
         "110 有危险，马上打\n12110 不便说话，发短信\n120 受伤、中毒\n119 着火\n12356 心里难受\n"
         "12338 妇女维权（上班时间）\n12355 未成年人\n12348 法律咨询"},
        {"ruler-label", "此线长 50 毫米，打印请选“实际大小”"},
        {"practice", "演练"},
    };
    return sheet;
}

Sheet english_sheet() {
    Sheet sheet = chinese_sheet();
    sheet.language = "en";
    sheet.texts = {
        {"issuer", "Tongxiang Women's Federation"},
        {"title", "Beitang Women's Group"},
        {"village", "Beitang, Shimen, Tongxiang, Zhejiang"},
        {"leader", "Led by Li Guifang"},
        {"introduction",
         "I am Li Guifang, chair of the village women's federation. I have lived here for forty years. Trouble at "
         "home, "
         "school for the children, a trade to learn: tell the group, or ask me in private."},
        {"scan-hint", "Scan with WeChat to join"},
        {"number-label", "Our number"},
        {"number", "3052 1074"},
        {"no-camera", "No camera? Open nb.example.cn on any phone and type the eight digits above."},
        {"address", sample_address},
        {"serial", "Board 4821 · Shop at the village gate · March 2025"},
        {"no-money", "This code never asks for money. Whoever does is a cheat."},
        {"hotlines",
         "110 danger now\n12110 text, if you cannot speak\n120 injury, poisoning\n119 fire\n12356 despair\n"
         "12338 women's rights (office hours)\n12355 minors\n12348 legal advice"},
        {"ruler-label", "50 mm long if printed at “actual size”"},
        {"practice", "PRACTICE"},
    };
    return sheet;
}

std::string sample_photo(const char* suffix) {
    const VImage light = VImage::mask_gaussian(480, 640, 1, 0.3, VImage::option()->set("uchar", true));
    const VImage grain = VImage::gaussnoise(480, 640, VImage::option()->set("mean", 110)->set("sigma", 20));
    const VImage photo = light.bandjoin(grain).bandjoin(light * 0.5 + 60).cast(VIPS_FORMAT_UCHAR);
    return bytes_of(photo.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB)), suffix);
}

std::string encoded(const Grey& picture, const char* suffix) {
    return bytes_of(view(picture), suffix);
}

std::vector<Grey> rasterised(const std::string& pdf, int dpi) {
    const Desk desk;
    std::ofstream(desk.path / "p.pdf", std::ios::binary) << pdf;
    output_of("cd " + desk.path.string() + " && pdftoppm -gray -png -r " + std::to_string(dpi) + " p.pdf page 2>&1");
    std::vector<Grey> pages;
    for (int page = 1; std::filesystem::exists(desk.path / ("page-" + std::to_string(page) + ".png")); ++page)
        pages.push_back(*decode_grey(contents(desk.path / ("page-" + std::to_string(page) + ".png"))));
    return pages;
}

std::string about(const std::string& pdf, const std::string& program) {
    const Desk desk;
    std::ofstream(desk.path / "p.pdf", std::ios::binary) << pdf;
    const std::string to_stdout = program == "pdftotext" ? " -" : "";
    return output_of(program + " " + (desk.path / "p.pdf").string() + to_stdout + " 2>&1");
}

Grey photocopied(const Grey& paper, double blur) {
    const VImage turned = view(paper).rotate(1.5, VImage::option()->set("background", 255));
    const VImage noise =
        VImage::gaussnoise(turned.width(), turned.height(), VImage::option()->set("sigma", 18)->set("seed", 7));
    return grey_of(turned.gaussblur(blur) * 0.5 + 70 + noise);  // black comes out at 70, white at 197
}

Area area_of(const Box& box, double wider) {
    return {box.x - wider, box.y - wider, box.width + 2 * wider, box.height + 2 * wider};
}

Area turned_area_of(const Box& box) {
    const double turn = box.style.turn * 3.14159265358979 / 180;
    const double width = box.width * std::abs(std::cos(turn)) + box.height * std::abs(std::sin(turn));
    const double height = box.width * std::abs(std::sin(turn)) + box.height * std::abs(std::cos(turn));
    return {box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height};
}

bool has_ink(const Grey& page, const Area& area, double dpi) {
    bool found = false;
    each_pixel(page, [&](int x, int y, int value) { found |= value < white && lies_in(area, dpi, x, y, -1); });
    return found;
}

bool has_ink_outside(const Grey& page, const Area& area, double dpi) {
    bool found = false;
    each_pixel(page, [&](int x, int y, int value) { found |= value < white && !lies_in(area, dpi, x, y, 1); });
    return found;
}

double black_share(const Grey& page, const Area& except, double dpi) {
    double black = 0;
    each_pixel(page, [&](int x, int y, int value) { black += lies_in(except, dpi, x, y, 0) ? 0 : 255 - value; });
    return black / 255 / page.width / page.height;
}

Grey printed(const Template& paper, const Sheet& sheet, double dpi) {
    return drawn_on_image(paper, dpi, [&](cairo_t* page) {
        cairo_set_source_rgb(page, 1, 1, 1);
        cairo_paint(page);
        const Expected<Done> done = Plate(paper).print(page, sheet);
        if (!done) throw std::runtime_error(done.why());
    });
}

Grey drawn_svg(const std::string& svg, const Template& paper, double dpi) {
    return drawn_on_image(paper, dpi, [&](cairo_t* page) {
        const auto* bytes = reinterpret_cast<const guint8*>(svg.data());
        const Owned<RsvgHandle> drawing(rsvg_handle_new_from_data(bytes, svg.size(), nullptr));
        const RsvgRectangle whole{0, 0, paper.width, paper.height};
        if (!drawing || !rsvg_handle_render_document(drawing.get(), page, &whole, nullptr))
            throw std::runtime_error("not an SVG");
    });
}

}  // namespace noticeboard::qr
