// The letter's page: its code, scanned with any phone, leads into a talk with the bot, or says what to type there.
#include "bot/community/claim.hpp"
#include "plugins/leader/leader.hpp"

namespace noticeboard::plugins::leading {
namespace {

const char* const layout = R"({{>head}}<h1>{{title}}</h1><p>{{lead}}</p>
{{#ways}}<div class="card"><h2>{{heading}}</h2><p>{{steps}}</p>{{#code}}<p class="number">{{code}}</p>{{/code}}
{{#link}}<p><a class="button" href="{{link}}">{{label}}</a></p>{{/link}}</div>{{/ways}}
<p class="quiet">{{warning}}</p>{{>foot}})";

const char* const unknown = R"({{>head}}<h1>{{title}}</h1><p>{{text}}</p>{{>foot}})";

constexpr std::string_view path = "/claim/";

std::string in_fours(std::string_view code) {  // as it stands on the letter
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % 4 == 0) out += '-';
        out += code[i];
    }
    return out;
}

std::string without_dashes(std::string_view code) {
    std::string out;
    for (const char c : code) {
        if (c != '-') out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return out;
}

}  // namespace

std::string letter_address(const Site& site, std::string_view code) {
    return site.public_url.empty() ? std::string() : site.public_url + std::string(path) + without_dashes(code);
}

void letter_page(View& view) {
    const std::string code = without_dashes(view.request().path.substr(path.size()));
    const auto claim = community::claim_of_code(view.community(), code);
    Page page;
    page.language = view.language();
    page.personal = true;
    if (!claim) {
        page.status = 404;
        page.layout = unknown;
        page.values.set("title", view.tr("This letter is not valid any more"))
            .set("text", view.tr("Its code has run out, was used already, or a newer letter was made. Your township "
                                 "can give you a new one."));
        return view.page(std::move(page));
    }
    const bool in_wechat = view.request().user_agent.find("MicroMessenger") != std::string::npos;
    Ticket ticket;
    ticket.claim = code;
    std::vector<Values> ways;
    for (const Door& door : view.site().doors) {
        const auto link = door.invite ? door.invite(ticket) : std::nullopt;
        if (link && !(in_wechat && !door.local)) {  // t.me does not open inside WeChat
            ways.push_back(
                Values()
                    .set("heading", door.local ? view.tr("Right here, in this browser") : view.tr("On Telegram"))
                    .set("steps", view.tr("Press, then begin the talk. The rest happens by itself."))
                    .set("link", *link)
                    .set("label", view.tr("Open the talk")));
        } else if (door.platform == "wechat") {
            ways.push_back(Values()
                               .set("heading", view.tr("On WeChat"))
                               .set("steps", view.tr("Open our official account and send it this code:"))
                               .set("code", in_fours(code)));
        }
    }
    page.layout = layout;
    page.values.set("title", claim->where)
        .set("lead",
             view.tr("You were asked to take this on. In the talk with the notice board you say that it is you; "
                     "the office above confirms it."))
        .list("ways", std::move(ways))
        .set("warning", view.tr("This code is for you alone. It never asks for money."));
    view.page(std::move(page));
}

}  // namespace noticeboard::plugins::leading
