// Sheets: see sheets.hpp.
#include "bot/cli/sheets.hpp"

#include <ctime>

#include "bot/community/board.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/group_number.hpp"

namespace noticeboard::cli {
namespace {

std::string day_of(TimePoint at) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char out[16];
    std::strftime(out, sizeof out, "%Y-%m-%d", &parts);
    return out;
}

}  // namespace

qr::Sheet sheet_of(Tool& tool, const Group& group, const Board& board, const PosterWishes& wishes) {
    const text::Catalog& catalog = tool.catalog();
    std::string language = wishes.language;
    if (language.empty()) language = group.languages.empty() ? catalog.languages().front() : group.languages.front();
    const auto tr = [&](const char* english, const auto&... arguments) {
        return catalog.tr(language, english, arguments...);
    };

    std::string village, hotlines;
    for (const std::string& name : community::unit_path(tool.scope(), group.unit)) {
        if (language == "zh")
            village += name;
        else
            village = name + (village.empty() ? "" : ", ") + village;  // from the village outwards
    }
    for (const Hotline& line : tool.config().hotlines) {
        hotlines += (hotlines.empty() ? "" : "\n") + line.number + " " + tr(line.brief.c_str());
    }
    const auto address = must(community::address_of(tool.scope(), tool.config().public_url, group, board));
    auto code = qr::printed_code(address.prefix, address.rest);
    if (!code) throw Refused("public_url: " + code.why());

    const std::string& url = tool.config().public_url;
    const std::string host = url.substr(url.find("://") + 3);

    qr::Sheet sheet;
    sheet.language = language == "zh" ? "zh-CN" : language;
    sheet.code = std::move(*code);
    sheet.photo = wishes.photo;
    const std::string place = board.place.empty() ? "" : " · " + board.place;
    sheet.texts = {
        {"title", group.name},
        {"village", village},
        {"leader", group.leader.empty() ? "" : tr("Group leader {}", group.leader)},
        {"introduction", group.introduction},
        {"scan-hint", tr("Scan the code\nto join the group")},
        {"number-label", tr("Group number")},
        {"number", text::grouped(group.number)},
        {"no-camera",
         tr("No camera? Open {} on any phone and type the eight digits above. Or ask the group leader.", host)},
        {"address", address.text()},
        {"serial", tr("Poster {} · {}", board.serial, day_of(board.issued)) + place},
        {"no-money", tr("This code never asks for money. Whoever does is a cheat.")},
        {"hotlines", hotlines},
        {"issuer", tool.config().operated_by.name},
        {"ruler-label", tr("50 mm: if this line is shorter, print at actual size")},
        {"practice", wishes.practice ? tr("Practice") : ""},
    };
    return sheet;
}

}  // namespace noticeboard::cli
