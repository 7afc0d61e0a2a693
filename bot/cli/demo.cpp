// noticeboard demo: a sample county on this machine, without any platform account, marked "practice".
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "bot/cli/commands.hpp"
#include "bot/cli/serve.hpp"
#include "bot/cli/sheets.hpp"
#include "bot/community/board.hpp"
#include "bot/community/group.hpp"
#include "bot/community/import.hpp"
#include "bot/community/link.hpp"
#include "qr/draw.hpp"
#include "qr/poster.hpp"

namespace noticeboard::cli {
namespace {

namespace files = std::filesystem;

// The address under which a phone in the same network reaches this machine; loopback when there is none.
std::string own_address() {
    ifaddrs* list = nullptr;
    std::string out = "127.0.0.1";
    if (::getifaddrs(&list) != 0) return out;
    for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_LOOPBACK) != 0 ||
            (one->ifa_flags & IFF_UP) == 0)
            continue;
        char text[INET_ADDRSTRLEN];
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr, text, sizeof text);
        out = text;
        break;
    }
    ::freeifaddrs(list);
    return out;
}

// The first free port from `port` on.
int free_port_from(int port) {
    for (int last = port + 50; port < last; ++port) {
        const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        const bool free = ::bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(handle);
        if (free) break;
    }
    return port;
}

void write_config(const std::string& path, int port) {
    nlohmann::ordered_json config =
        nlohmann::ordered_json::parse(read_file(data_path("demo/noticeboard.json")), nullptr, true, true);
    config["listen"] = "0.0.0.0:" + std::to_string(port);
    config["public_url"] = "http://" + own_address() + ":" + std::to_string(port);
    write_file(path, config.dump(2) + "\n");
}

void fill(Tool& tool) {
    for (const auto& [subject, name] :
         {std::pair{community::Subject::units, "demo/units.csv"}, {community::Subject::groups, "demo/groups.csv"}}) {
        community::Import how;
        how.subject = subject;
        must(community::import_csv(tool.scope(), read_file(data_path(name)), how));
    }
    int number = 0;
    for (const Group& group : community::groups_under(tool.scope(), "")) {
        const auto boards = community::boards_of(tool.scope(), group.id);
        if (!boards.empty()) continue;
        tool.commit("board.issued", "group:" + to_string(group.id), [&] {
            must(community::issue_board(tool.scope(), group.id, ""));
            const std::string code =
                "https://weixin.qq.com/g/PracticeOnly" + std::to_string(1000 + ++number);  // leads nowhere
            must(community::set_blind_code(tool.scope(), group.id, code, tool.scope().now() + 7 * 24h, {}));
        });
    }
}

int demo(const std::string& folder) {
    files::create_directories(folder);
    Options options;
    options.config = folder + "/noticeboard.json";
    write_config(options.config, free_port_from(8080));
    std::string address, poster = folder + "/poster.pdf";
    {
        Tool tool(options);
        fill(tool);
        const auto groups = community::groups_under(tool.scope(), "");
        const Group& first = groups.front();
        const Board board = community::boards_of(tool.scope(), first.id).front();
        address = must(community::address_of(tool.scope(), tool.config().public_url, first, board)).text();
        auto paper = qr::load_template(data_path("posters/a4-classic.svg"));
        if (!paper) throw Refused(paper.why());
        const auto pdf = qr::poster_pdf(*paper, sheet_of(tool, first, board, {.practice = true}));
        if (!pdf) throw Refused(pdf.why());
        write_file(poster, *pdf);
        std::cout << "\nA sample county for practice:\n\n";
        for (const Group& group : groups)
            std::cout << "  " << text::grouped(group.number) << "  " << group.name << "\n";
        std::cout << "\n"
                  << qr::draw_terminal(*qr::any_code(address)) << "\n  " << address << "\n\n"
                  << "Scan it with a phone in the same network, or open " << tool.config().public_url << "\n"
                  << "The poster: " << files::absolute(poster).lexically_normal().string() << "\n"
                  << "Talk to the bot: " << data_path("noticeboard") << " chat --as Wang --config " << options.config
                  << "\n"
                  << "Ctrl-C ends it.\n\n"
                  << std::flush;
    }
    AppOptions run;
    run.practice = true;
    return serve(options.config, run);
}

}  // namespace

void add_demo(CLI::App& program, int& code) {
    auto folder = std::make_shared<std::string>("demo");
    auto* command = program.add_subcommand("demo", "Runs a sample county on this machine, for practice");
    command->add_option("--folder", *folder, "Where its store lies")->capture_default_str();
    command->callback([&code, folder] { code = demo(*folder); });
}

}  // namespace noticeboard::cli
