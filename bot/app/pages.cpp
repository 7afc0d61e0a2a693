// Pages: see pages.hpp.
#include "bot/app/pages.hpp"

#include <boost/url/parse.hpp>

#include "bot/community/vault.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/language.hpp"
#include "bot/web/completion.hpp"
#include "bot/webchat/layouts.hpp"

namespace noticeboard::app {
namespace {

// What all pages share. Inline style: one request draws a page on a slow line. 18 px type, 48 px targets.
constexpr const char* style_part = R"(
*{box-sizing:border-box}body{margin:0;font:18px/1.6 -apple-system,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif;color:#222;background:#faf6f0}
main,footer,.practice{max-width:34em;margin:0 auto;padding:0 16px}h1{font-size:1.5em;line-height:1.3;margin:.7em 0 .2em}h2{font-size:1.1em;margin:1.4em 0 .4em}
p{margin:.5em 0}a{color:#8c1d40}.card{background:#fff;border:1px solid #e6ddd2;border-radius:12px;padding:16px;margin:14px 0}
button,.button{display:block;width:100%;min-height:56px;padding:12px;border:2px solid #8c1d40;border-radius:12px;background:#8c1d40;color:#fff;font:inherit;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
.second{background:#fff;color:#8c1d40}.pair{margin:0 -6px;display:flex;flex-wrap:wrap}.pair>*{flex:1 1 130px;margin:6px}.number{font-size:1.6em;font-weight:700;letter-spacing:.06em}
.quiet{color:#5c544c;font-size:.9em}img{max-width:100%;height:auto}.code{display:block;width:260px;margin:10px auto;image-rendering:pixelated}
input{width:100%;min-height:56px;padding:8px 12px;font:inherit;font-size:1.5em;letter-spacing:.1em;border:2px solid #8c7b6b;border-radius:12px;background:#fff}
.practice{background:#fff3c4;border:2px dashed #9a6b00;padding:8px 16px;font-weight:700;text-align:center}.wrong{border-left:6px solid #b3261e;background:#fff;padding:8px 14px;margin:14px 0}
footer{color:#5c544c;font-size:.9em;padding-bottom:32px}footer ul{padding:0;list-style:none}footer li{padding:6px 0;border-top:1px solid #e6ddd2}footer b{font-size:1.15em;color:#222}
:focus{outline:3px solid #1a73e8;outline-offset:2px}
)";

constexpr const char* head_part = R"(<!doctype html>
<html lang="{{lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{title}}</title><style>{{>style}}</style></head><body>{{#practice}}<div class="practice" role="note">{{practice_text}}</div>{{/practice}}<main>)";

constexpr const char* foot_part =
    R"(</main><footer>{{#has_hotlines}}<h2>{{hotlines_title}}</h2><ul>{{#hotlines}}<li><a href="{{scheme}}:{{number}}"><b>{{number}}</b></a> {{purpose}}{{#hours}} · {{hours}}{{/hours}}</li>{{/hotlines}}</ul>{{/has_hotlines}}
<p>{{operator_name}}{{#operator_contact}} · {{operator_contact}}{{/operator_contact}}</p>{{#filings}}<p>{{text}}</p>{{/filings}}</footer></body></html>)";

constexpr const char* problem_layout =
    R"({{>head}}<h1>{{title}}</h1><p>{{text}}</p><p><a class="button" href="/">{{home}}</a></p>{{>foot}})";

bool is_crawler(std::string_view agent) {
    const std::string folded = text::folded(agent);
    for (const char* mark :
         {"bot", "spider", "crawl", "preview", "slurp", "facebookexternalhit", "curl", "wget", "monitor"}) {
        if (folded.find(mark) != std::string::npos) return true;
    }
    return agent.empty();
}

// "/g" of "/g/30521074/ABCD": a route for the metrics, never the path itself.
std::string route_of(const std::string& path) {
    const std::size_t end = path.find('/', 1);
    const std::string first = path.substr(0, end);
    for (const char* known : {"/", "/g", "/chat", "/n", "/console", "/api"}) {
        if (first == known) return first;
    }
    return "other";
}

}  // namespace

Pages::Pages(turn::Services& services, Readers& readers, std::function<bool(turn::Job)> offer)
    : services_(services),
      readers_(readers),
      offer_(std::move(offer)),
      templates_({{"style", style_part},
                  {"head", head_part},
                  {"foot", foot_part},
                  {"chat_head", webchat::head_part},
                  {"chat_foot", webchat::foot_part},
                  {"chat_row", webchat::row_part}}) {}

PageRequest Pages::understood(const web::Request& request, const turn::Current& current) const {
    PageRequest out;
    const auto url = boost::urls::parse_uri_reference(request.url);
    out.path = request.path();
    if (url) {
        for (const auto& param : url->params()) out.query[std::string(param.key)] = param.value;
        out.origin = std::string(url->scheme()) + "://" + std::string(url->encoded_authority());
    }
    if (!current.site.public_url.empty()) out.origin = current.site.public_url;
    if (request.method == "POST") {
        const std::string as_query = "?" + request.body;  // outlives the view into it
        if (const auto form = boost::urls::parse_relative_ref(as_query)) {
            for (const auto& param : form->params()) out.fields[std::string(param.key)] = param.value;
        }
    }
    const std::string_view cookies = request.headers.value("Cookie");
    for (std::size_t from = 0; from < cookies.size();) {
        const std::size_t end = std::min(cookies.find(';', from), cookies.size());
        std::string_view pair = cookies.substr(from, end - from);
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (const std::size_t equals = pair.find('='); equals != std::string_view::npos) {
            out.cookies[std::string(pair.substr(0, equals))] = pair.substr(equals + 1);
        }
        from = end + 1;
    }
    out.user_agent = request.headers.value("User-Agent");
    const auto& known = current.catalog->languages();
    const std::string wanted =
        out.value(out.query, "lang").empty() ? out.value(out.cookies, "lang") : out.value(out.query, "lang");
    const bool is_known = std::find(known.begin(), known.end(), wanted) != known.end();
    out.language = is_known ? wanted : text::best_language(request.headers.value("Accept-Language"), known);
    out.peer = request.peer;
    const bool prefetch =
        request.headers.value("Purpose") == "prefetch" || request.headers.value("Sec-Purpose").starts_with("prefetch");
    out.counts = request.method == "GET" && !prefetch && !is_crawler(out.user_agent);
    return out;
}

Page Pages::problem(int status, const std::string& language, const char* title, const char* text) const {
    const auto current = services_.current();
    Page page;
    page.status = status;
    page.language = language;
    page.layout = problem_layout;
    page.values.set("title", current->catalog->tr(language, title))
        .set("text", current->catalog->tr(language, text))
        .set("home", current->catalog->tr(language, "To the number pad"));
    return page;
}

web::Answer Pages::made(Page page, const web::Request& request, const std::string& route) {
    const auto current = services_.current();
    const Site& site = current->site;
    const auto tr = [&](const char* english) { return current->catalog->tr(page.language, english); };
    std::vector<Values> hotlines, filings;
    for (const Hotline& line : site.hotlines) {
        hotlines.push_back(Values()
                               .set("number", line.number)
                               .set("scheme", line.text ? "sms" : "tel")
                               .set("night", line.night)
                               .set("purpose", tr(line.purpose.c_str()))
                               .set("hours", line.hours.empty() ? std::string() : tr(line.hours.c_str())));
    }
    for (const std::string& filing : site.filings) filings.push_back(Values().set("text", filing));
    page.values.set("lang", page.language == "zh" ? "zh-CN" : page.language)
        .set("has_hotlines", !hotlines.empty())
        .list("hotlines", std::move(hotlines))
        .list("filings", std::move(filings))
        .set("hotlines_title", tr("In need, call"))
        .set("operator_name", site.operator_name)
        .set("operator_contact", site.operator_contact)
        .set("practice", site.practice)
        .set("practice_text", tr("Practice: nothing here is real"));
    auto response = templates_.response(page, request);
    if (!response) throw std::runtime_error(response.error().message);
    web::Answer out(std::move(*response));
    out.route = route;
    return out;
}

web::Task<web::Answer> Pages::answer(const web::Request& request) {
    const auto current = services_.current();
    const std::string route = route_of(request.path());
    const auto asked = std::make_shared<PageRequest>(understood(request, *current));
    if (!services_.router.serves(asked->path)) {
        co_return made(problem(404, asked->language, text::mark("Nothing here"),
                               text::mark("This address is not known. The group's number is on the poster.")),
                       request, route);
    }
    if (request.method != "GET" && request.method != "HEAD" && request.method != "POST") {
        co_return made(problem(405, asked->language, text::mark("Not possible"),
                               text::mark("This page cannot be asked that way.")),
                       request, route);
    }

    std::optional<Page> page;
    if (request.method == "POST") {
        if (!web::is_same_origin(request)) {
            co_return made(
                problem(403, asked->language, text::mark("Please press again"),
                        text::mark("This did not come from our own page. Please open the page again and press there.")),
                request, route);
        }
        const web::Completion<turn::Settled> settled;
        turn::Job job;
        job.key = asked->value(asked->fields, "nonce");
        if (!job.key.empty()) job.key = "form:" + job.key;
        job.shard = asked->path;
        job.form = *asked;
        job.done = [settled](turn::Settled result) { settled.fulfil(std::move(result)); };
        const bool taken = offer_(std::move(job));
        turn::Settled result;
        result.kind = turn::Settled::Kind::refused;
        if (taken) result = co_await settled.wait();
        if (result.kind == turn::Settled::Kind::refused) {
            co_return made(problem(503, asked->language, text::mark("One moment, please"),
                                   text::mark("Many people are here right now. Please try again in a minute.")),
                           request, route);
        }
        page = std::move(result.page);
    } else {
        const web::Completion<std::optional<Page>> read;
        auto* self = this;
        Readers::Read ask = [self, asked, current, read](store::Session& session) {
            std::optional<Page> out;
            try {
                community::Scope scope{session,
                                       self->services_.vault,
                                       self->services_.ids,
                                       {self->services_.clock.now(), self->services_.random}};
                static const Event none;
                static const std::string no_account;
                turn::Frame frame(self->services_, *current, scope, no_account, none);
                frame.request = asked.get();
                frame.language = asked->language;
                if (self->services_.router.view(frame)) out = std::move(frame.effects.page);
                if (asked->counts && !frame.effects.audit.empty()) {
                    const std::lock_guard guard(self->mutex_);
                    for (const auto& counted : frame.effects.audit) ++self->counts_[{counted.what, counted.subject}];
                }
            } catch (const std::exception& error) {
                self->services_.watcher.store_failed(error.what());
                out = self->problem(503, asked->language, text::mark("One moment, please"),
                                    text::mark("This page cannot be shown right now. Please try again in a minute."));
            }
            read.fulfil(std::move(out));
        };
        const bool taken = readers_.ask(std::move(ask));
        if (taken)
            page = co_await read.wait();
        else
            page = problem(503, asked->language, text::mark("One moment, please"),
                           text::mark("Many people are here right now. Please try again in a minute."));
    }
    if (!page)
        page = problem(404, asked->language, text::mark("Nothing here"),
                       text::mark("This address is not known. The group's number is on the poster."));
    co_return made(std::move(*page), request, route);
}

std::map<std::pair<std::string, std::string>, int> Pages::take_counts() {
    const std::lock_guard guard(mutex_);
    return std::exchange(counts_, {});
}

}  // namespace noticeboard::app
