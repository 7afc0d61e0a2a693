// Filling templates with kainjow's mustache, and the headers that keep a page safe.
#include "bot/web/page.hpp"

#include <kainjow/mustache.hpp>
#include <variant>
#include <vector>

namespace noticeboard::web {
namespace {

namespace mustache = kainjow::mustache;

std::string content_policy(Scripts scripts) {
    std::string policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'";
    if (scripts == Scripts::own) policy += "; script-src 'self'; connect-src 'self'; media-src 'self'";
    return policy;
}

constexpr int deepest_part = 8;  // a part within a part …

// The text with its {{>parts}} put in once and for all: the library would parse them again for every page.
std::string with_parts(std::string_view text, const Template::Parts& parts, int depth) {
    std::string out;
    while (true) {
        const std::size_t begin = text.find("{{>");
        const std::size_t end = begin == std::string_view::npos ? begin : text.find("}}", begin);
        if (end == std::string_view::npos || depth > deepest_part) return out.append(text);
        std::string_view name = text.substr(begin + 3, end - begin - 3);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        const auto part = parts.find(std::string(name));
        out += text.substr(0, begin);
        if (part != parts.end()) out += with_parts(part->second, parts, depth + 1);
        text.remove_prefix(end + 2);
    }
}

mustache::data data_of(const Values& values) {
    mustache::data data;
    for (const auto& [name, value] : values.all()) {
        if (const auto* items = std::get_if<std::vector<Values>>(&value)) {
            mustache::data list(mustache::data::type::list);
            for (const Values& item : *items) list.push_back(data_of(item));
            data.set(name, list);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            data.set(name, mustache::data(*text));
        } else {
            data.set(name, mustache::data(std::get<bool>(value)));
        }
    }
    return data;
}

// Scheme, host and port of a URL, as browsers write an origin.
std::string_view origin_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

}  // namespace

struct Template::Parsed {
    mustache::mustache body;
};

Result<Template> Template::parse(const std::string& text, const Parts& parts) {
    for (const auto& [name, part] : parts) {
        const mustache::mustache parsed(part);
        if (!parsed.is_valid()) return invalid("template part " + name + ": " + parsed.error_message());
    }
    mustache::mustache body(with_parts(text, parts, 0));
    if (!body.is_valid()) return invalid("template: " + body.error_message());
    return Template(std::make_shared<const Parsed>(Parsed{std::move(body)}));
}

std::string Template::fill(const Values& values) const {
    mustache::mustache body = parsed_->body;  // rendering is not const
    return body.render(data_of(values));
}

std::string html_escaped(std::string_view text) {
    return mustache::html_escape(std::string(text));
}

Response html_page(std::string html, Privacy privacy, Scripts scripts, int status) {
    Response response;
    response.status = status;
    response.headers.reserve(8);
    response.headers.add("Content-Type", "text/html; charset=utf-8");
    response.headers.add("Content-Security-Policy", content_policy(scripts));
    response.headers.add("Cache-Control", privacy == Privacy::personal ? "no-store" : "no-cache");
    response.headers.add("Referrer-Policy", "same-origin");
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.headers.add("X-Frame-Options", "DENY");  // for browsers too old for frame-ancestors
    response.body = std::move(html);
    return response;
}

Response redirect(std::string location) {
    Response response;
    response.status = 303;
    response.headers.add("Location", std::move(location));
    response.headers.add("Cache-Control", "no-store");
    return response;
}

Response picture(std::string bytes) {
    Response response;
    response.status = 200;
    response.headers.add("Content-Type", bytes.starts_with("\x89PNG") ? "image/png" : "image/jpeg");
    response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
    response.headers.add("Cache-Control", "max-age=3600");
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.body = std::move(bytes);
    return response;
}

void set_cookie(Response& response, const Request& request, const Cookie& cookie) {
    std::string line = cookie.name + "=" + cookie.value + "; Path=/; HttpOnly; SameSite=Lax";
    if (cookie.max_age) line += "; Max-Age=" + std::to_string(cookie.max_age->count());
    if (request.url.starts_with("https://")) line += "; Secure";
    response.headers.add("Set-Cookie", std::move(line));
}

bool is_same_origin(const Request& request) {
    const std::string_view own = origin_of(request.url);
    if (own.empty()) return false;
    if (const std::string* origin = request.headers.find("Origin")) return *origin == own;
    return origin_of(request.headers.value("Referer")) == own;
}

Result<Template> Pages::parsed(const std::string& layout) {
    const std::lock_guard lock(mutex_);
    const auto known = layouts_.find(layout);
    if (known != layouts_.end()) return known->second;
    Result<Template> fresh = Template::parse(layout, parts_);
    if (fresh) layouts_.emplace(layout, *fresh);
    return fresh;
}

Result<Response> Pages::response(const Page& page, const Request& request) {
    if (!page.picture.empty()) return picture(page.picture);
    Response response;
    if (page.redirect.empty()) {
        const Result<Template> layout = parsed(page.layout);
        if (!layout) return layout.error();
        const Privacy privacy = page.personal ? Privacy::personal : Privacy::open;
        response =
            html_page(layout->fill(page.values), privacy, page.scripts ? Scripts::own : Scripts::none, page.status);
        response.headers.add("Content-Language", page.language);
    } else {
        response = redirect(page.redirect);
    }
    for (const auto& [name, value] : page.cookies) {
        Cookie cookie;
        cookie.name = name;
        cookie.value = value;
        if (page.cookies_last) cookie.max_age = std::chrono::hours(24 * 365);
        if (value.empty()) cookie.max_age = std::chrono::seconds(0);
        set_cookie(response, request, cookie);
    }
    return response;
}

}  // namespace noticeboard::web
