// noticeboard board list|withdraw
#include "bot/cli/commands.hpp"
#include "bot/community/board.hpp"
#include "bot/community/group.hpp"

namespace noticeboard::cli {

void add_board(CLI::App& program, Options& options) {
    struct Asked {
        std::string number;
        int serial = -1;
    };
    auto asked = std::make_shared<Asked>();
    auto* board = program.add_subcommand("board", "Where codes hang");
    board->require_subcommand(1);
    const auto group_of = [asked](Tool& tool) {
        const auto digits = text::group_digits(asked->number);
        auto group = digits ? community::group_by_number(tool.scope(), *digits) : std::nullopt;
        if (!group) throw Refused("--group: there is no group with the number \"" + asked->number + "\"");
        return *group;
    };

    auto* list = board->add_subcommand("list", "Lists a group's boards and how often their codes were opened in 30 days");
    list->add_option("--group", asked->number)->required();
    list->callback([&options, asked, group_of] {
        Tool tool(options);
        const Group group = group_of(tool);
        for (const Board& one : community::boards_of(tool.scope(), group.id)) {
            const auto scans = community::scans_of(tool.scope(), group.id, one.serial, tool.scope().now() - 30 * 24h);
            const bool withdrawn = one.state == Board::State::withdrawn;
            std::cout << (options.json ? json_text({{"serial", std::to_string(one.serial)}, {"place", one.place},
                                                    {"state", withdrawn ? "withdrawn" : "issued"}, {"scans", std::to_string(scans)}})
                                       : std::to_string(one.serial) + "  " + one.place + (withdrawn ? "  withdrawn" : "") + "  " + std::to_string(scans) + " scans") << "\n";
        }
    });

    auto* withdraw = board->add_subcommand("withdraw", "From now on this board's code says that it is out of date");
    withdraw->add_option("--group", asked->number)->required();
    withdraw->add_option("--serial", asked->serial)->required();
    withdraw->callback([&options, asked, group_of] {
        Tool tool(options);
        const Group group = group_of(tool);
        tool.commit("board.withdrawn", "group:" + to_string(group.id), [&] { must(community::withdraw_board(tool.scope(), group.id, asked->serial)); });
        std::cout << "withdrawn\n";
    });
}

}  // namespace noticeboard::cli
