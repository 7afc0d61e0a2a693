// Browser: see browser.hpp. Reads our own well-formed pages only.
#include "tests/talks/browser.hpp"

#include <boost/asio/use_future.hpp>
#include <regex>
#include <stdexcept>

namespace noticeboard::tests {
namespace {

std::string unescaped(std::string text) {
    for (const auto& [from, to] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}}) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, std::string(from).size(), to);
    }
    return text;
}

std::string plain(const std::string& html) {
    return unescaped(std::regex_replace(html, std::regex("<[^>]*>"), " "));
}

std::string trimmed(const std::string& text) {
    const std::size_t from = text.find_first_not_of(" \n");
    return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \n") - from + 1);
}

std::string attribute(const std::string& tag, const std::string& name) {
    std::smatch found;
    return std::regex_search(tag, found, std::regex(name + "=\"([^\"]*)\"")) ? unescaped(found[1]) : "";
}

web::Client open_client(boost::asio::io_context& context) {
    auto client = web::Client::open(context, {});
    if (!client) throw std::runtime_error(client.error().message);
    return std::move(*client);
}

}  // namespace

PageSeen read_page(const std::string& html) {
    PageSeen out;
    std::string body = html.substr(std::min(html.size(), html.find("<main>")));
    body = body.substr(0, body.find("</main>"));
    const std::regex form("<form[^>]*>[\\s\\S]*?</form>");
    for (std::sregex_iterator it(body.begin(), body.end(), form), none; it != none; ++it) {
        const std::string all = it->str();
        PageSeen::Form one;
        one.action = attribute(all, "action");
        const std::regex input("<input[^>]*>");
        for (std::sregex_iterator field(all.begin(), all.end(), input); field != none; ++field) {
            one.fields[attribute(field->str(), "name")] = attribute(field->str(), "value");
        }
        const std::regex button("<button([^>]*)>([\\s\\S]*?)</button>");  // each of them sends the form
        for (std::sregex_iterator press(all.begin(), all.end(), button); press != none; ++press) {
            PageSeen::Form pressed = one;
            pressed.label = trimmed(plain((*press)[2]));
            const std::string tag = (*press)[1];
            if (const std::string name = attribute(tag, "name"); !name.empty())
                pressed.fields[name] = attribute(tag, "value");
            out.forms.push_back(std::move(pressed));
        }
    }
    const std::regex link("<a [^>]*>[\\s\\S]*?</a>");
    for (std::sregex_iterator it(body.begin(), body.end(), link), none; it != none; ++it) {
        out.links[trimmed(plain(it->str()))] = attribute(it->str(), "href");
    }
    body =
        std::regex_replace(body, std::regex("<(?:button|a class=\"button)[^>]*>([\\s\\S]*?)</(?:button|a)>"), " [$1] ");
    body = std::regex_replace(body, std::regex("<img[^>]*>"), " (picture) ");
    out.text = std::regex_replace(plain(body), std::regex("\\[\\s+"), "[");
    return out;
}

Browser::Browser(std::string user_agent) : user_agent_(std::move(user_agent)), client_(open_client(loops_.at(0))) {}

web::Response Browser::fetch(web::Request request, const std::string& who) {
    request.headers.add("User-Agent", user_agent_);
    const bool chinese = !who.empty() && static_cast<unsigned char>(who[0]) >= 0x80;
    request.headers.add("Accept-Language", chinese ? "zh" : "en");
    std::string cookies;
    for (const auto& [name, value] : cookies_[who]) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.headers.add("Cookie", cookies);
    auto fetched =
        boost::asio::co_spawn(loops_.at(0), client_.fetch(std::move(request), 10s), boost::asio::use_future).get();
    if (const auto* failure = std::get_if<web::Failure>(&fetched))
        throw std::runtime_error("no page: " + failure->error.message);
    web::Response response = std::get<web::Response>(std::move(fetched));
    for (const auto& [name, value] : response.headers) {
        if (name != "Set-Cookie" && name != "set-cookie") continue;
        const std::size_t equals = value.find('=');
        cookies_[who][value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
    return response;
}

PageSeen Browser::follow(const std::string& site, const std::string& who, web::Request request) {
    web::Response response = fetch(std::move(request), who);
    for (int hops = 0; response.status == 303 && hops < 5; ++hops) {
        std::string to(response.headers.value("Location"));
        web::Request next;
        next.url = to.starts_with("/") ? site + to : to;
        response = fetch(std::move(next), who);
    }
    PageSeen out = read_page(response.body);
    out.status = response.status;
    out.body = std::move(response.body);
    return out;
}

std::string Browser::cookie(const std::string& who, const std::string& name) const {
    const auto hers = cookies_.find(who);
    if (hers == cookies_.end()) return {};
    const auto it = hers->second.find(name);
    return it == hers->second.end() ? std::string() : it->second;
}

PageSeen Browser::get(const std::string& site, const std::string& who, const std::string& path) {
    web::Request request;
    request.url = site + path;
    return follow(site, who, std::move(request));
}

PageSeen Browser::post(const std::string& site, const std::string& who, const PageSeen::Form& form) {
    web::Request request;
    request.method = "POST";
    request.url = site + form.action;
    request.headers.add("Origin", site);
    if (form.file) {
        for (const auto& [name, value] : form.fields) {
            request.body += "--talk\r\nContent-Disposition: form-data; name=\"" + name + "\"" +
                            (name == "nonce" ? "" : "; filename=\"f\"") + "\r\n\r\n" + value + "\r\n";
        }
        request.body += "--talk--\r\n";
        request.headers.add("Content-Type", "multipart/form-data; boundary=talk");
        return follow(site, who, std::move(request));
    }
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    for (const auto& [name, value] : form.fields) {
        request.body += (request.body.empty() ? "" : "&") + name + "=" + web::percent_encoded(value);
    }
    return follow(site, who, std::move(request));
}

}  // namespace noticeboard::tests
