// Whether a notice is genuine: its full text, who speaks, to whom and when, on a page and in the chat, for everybody.
#include <algorithm>

#include "bot/community/notice/words.hpp"
#include "bot/community/unit.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/group_number.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {
namespace {

const char* const layout = R"({{>head}}<p><b>{{state}}</b></p><h1>{{title}}</h1>
{{#warning}}<div class="wrong" role="alert"><p>{{warning}}</p>{{#newer}}<p><a class="button second" href="/n/{{number}}">{{label}}</a></p>{{/newer}}</div>{{/warning}}
{{#shown}}<div class="card"><p><b>{{office}}</b></p>{{#about}}<p>{{about}}</p>{{/about}}{{#lines}}<p>{{line}}</p>{{/lines}}
{{#picture}}<p><img src="{{picture}}" alt="{{picture_says}}" loading="lazy"></p>{{/picture}}
{{#link}}<p><a href="{{link}}">{{link}}</a></p>{{/link}}</div>
<p class="quiet">{{date}}<br>{{scope}}</p>{{/shown}}
<p>{{advice}}</p><p class="quiet"><a href="{{path}}?lang={{other_language}}">{{other_language_name}}</a> · <a href="/">{{home}}</a></p>{{>foot}})";

std::vector<Values> lines_of(std::string_view text) {
    std::vector<Values> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) out.push_back(Values().set("line", std::string(text.substr(0, end))));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

// "Changxing, Lishui Town and 2 more", from the audience's units; a single group by its number.
template <class Speaker>
std::string scope_text(const Speaker& speaker, community::Scope& scope, const Notice& notice) {
    const auto audience = community::Audience::parse(notice.audience);
    if (!audience) return {};
    std::string out;
    for (const std::string& code : audience->units) {
        const auto unit = community::unit(scope, code);
        out += (out.empty() ? "" : " · ") + (unit ? unit->name : code.empty() ? speaker.tr("All groups") : code);
    }
    for (const std::string& number : audience->with_groups) out += (out.empty() ? "" : " · ") + text::grouped(number);
    return speaker.tr("To the groups of: {}", out);
}

std::string state_of(const Speaking& speaker, const Notice& notice, const std::vector<Notice>& since) {
    const bool recalled =
        std::any_of(since.begin(), since.end(), [](const Notice& one) { return one.kind == Notice::Kind::recall; });
    if (recalled) return "✗ " + speaker.tr("Recalled");
    if (!since.empty()) return "✗ " + speaker.tr("Corrected");
    return notice.state == Notice::State::cancelled ? speaker.tr("stopped") : "✓ " + speaker.tr("Genuine");
}

std::string warning_of(const Speaking& speaker, const Notice& notice, const std::vector<Notice>& since) {
    for (const Notice& one : since) {
        if (one.kind == Notice::Kind::recall)
            return speaker.tr("This notice was wrong and has been recalled. Please do not follow it.");
    }
    if (!since.empty()) return speaker.tr("This notice has been corrected. Please read the newer one.");
    if (notice.state == Notice::State::cancelled)
        return speaker.tr("This notice was stopped. Not every group received it.");
    return {};
}

}  // namespace

// /n/<number>, and /n/<number>/picture
void notice_page(View& view) {
    std::string_view typed = std::string_view(view.request().path).substr(std::string_view("/n/").size());
    const bool only_picture = typed.ends_with("/picture");
    if (only_picture) typed.remove_suffix(std::string_view("/picture").size());
    const auto digits = community::notice_digits(typed);
    const auto notice = digits ? community::notice_by_number(view.community(), *digits) : std::nullopt;
    if (only_picture && notice && notice->was_sent() && !notice->picture.empty()) {
        Page picture;
        picture.picture = notice->picture;
        return view.page(std::move(picture));
    }
    Page page;
    page.layout = layout;
    page.language = view.language();
    const bool chinese = view.language() == "zh";
    page.values.set("path", "/n/" + digits.value_or("0"))
        .set("other_language", chinese ? "en" : "zh")
        .set("other_language_name", chinese ? "English" : "中文")
        .set("home", view.tr("To the number pad"));
    if (!notice || !notice->was_sent()) {
        page.status = 404;
        page.values.set("title", view.tr("There is no such notice"))
            .set("state", view.tr("Not genuine, as far as we know"))
            .set("warning",
                 view.tr("No office has sent a notice under this number. Please do not follow it, and ask your "
                         "group leader."))
            .set("advice", view.tr("A notice of ours ends with nine digits. Please compare them once more."));
        return view.page(std::move(page));
    }
    const auto office = community::unit(view.community(), notice->unit);
    const std::string language(community::notice_language(*notice, view.language(), view.catalog()));
    const auto since = community::followers_of(view.community(), notice->id);
    page.values.set("title", view.tr("Notice {}", community::spaced_number(notice->number)))
        .set("state", state_of(view, *notice, since))
        .set("shown", true)
        .set("office", office ? office->name : view.site().operator_name)
        .list("lines", lines_of(notice->texts.at(language)))
        .set("date", view.tr("Sent on {}", local_date_time(notice->begun)))
        .set("scope", scope_text(view, view.community(), *notice))
        .set("advice", view.tr("A notice never asks for money, a password or a code from your phone."));
    if (!notice->link.empty()) page.values.set("link", notice->link);
    if (!notice->picture.empty())
        page.values.set("picture", "/n/" + notice->number + "/picture")
            .set("picture_says", view.tr("The picture of this notice"));
    if (const auto original = notice->of ? community::notice(view.community(), notice->of) : std::nullopt) {
        const std::string number = community::spaced_number(original->number);
        page.values.set("about",
                        notice->kind == Notice::Kind::recall
                            ? view.tr("Notice {} was wrong. Please do not follow it, and do not pass it on.", number)
                            : view.tr("This corrects notice {}:", number));
    }
    const std::string warning = warning_of(view, *notice, since);
    if (!warning.empty()) page.values.set("warning", warning);
    std::vector<Values> newer;
    for (const Notice& one : since) {
        newer.push_back(Values()
                            .set("number", one.number)
                            .set("label", view.tr("Notice {}", community::spaced_number(one.number))));
    }
    page.values.list("newer", std::move(newer));
    view.page(std::move(page));
}

void genuine_command(Turn& turn) {
    if (turn.args().empty()) return turn.reply(turn.tr("Is a notice genuine? Type /n and the nine digits at its end."));
    const auto digits = community::notice_digits(turn.args());
    const auto notice = digits ? community::notice_by_number(turn.community(), *digits) : std::nullopt;
    if (!notice || !notice->was_sent())
        return turn.reply(
            turn.tr("No office has sent a notice under this number. Please do not follow it, and ask your "
                    "group leader."));
    const std::string language(community::notice_language(*notice, turn.language(), turn.catalog()));
    const std::string warning = warning_of(turn, *notice, community::followers_of(turn.community(), notice->id));
    turn.reply((warning.empty() ? turn.tr("This notice is genuine.") : warning) + "\n" +
               words_of(turn, *notice, language) + "\n" + turn.tr("Sent on {}", local_date_time(notice->begun)) + "\n" +
               scope_text(turn, turn.community(), *notice));
}

}  // namespace noticeboard::plugins::noticing
