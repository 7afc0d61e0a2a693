// Letters: see letters.hpp.
#include "bot/cli/letters.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "bot/community/group.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/group_number.hpp"
#include "qr/poster.hpp"

namespace noticeboard::cli {
namespace {

constexpr int page_of_groups = 200;

std::string on_three_lines(std::string code) {
    std::replace(code.begin(), code.end(), '-', '\n');
    return code;
}

std::string without_dashes(std::string code) {
    code.erase(std::remove(code.begin(), code.end(), '-'), code.end());
    return code;
}

std::string place_of(Tool& tool, const Group& group, const std::string& language) {
    std::string out;
    for (const std::string& name : community::unit_path(tool.scope(), group.unit)) {
        if (language == "zh")
            out += name;
        else
            out = name + (out.empty() ? "" : ", ") + out;  // from the village outwards
    }
    return out;
}

// Whom she asks: the unit above her village, and whoever operates the board.
std::string office_of(Tool& tool, const Group& group) {
    const auto dot = group.unit.rfind('.');
    const auto above =
        dot == std::string::npos ? std::nullopt : community::unit(tool.scope(), group.unit.substr(0, dot));
    return above ? above->name : tool.config().operated_by.name;
}

bool waits(Tool& tool, const Group& group) {
    const auto claims = community::claims_at(tool.scope(), community::scope_of(group));
    return std::any_of(claims.begin(), claims.end(), [](const community::Claim& one) {
        return one.role == "leader" && one.state == community::Claim::State::claimed;
    });
}

}  // namespace

qr::Sheet letter_of(Tool& tool, const Group& group, const community::IssuedClaim& issued) {
    const text::Catalog& catalog = tool.catalog();
    const std::string language = group.languages.empty() ? catalog.languages().front() : group.languages.front();
    const auto tr = [&](const char* english, const auto&... arguments) {
        return catalog.tr(language, english, arguments...);
    };
    const std::string& url = tool.config().public_url;
    if (url.empty()) throw Refused("public_url: letters need the address that their code opens");
    auto code = qr::printed_code(url + "/claim/", without_dashes(issued.code));
    if (!code) throw Refused("public_url: " + code.why());

    qr::Sheet sheet;
    sheet.language = language == "zh" ? "zh-CN" : language;
    sheet.code = std::move(*code);
    sheet.texts = {
        {"issuer", tool.config().operated_by.name},
        {"title", tr("For the leader of the group")},
        {"to", group.leader.empty() ? tr("To the leader of {}", group.name) : tr("Dear {},", group.leader)},
        {"body", tr("you have been asked to lead the women's group of {}. With this letter your phone becomes the "
                    "leader's phone: what waits for you comes to it every morning.",
                    place_of(tool, group, language))},
        {"group", group.name},
        {"number-label", tr("Group number")},
        {"number", text::grouped(group.number)},
        {"steps", tr("1. Scan this code, and press the button that appears.\n2. {} confirms that it is you. Done.",
                     office_of(tool, group))},
        {"claim-label", tr("No camera? On WeChat? Send these twelve characters to the notice board:")},
        {"claim", on_three_lines(issued.code)},
        {"until", tr("Valid until {}", local_date(issued.claim.expires))},
        {"secret", tr("This code is for you alone. Show it to nobody. It never asks for money.")},
        {"ask", tr("Something is not clear, or the letter is lost? Ask {}. {}", office_of(tool, group),
                   tool.config().operated_by.contact)},
        {"serial", tr("Printed on {}. An earlier letter for this group is void.", local_date(tool.scope().now()))},
    };
    return sheet;
}

Printed print_letters(Tool& tool, const std::string& unit, int days, const std::string& out) {
    auto paper = qr::load_template(data_path("posters/letter.svg"), qr::letter_box_names);
    if (!paper) throw Refused("letter.svg: " + paper.why());
    std::ofstream file(out, std::ios::binary);
    if (!file) throw Refused("--out: " + out + " cannot be written");
    qr::Press press(std::move(*paper), [&file](std::string_view bytes) {
        return static_cast<bool>(file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
    });
    const bool shows = ::isatty(STDERR_FILENO) != 0;
    Printed done;
    std::optional<Group> last;
    while (true) {
        const auto page = community::groups_under(tool.scope(), unit, page_of_groups, last ? &*last : nullptr);
        std::vector<std::pair<const Group*, community::IssuedClaim>> letters;
        tool.commit("claims.printed", "unit:" + unit, [&] {
            for (const Group& group : page) {
                const bool led = !community::leaders(tool.scope(), group.id).empty();
                const bool claimed = !led && waits(tool, group);
                done.led += led ? 1 : 0;
                done.waiting += claimed ? 1 : 0;
                if (led || claimed || group.state != Group::State::active) continue;
                letters.emplace_back(&group, must(community::issue_instead(tool.scope(), tool.config().roles, "leader",
                                                                           community::scope_of(group), days)));
            }
        });
        for (const auto& [group, issued] : letters) {
            if (const auto added = press.add(letter_of(tool, *group, issued)); !added)
                throw Refused("letter for " + text::grouped(group->number) + ": " + added.why());
            ++done.letters;
        }
        if (shows) std::cerr << "\r" << done.letters << " letters " << std::flush;
        if (page.size() < page_of_groups) break;
        last = page.back();
    }
    if (shows) std::cerr << "\n";
    if (done.letters == 0) {
        file.close();
        std::filesystem::remove(out);
        throw Refused("no group here is without a leader");
    }
    if (const auto finished = press.finish(); !finished) throw Refused("--out: " + finished.why());
    return done;
}

}  // namespace noticeboard::cli
