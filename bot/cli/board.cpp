// noticeboard board list|withdraw
#include "bot/community/board.hpp"

#include "bot/cli/commands.hpp"

namespace noticeboard::cli {

void add_board(CLI::App& program, Options& options) {
    struct Asked {
        std::string number;
        int serial = -1;
    };
    auto asked = std::make_shared<Asked>();
    auto* board = program.add_subcommand("board", "Where codes hang");
    board->require_subcommand(1);
    auto* list =
        board->add_subcommand("list", "Lists a group's boards and how often their codes were opened in 30 days");
    list->add_option("--group", asked->number)->required();
    list->callback([&options, asked] {
        Tool tool(options);
        const Group group = group_of(tool, asked->number);
        for (const Board& one : community::boards_of(tool.scope(), group.id)) {
            const auto scans = community::scans_of(tool.scope(), group.id, one.serial, tool.scope().now() - 30 * 24h);
            const bool withdrawn = one.state == Board::State::withdrawn;
            std::cout << (options.json ? json_text({{"serial", std::to_string(one.serial)},
                                                    {"place", one.place},
                                                    {"state", withdrawn ? "withdrawn" : "issued"},
                                                    {"scans", std::to_string(scans)}})
                                       : std::to_string(one.serial) + "  " + one.place +
                                             (withdrawn ? "  withdrawn" : "") + "  " + std::to_string(scans) + " scans")
                      << "\n";
        }
    });

    auto* withdraw = board->add_subcommand("withdraw", "From now on this board's code says that it is out of date");
    withdraw->add_option("--group", asked->number)->required();
    withdraw->add_option("--serial", asked->serial)->required();
    withdraw->callback([&options, asked] {
        Tool tool(options);
        const Group group = group_of(tool, asked->number);
        tool.commit("board.withdrawn", "group:" + to_string(group.id),
                    [&] { must(community::withdraw_board(tool.scope(), group.id, asked->serial)); });
        std::cout << "withdrawn\n";
    });
}

}  // namespace noticeboard::cli
