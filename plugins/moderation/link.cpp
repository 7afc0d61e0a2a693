// Links: see link.hpp.
#include "plugins/moderation/link.hpp"

#include <algorithm>
#include <array>

#include "bot/text/fold.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::size_t most_hosts = 20, most_bytes = 16 * 1024;

// How names end that are offered in village groups. Without a scheme only these make a link: "v1.5" and "e.g" are none.
constexpr std::array<std::string_view, 62> endings{
    "com",   "cn",   "net",  "org",  "info", "top",  "xyz",  "vip",    "cc",    "me",    "io",      "co",   "tv",
    "app",   "shop", "site", "club", "live", "win",  "bet",  "fun",    "icu",   "ltd",   "pro",     "work", "link",
    "click", "ru",   "tk",   "ml",   "ga",   "cf",   "gq",   "us",     "uk",    "de",    "fr",      "jp",   "kr",
    "hk",    "tw",   "sg",   "in",   "biz",  "mobi", "asia", "online", "store", "space", "website", "tech", "ink",
    "ren",   "wang", "ws",   "la",   "so",   "im",   "ly",   "gl",     "gg",    "to"};

bool in_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool ends_like_a_name(std::string_view host) {
    const std::size_t dot = host.rfind('.');
    return dot != std::string_view::npos && dot > 0 &&
           std::find(endings.begin(), endings.end(), host.substr(dot + 1)) != endings.end();
}

std::string_view trimmed(std::string_view name) {
    while (!name.empty() && (name.front() == '.' || name.front() == '-')) name.remove_prefix(1);
    while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
    return name;
}

// Where the host begins in what follows a scheme: browsers take all before an @ for a name to sign in with.
std::size_t past_sign_in(std::string_view all, std::size_t begin) {
    const std::size_t end = std::min(all.find_first_of("/\\?# \n\t", begin), all.size());
    const std::size_t at = all.substr(begin, end - begin).rfind('@');
    return at == std::string_view::npos ? begin : begin + at + 1;
}

// A Chinese full stop between two letters or digits stands for a dot.
std::string with_dots(std::string text) {
    constexpr std::string_view stop = "。";
    for (std::size_t at = text.find(stop); at != std::string::npos; at = text.find(stop, at + 1)) {
        const bool inside =
            at > 0 && in_name(text[at - 1]) && at + stop.size() < text.size() && in_name(text[at + stop.size()]);
        if (inside) text.replace(at, stop.size(), ".");
    }
    return text;
}

}  // namespace

std::vector<std::string> hosts_in(std::string_view text) {
    const std::string all = with_dots(text::folded(text.substr(0, most_bytes)));
    std::vector<std::string> out;
    for (std::size_t at = 0; at < all.size() && out.size() < most_hosts;) {
        if (!in_name(all[at])) {
            ++at;
            continue;
        }
        const bool schemed = at >= 3 && all.compare(at - 3, 3, "://") == 0;
        const std::size_t begin = schemed ? past_sign_in(all, at) : at;
        at = begin;
        while (at < all.size() && in_name(all[at])) ++at;
        const bool mail = begin > 0 && all[begin - 1] == '@' && !schemed;
        const std::string_view name = trimmed(std::string_view(all).substr(begin, at - begin));
        if (!mail && (schemed ? !name.empty() : ends_like_a_name(name))) out.emplace_back(name);
    }
    // A scheme before a name that is not ASCII, or is written in signs: "https://中国.政务", "https://%62ad.com".
    for (std::size_t at = all.find("://"); at != std::string::npos && out.size() < most_hosts;
         at = all.find("://", at + 3)) {
        const std::size_t begin = at + 3;
        if (begin < all.size() && !in_name(all[begin]) && all[begin] != ' ')
            out.push_back(all.substr(begin, all.find_first_of("/ ?#:", begin) - begin));
    }
    return out;
}

std::string host_of(std::string_view address) {
    const std::string all = text::folded(address.substr(0, most_bytes));
    const std::size_t scheme = all.find("://");
    const std::size_t begin = past_sign_in(all, scheme == std::string::npos ? 0 : scheme + 3);
    return std::string(trimmed(std::string_view(all).substr(begin, all.find_first_of("/\\?#: ", begin) - begin)));
}

std::vector<std::string> hosts_in(const Message& message) {
    std::vector<std::string> out = hosts_in(std::string_view(message.text));
    for (const Link& link : message.links) out.push_back(host_of(link.address));
    return out;
}

std::string with_links(const Message& message, std::size_t most) {
    std::string out(text::beginning(message.text, most, TextUnit::code_points));
    for (const Link& link : message.links) {
        if (message.text.find(link.address) != std::string::npos) continue;
        if (!out.empty()) out += "\n";
        if (!link.label.empty()) out += link.label + " ";
        out += "→ " + link.address;
    }
    return out;
}

bool is_among(std::string_view host, const std::vector<std::string>& hosts) {
    return std::any_of(hosts.begin(), hosts.end(), [host](std::string_view known) {
        return host == known ||
               (host.size() > known.size() && host.ends_with(known) && host[host.size() - known.size() - 1] == '.');
    });
}

}  // namespace noticeboard::plugins::moderating
