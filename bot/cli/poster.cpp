// noticeboard poster: one group's sheet, or a PDF for a whole subtree.
#include "qr/poster.hpp"

#include <unistd.h>

#include <fstream>

#include "bot/cli/commands.hpp"
#include "bot/cli/sheets.hpp"
#include "bot/community/board.hpp"
#include "bot/community/group.hpp"
#include "qr/picture.hpp"

namespace noticeboard::cli {
namespace {

struct Asked {
    std::string number, place, form = "a4-classic", format = "pdf", out, language, photo, unit;
    int reprint = -1, replace = -1;
    bool all = false, practice = false;
};

Board board_for(Tool& tool, const Group& group, const Asked& asked) {
    if (asked.reprint >= 0) {
        const auto known = community::board(tool.scope(), group.id, asked.reprint);
        if (!known) throw Refused("--reprint: this group has no board " + std::to_string(asked.reprint));
        if (known->state == Board::State::withdrawn)
            throw Refused("--reprint: board " + std::to_string(asked.reprint) + " was withdrawn");
        return *known;
    }
    Board board;
    const std::string subject = "group:" + to_string(group.id);
    if (asked.replace >= 0) {
        tool.commit("board.replaced", subject,
                    [&] { board = must(community::replace_board(tool.scope(), group.id, asked.replace)); });
    } else {
        tool.commit("board.issued", subject,
                    [&] { board = must(community::issue_board(tool.scope(), group.id, asked.place)); });
    }
    return board;
}

qr::Template paper_of(const Asked& asked) {
    const std::string own = asked.form.ends_with(".svg") ? asked.form : data_path("posters/" + asked.form + ".svg");
    auto paper = qr::load_template(own);
    if (!paper) throw Refused("--template: " + paper.why());
    return std::move(*paper);
}

PosterWishes wishes_of(const Asked& asked) {
    PosterWishes out{asked.language, {}, asked.practice};
    if (asked.photo.empty()) return out;
    out.photo = read_file(asked.photo);
    if (const auto picture = qr::decode_grey(out.photo); !picture) throw Refused("--photo: " + picture.why());
    return out;
}

void print_one(const Options& options, const Asked& asked) {
    Tool tool(options);
    const Group group = group_of(tool, asked.number);
    const auto paper = paper_of(asked);
    const PosterWishes wishes = wishes_of(asked);
    if (asked.out != "-") write_file(asked.out, "");  // what can be refused is refused before a serial is spent
    const Board board = board_for(tool, group, asked);
    const qr::Sheet sheet = sheet_of(tool, group, board, wishes);
    auto bytes = asked.format == "png"   ? qr::poster_png(paper, sheet)
                 : asked.format == "svg" ? qr::poster_svg(paper, sheet)
                                         : qr::poster_pdf(paper, sheet);
    if (!bytes) throw Refused("poster: " + bytes.why());
    write_file(asked.out, *bytes);
    if (asked.out == "-") return;
    const std::string address =
        must(community::address_of(tool.scope(), tool.config().public_url, group, board)).text();
    std::cout << (options.json
                      ? json_text({{"out", asked.out}, {"serial", std::to_string(board.serial)}, {"address", address}})
                      : asked.out + ": poster " + std::to_string(board.serial) + " of " + group.name + ", " + address)
              << "\n";
}

// Every group of a subtree, a page each, in one file. A group that has boards gets its first one again.
void print_all(const Options& options, const Asked& asked) {
    Tool tool(options);
    const std::string unit = subtree_of(asked.unit);
    const std::int64_t of = community::count_groups(tool.scope(), unit);
    if (of == 0) throw Refused("--unit: there is no group at or below \"" + asked.unit + "\"");
    std::ofstream out(asked.out, std::ios::binary);
    if (!out) throw Refused("--out: " + asked.out + " cannot be written");
    qr::Press press(paper_of(asked), [&out](std::string_view bytes) {
        return static_cast<bool>(out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
    });
    const PosterWishes wishes = wishes_of(asked);
    const bool shows = ::isatty(STDERR_FILENO) != 0;
    std::int64_t done = 0, refused = 0;
    std::optional<Group> last;
    while (true) {
        const auto page = community::groups_under(tool.scope(), unit, 200, last ? &*last : nullptr);
        std::vector<Board> boards;
        tool.commit("boards.printed", "unit:" + unit, [&] {
            for (const Group& group : page) {
                std::optional<Board> board;
                for (const Board& one : community::boards_of(tool.scope(), group.id)) {
                    if (!board && one.state == Board::State::issued) board = one;
                }
                boards.push_back(board ? *board : must(community::issue_board(tool.scope(), group.id, asked.place)));
            }
        });
        for (std::size_t i = 0; i < page.size(); ++i) {
            const auto added = press.add(sheet_of(tool, page[i], boards[i], wishes));
            if (!added) {
                ++refused;
                std::cerr << "\n" << text::grouped(page[i].number) << ": " << added.why() << "\n";
            }
            ++done;
            if (shows && (done % 20 == 0 || done == of)) {
                const auto filled = static_cast<std::size_t>(done * 30 / of);
                std::cerr << "\r[" << std::string(filled, '#') << std::string(30 - filled, ' ') << "] " << done << " / "
                          << of << std::flush;
            }
        }
        if (page.size() < 200) break;
        last = page.back();
    }
    if (shows) std::cerr << "\n";
    const auto finished = press.finish();
    if (!finished) throw Refused("poster: " + finished.why());
    std::cout << asked.out << ": " << done - refused << " posters\n";
}

}  // namespace

void add_poster(CLI::App& program, Options& options) {
    auto asked = std::make_shared<Asked>();
    auto* poster = program.add_subcommand("poster", "Prints the sheet for a notice board");
    auto* group = poster->add_option("--group", asked->number, "The group's number");
    auto* all = poster->add_flag("--all", asked->all, "Every group of --unit, in one PDF");
    group->excludes(all);
    poster->add_option("--unit", asked->unit, "The subtree of --all")->needs(all);
    poster->add_option("--board", asked->place, "Where it will hang");
    poster->add_option("--template", asked->form, "a4-classic, a4-mono, a5, or a file of your own")
        ->capture_default_str();
    poster->add_option("--format", asked->format)->check(CLI::IsMember({"pdf", "png", "svg"}))->capture_default_str();
    poster->add_option("--out", asked->out, "File, or - for standard output")->required();
    poster->add_option("--language", asked->language, "zh or en; the group's when not given");
    poster->add_option("--photo", asked->photo, "The leader's picture");
    auto* reprint = poster->add_option("--reprint", asked->reprint, "The same board again, by its serial");
    poster->add_option("--replace", asked->replace, "A new board in place of this serial, which is withdrawn")
        ->excludes(reprint);
    poster->add_flag("--practice", asked->practice, "Marked as practice");
    poster->callback([&options, asked] {
        if (asked->all) return print_all(options, *asked);
        if (asked->number.empty()) throw CLI::RequiredError("--group or --all");
        print_one(options, *asked);
    });
}

}  // namespace noticeboard::cli
