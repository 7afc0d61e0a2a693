// How a row looks: see row_look.hpp.
#include "bot/webchat/row_look.hpp"

#include <ctime>

#include "bot/web/page.hpp"
#include "bot/webchat/layouts.hpp"
#include "bot/webchat/visit.hpp"

namespace noticeboard::webchat {
namespace {

std::string clock_of(TimePoint at, const char* format) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    const bool universal = std::string_view(format).ends_with("Z");
    universal ? ::gmtime_r(&seconds, &parts) : ::localtime_r(&seconds, &parts);
    char out[32];
    return {out, std::strftime(out, sizeof out, format, &parts)};
}

}  // namespace

Values values_of(const Row& row, const RowLook& look, bool choices) {
    const auto tr = [&](const char* english) { return look.catalog.tr(look.language, english); };
    const bool mine = !row.author.empty() && row.author == look.visitor;
    Values out;
    std::string who = row.author.empty() ? tr("Notice board") : row.name.empty() ? tr("A neighbour") : row.name;
    if (mine) who = tr("You");
    out.set("seq", std::to_string(row.seq))
        .set("place", look.place)
        .set("nonce", look.nonce)
        .set("mine", mine)
        .set("gone", row.gone)
        .set("who", who)
        .set("iso", clock_of(row.at, "%Y-%m-%dT%H:%M:%SZ"))
        .set("clock", clock_of(row.at, "%H:%M"));
    const bool others = !row.author.empty() && !mine && !row.gone && row.kind == Row::Kind::said;
    if (others && look.place != look.visitor)
        out.set("look", address_of(look.place, "message/" + std::to_string(row.seq)))
            .set("look_label", tr("Answer or report"));
    std::string said = row.kind == Row::Kind::pressed ? "› " + row.text : row.text;
    if (row.gone) said = tr("This message was removed.");
    if (!said.empty()) out.set("said", std::move(said));
    std::vector<Values> files, buttons, links;
    for (const File& file : row.files) {
        files.push_back(Values()
                            .set("is_picture", file.is_picture())
                            .set("is_voice", !file.is_picture())
                            .set("about", file.is_picture() ? tr("Picture") : tr("Voice message"))
                            .set("source", address_of(look.place, "file/" + file.id)));
    }
    for (const OutgoingButton& button : row.buttons) {
        Values one;
        one.set("label", button.label);
        if (!button.url.empty()) {
            links.push_back(std::move(one.set("url", button.url)));
        } else if (choices) {
            if (button.number > 0) one.set("number", std::to_string(button.number));
            buttons.push_back(std::move(one.set("token", button.token)));
        }
    }
    out.set("has_choices", !buttons.empty()).set("has_links", !links.empty());
    out.list("files", std::move(files)).list("choices", std::move(buttons)).list("links", std::move(links));
    return out;
}

bool chooses(const Row& row) {
    for (const OutgoingButton& button : row.buttons) {
        if (!button.token.empty()) return true;
    }
    return false;
}

std::string row_html(const Row& row, const RowLook& look) {
    static const web::Template shape = *web::Template::parse(row_part);
    return shape.fill(values_of(row, look, true));
}

}  // namespace noticeboard::webchat
