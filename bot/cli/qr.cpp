// noticeboard qr TEXT | --read FILE
#include "bot/cli/commands.hpp"
#include "qr/code.hpp"
#include "qr/draw.hpp"
#include "qr/read.hpp"

namespace noticeboard::cli {

void add_qr(CLI::App& program) {
    struct Asked {
        std::string text, read, out;
    };
    auto asked = std::make_shared<Asked>();
    auto* qr = program.add_subcommand("qr", "Draws a code, to the terminal or a file, or reads one");
    auto* text = qr->add_option("text", asked->text, "What the code says");
    qr->add_option("--read", asked->read, "A picture to read")->excludes(text);
    qr->add_option("--out", asked->out, "FILE.png or FILE.svg");
    qr->callback([asked] {
        if (!asked->read.empty()) {
            const auto found = qr::read_codes(read_file(asked->read));
            if (!found) throw Refused("--read: " + found.why());
            if (found->empty()) throw Refused("--read: no code was found in this picture");
            for (const std::string& one : *found) std::cout << one << "\n";
            return;
        }
        const auto code = qr::any_code(asked->text);
        if (!code) throw Refused("qr: " + code.why());
        if (asked->out.empty()) {
            std::cout << qr::draw_terminal(*code);
        } else if (asked->out.ends_with(".svg")) {
            write_file(asked->out, qr::draw_svg(*code));
        } else {
            const auto png = qr::draw_png(*code, 8);
            if (!png) throw Refused("qr: " + png.why());
            write_file(asked->out, *png);
        }
    });
}

}  // namespace noticeboard::cli
