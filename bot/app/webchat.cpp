// WebChat: see webchat.hpp. A GET reads beside the lanes; a POST is a turn, and its key is the form's.
#include "bot/app/webchat.hpp"

#include <nlohmann/json.hpp>

#include "bot/community/vault.hpp"
#include "bot/text/utf8.hpp"
#include "bot/web/completion.hpp"
#include "bot/web/multipart.hpp"
#include "bot/webchat/act.hpp"
#include "bot/webchat/keys.hpp"
#include "bot/webchat/layouts.hpp"
#include "bot/webchat/room.hpp"
#include "bot/webchat/row_look.hpp"
#include "bot/webchat/show.hpp"
#include "bot/webchat/voice.hpp"

namespace noticeboard::app {
namespace {

using webchat::Address;
using webchat::Visit;

constexpr const char* route = "/chat";
constexpr auto bot_answers_within = 1s;  // a page without scripts waits so long for it
constexpr int rows_at_once = 200;

web::Answer bare(int status, std::string type = {}, std::string body = {}) {
    web::Response out;
    out.status = status;
    if (!type.empty()) out.headers.add("Content-Type", std::move(type));
    out.headers.add("Cache-Control", "no-store");
    out.headers.add("X-Content-Type-Options", "nosniff");
    out.body = std::move(body);
    web::Answer answer(std::move(out));
    answer.route = route;
    return answer;
}

web::Answer script(const web::Request&) {
    web::Answer out = bare(200, "text/javascript; charset=utf-8", webchat::script);
    out.response.headers.set("Cache-Control", "public, max-age=86400");  // its address changes with it
    return out;
}

bool is_scripted(const web::Request& request) {
    return request.headers.find("X-Live") != nullptr;
}

webchat::Went note_to(const Address& at, const std::string& note) {
    webchat::Went out;
    out.go = webchat::address_of(at.id) + "?note=" + note;
    return out;
}

// What the script is told: where to go, why not, or that all is well.
web::Answer told(const std::string& go, const std::string& note) {
    nlohmann::json said = nlohmann::json::object();
    if (!note.empty())
        said["note"] = note;
    else if (!go.empty())
        said["go"] = go;
    return bare(200, "application/json", said.dump());
}

}  // namespace

WebChat::WebChat(turn::Services& services, Readers& readers, Pages& pages, std::function<bool(turn::Job)> offer,
                 webchat::Rules rules)
    : services_(services),
      readers_(readers),
      pages_(pages),
      offer_(std::move(offer)),
      rules_(std::move(rules)),
      hub_([this](const std::string& place, webchat::Listeners listeners) { tell(place, std::move(listeners)); }) {}

// Runs `look` on a reader. Nothing when too many wait, or the store fails.
template <class T>
web::Task<std::optional<T>> WebChat::read(Asked asked, std::function<T(Visit&)> look) {
    const web::Completion<std::optional<T>> done;
    const bool taken = readers_.ask([this, asked, look, done](store::Session& session) {
        std::optional<T> out;
        try {
            const auto current = services_.current();
            community::Scope scope{session, services_.vault, services_.ids, {services_.clock.now(), services_.random}};
            Visit visit{scope, rules_, glances_, flood_, *asked, *current->catalog};
            out.emplace(look(visit));
        } catch (const std::exception& error) {
            services_.watcher.store_failed(error.what());
        }
        done.fulfil(std::move(out));
    });
    if (!taken) co_return std::nullopt;
    std::optional<T> out = co_await done.wait();
    co_return out;
}

web::Answer WebChat::busy(const web::Request& request, const PageRequest& asked) const {
    return pages_.made(pages_.problem(503, asked.language, text::mark("One moment, please"),
                                      text::mark("Many people are here right now. Please try again in a minute.")),
                       request, route);
}

web::Task<web::Answer> WebChat::answer(const web::Request& request) {
    const auto current = services_.current();
    const Asked asked = std::make_shared<const PageRequest>(pages_.understood(request, *current));
    if (asked->path == "/chat/chat.js") co_return script(request);
    const Address at = webchat::read_address(asked->path == "/chat" ? "/chat/" : asked->path);
    web::Answer out;
    if (request.method == "POST") {
        out = co_await submit(request, asked, at);
    } else if (request.method != "GET" && request.method != "HEAD") {
        out = bare(405);
    } else if (at.step == "live") {
        out = co_await live(request, asked, at);
    } else if (at.step == "file") {
        out = co_await file(request, asked, at);
    } else {
        out = co_await look(request, asked, at);
    }
    co_return out;
}

web::Task<web::Answer> WebChat::look(const web::Request& request, Asked asked, const Address& at) {
    std::function<Page(Visit&)> make = [&at](Visit& visit) { return webchat::show(visit, at); };
    std::optional<Page> page = co_await read(asked, std::move(make));
    if (!page) co_return busy(request, *asked);
    if (at.step == "here") co_return bare(204);  // she writes: looking was all it was about
    co_return pages_.made(std::move(*page), request, route);
}

web::Task<web::Answer> WebChat::live(const web::Request& request, Asked asked, const Address& at) {
    std::string after = asked->value(asked->query, "after");
    const std::string_view resumed = request.headers.value("Last-Event-ID");  // "<place>.<seq>"
    if (resumed.starts_with(at.id + ".")) after = resumed.substr(at.id.size() + 1);
    const std::int64_t seq = std::atoll(after.substr(0, 18).c_str());
    using Found = std::shared_ptr<webchat::Listener>;
    std::function<Found(Visit&)> find = [&at, seq](Visit& visit) -> Found {
        const auto view = webchat::view_of(visit, at.id);
        if (!view) return nullptr;
        auto out = std::make_shared<webchat::Listener>();
        out->place = at.id;
        out->visitor = view->visitor;
        if (view->browser) out->browser = view->browser->mark;
        out->language = visit.language();
        out->seq = std::max(seq, view->cut);
        if (view->direct) {
            out->private_in = view->browser->mark;
            if (visit.glances.last(out->private_in) < view->browser->touched)
                visit.glances.note(out->private_in, view->browser->touched);
        }
        return out;
    };
    const std::optional<Found> found = co_await read(asked, std::move(find));
    if (!found || !*found) co_return bare(found ? 204 : 503);  // 204: the browser does not try again
    web::Answer out = bare(200);
    out.events = (*found)->stream;
    if (request.method == "GET") hub_.add(*found);
    co_return out;
}

web::Task<web::Answer> WebChat::file(const web::Request& request, Asked asked, const Address& at) {
    using Found = std::optional<webchat::FileBytes>;
    std::function<Found(Visit&)> find = [&at](Visit& visit) -> Found {
        const auto view = webchat::view_of(visit, at.id);
        return view ? webchat::read_file(visit.scope, view->chat.id, at.rest) : std::nullopt;
    };
    std::optional<Found> found = co_await read(asked, std::move(find));
    if (!found) co_return busy(request, *asked);
    if (!*found) co_return bare(404, "text/plain; charset=utf-8", "not here\n");
    web::Answer out = bare(200, (*found)->mime, std::move((*found)->bytes));
    out.response.headers.add("Content-Disposition", "inline");
    out.response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
    co_return out;
}

// Pictures and voices are cleaned beside the threads that others wait for.
web::Task<Result<webchat::Cleaned>> WebChat::clean(std::string_view bytes, bool picture) {
    const web::Completion<Result<webchat::Cleaned>> done;
    boost::asio::post(drawing_, [bytes, picture, done] {
        try {
            done.fulfil(picture ? webchat::clean_picture(bytes) : webchat::clean_voice(bytes));
        } catch (const std::exception&) {
            done.fulfil(invalid("cannot be read"));
        }
    });
    Result<webchat::Cleaned> out = co_await done.wait();
    co_return out;
}

// Fields and files of a multipart form; gives the note to lead back with, or "".
web::Task<std::string> WebChat::unpack(const web::Request& request, PageRequest& asked, webchat::Sent& sent) {
    if (request.headers.value("Content-Type").starts_with("application/x-www-form-urlencoded")) co_return std::string();
    const auto parts = web::read_multipart(request.headers.value("Content-Type"), request.body);
    if (!parts) co_return "again";
    for (const web::Part& part : *parts) {
        const bool picture = part.name == "picture", voice = part.name == "voice";
        if (!picture && !voice) {
            asked.fields[part.name] = std::string(part.bytes);
            continue;
        }
        if (part.bytes.empty()) continue;  // nothing was chosen
        if (part.bytes.size() > rules_.file_bytes) co_return "large";
        auto cleaned = co_await clean(part.bytes, picture);
        if (!cleaned) co_return picture ? "picture" : "voice";
        (picture ? sent.picture : sent.voice) = std::move(*cleaned);
    }
    co_return std::string();
}

// The end of a form: elsewhere, for a script in a few words.
web::Task<web::Answer> WebChat::send_on(const web::Request& request, Asked asked, const Address& at,
                                        webchat::Went went) {
    if (is_scripted(request)) {
        const std::string where = went.go;
        std::function<std::string(Visit&)> words = [where](Visit& visit) { return webchat::note_in(visit, where); };
        const std::optional<std::string> note = co_await read(asked, std::move(words));
        const bool stays = where == webchat::address_of(at.id) || where.starts_with(webchat::address_of(at.id) + "#");
        co_return told(stays ? "" : where, note.value_or(""));
    }
    Page page;
    page.language = asked->language;
    page.personal = true;
    page.redirect = std::move(went.go);
    if (!went.cookie.empty()) page.cookies[webchat::cookie_name] = went.cookie;
    page.cookies_last = true;
    co_return pages_.made(std::move(page), request, route);
}

web::Task<web::Answer> WebChat::submit(const web::Request& request, Asked asked, const Address& at) {
    if (!web::is_same_origin(request)) {
        co_return pages_.made(
            pages_.problem(
                403, asked->language, text::mark("Please press again"),
                text::mark("This did not come from our own page. Please open the page again and press there.")),
            request, route);
    }
    const auto form = std::make_shared<PageRequest>(*asked);
    const auto sent = std::make_shared<webchat::Sent>();
    const bool scripted = is_scripted(request);
    // A touched picture that is not the last changes nothing: its page comes at once.
    if (form->value(form->fields, "keep").empty() &&
        (at.step == "pictures" || (at.kind == Address::Kind::talk && at.step == "open"))) {
        const auto touched =
            webchat::read_pictures(form->value(form->fields, "touched") + "." + form->value(form->fields, "pick"));
        const std::string so_far = touched.value_or("");
        if (at.step == "pictures" || !webchat::is_whole(so_far)) {
            std::function<Page(Visit&)> make = [&at, &so_far](Visit& visit) {
                if (at.step == "open") return webchat::show_pictures(visit, so_far);
                const auto view = webchat::view_of(visit, at.id);
                return view && view->direct ? webchat::show_choice(visit, at.id, so_far)
                                            : webchat::show_pictures(visit, {});
            };
            std::optional<Page> page = co_await read(asked, std::move(make));
            co_return page ? pages_.made(std::move(*page), request, route) : busy(request, *asked);
        }
    }

    const std::string cookie = asked->value(asked->cookies, webchat::cookie_name);
    const bool posts = at.step == "say" || at.step == "press" || at.step == "answer" || at.step == "report";
    if (posts && !flood_.take("post:" + (cookie.empty() ? asked->peer : cookie), rules_.posts_per_minute, 1min,
                              services_.clock.now())) {
        web::Answer out = co_await send_on(request, asked, at, note_to(at, "slow"));
        co_return out;
    }
    if (at.step == "say") {
        const std::string wrong = co_await unpack(request, *form, *sent);
        if (!wrong.empty()) {
            web::Answer out = co_await send_on(request, asked, at, note_to(at, wrong));
            co_return out;
        }
        sent->text = form->value(form->fields, "text");
    }
    const std::string nonce = form->value(form->fields, "nonce");
    if (nonce.empty() || nonce.size() > 64 || !text::acceptable(nonce)) {
        web::Answer out = co_await send_on(request, asked, at, note_to(at, "again"));
        co_return out;
    }

    const auto went = std::make_shared<webchat::Went>();
    const web::Completion<bool> acted;
    const web::Completion<turn::Settled> settled;
    turn::Job job;
    job.account = rules_.account;
    job.key = "web:" + nonce;
    job.shard = rules_.account + at.id;
    job.arrival = [this, form, sent, at, went, acted](community::Scope& scope) {
        const auto current = services_.current();
        Visit visit{scope, rules_, glances_, flood_, *form, *current->catalog};
        *went = webchat::Went();
        auto event = webchat::submit(visit, at, *sent, *went);
        if (!went->expects.empty()) hub_.when_bot_says(went->expects, [acted] { acted.fulfil(true); });
        return event;
    };
    job.done = [settled](turn::Settled result) { settled.fulfil(std::move(result)); };
    turn::Settled result;
    result.kind = turn::Settled::Kind::refused;
    const bool taken = offer_(std::move(job));
    if (taken) result = co_await settled.wait();
    if (result.kind == turn::Settled::Kind::refused) co_return scripted ? bare(503) : busy(request, *asked);
    if (result.kind == turn::Settled::Kind::duplicate) {
        const Asked again = form;
        std::function<webchat::Went(Visit&)> twice = [&at](Visit& visit) {
            return webchat::submitted_twice(visit, at);
        };
        std::optional<webchat::Went> known = co_await read(again, std::move(twice));
        if (!known) co_return busy(request, *asked);
        web::Answer out = co_await send_on(request, asked, at, std::move(*known));
        co_return out;
    }

    if (!went->touched.empty()) glances_.note(went->touched, services_.clock.now());
    if (!went->shut.empty()) {
        glances_.forget(went->shut);
        hub_.shut(went->shut);
    }
    if (!went->wrote.empty()) hub_.changed(went->wrote);
    if (!went->expects.empty() && !scripted) {
        web::Task<bool> wait = acted.wait();
        const auto until = web::Steady::now() + bot_answers_within;
        const std::optional<bool> in_time = co_await web::within(std::move(wait), until);
        static_cast<void>(in_time);  // late, it is on the next page
    }
    web::Answer out = co_await send_on(request, asked, at, *went);
    co_return out;
}

// --- what the bot says and does

Outcome WebChat::apply(community::Scope& scope, const delivery::Row& row, std::optional<Event>& caused) {
    webchat::Applied applied = webchat::apply(scope, rules_, row.outgoing, row.person);
    if (!applied.refused.empty())
        return applied.gone ? Outcome::gone(std::move(applied.refused)) : Outcome::never(std::move(applied.refused));
    caused = std::move(applied.caused);
    return Outcome::sent(std::move(applied.facts));
}

void WebChat::landed(const delivery::Row& row) {
    const std::string& place = row.outgoing.place.id;
    hub_.changed(place);
    const Action* action = row.outgoing.action();
    if (action != nullptr && (action->kind() == Action::Kind::remove || action->kind() == Action::Kind::ban))
        hub_.put_out(place, action->user());
    if (row.outgoing.say() != nullptr) hub_.bot_said(place);
}

void WebChat::tell(const std::string& place, webchat::Listeners listeners) {
    const bool taken = readers_.ask([this, place, listeners](store::Session& session) {
        try {
            const auto current = services_.current();
            community::Scope scope{session, services_.vault, services_.ids, {services_.clock.now(), services_.random}};
            std::int64_t from = std::numeric_limits<std::int64_t>::max();
            for (const auto& one : listeners) from = std::min(from, one->seq);
            const auto chat = webchat::chat_at(scope, rules_, place);
            const auto rows =
                chat ? webchat::rows_after(scope, chat->id, from, rows_at_once) : std::vector<webchat::Row>();
            for (const auto& one : listeners) {
                if (!webchat::browser_stands(scope, one->browser)) {  // her sessions were ended meanwhile
                    one->stream.push("", "out", "");
                    one->stream.close();
                    continue;
                }
                for (const webchat::Row& row : rows) {
                    if (row.seq <= one->seq) continue;
                    const std::string id = one->place + "." + std::to_string(row.seq);
                    one->seq = row.seq;
                    if (row.kind == webchat::Row::Kind::deleted) {
                        const bool in_group = one->private_in.empty();
                        one->stream.push(
                            id, "gone",
                            std::to_string(row.target) + " " +
                                (in_group ? current->catalog->tr(one->language, "This message was removed.") : ""));
                        continue;
                    }
                    const webchat::RowLook look{one->place, one->visitor, one->language, *current->catalog,
                                                webchat::new_place(scope) + "-live"};
                    one->stream.push(id, "row", webchat::row_html(row, look));
                }
            }
        } catch (const std::exception& error) {
            services_.watcher.store_failed(error.what());
        }
        hub_.done(place);
    });
    if (!taken) hub_.done(place);
}

void WebChat::sweep() {
    hub_.sweep(glances_, rules_, services_.clock.now());
}

}  // namespace noticeboard::app
