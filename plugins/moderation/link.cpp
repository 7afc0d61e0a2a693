// Links in a text: see link.hpp.
#include "plugins/moderation/link.hpp"

#include <algorithm>
#include <array>

#include "bot/text/fold.hpp"

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
        const std::size_t begin = at;
        while (at < all.size() && in_name(all[at])) ++at;
        const bool schemed = begin >= 3 && all.compare(begin - 3, 3, "://") == 0;
        const bool mail = begin > 0 && all[begin - 1] == '@' && !schemed;
        const std::string_view name = trimmed(std::string_view(all).substr(begin, at - begin));
        if (!mail && (schemed ? !name.empty() : ends_like_a_name(name))) out.emplace_back(name);
    }
    // A scheme before a name that is not ASCII: "https://中国.政务".
    for (std::size_t at = all.find("://"); at != std::string::npos && out.size() < most_hosts;
         at = all.find("://", at + 3)) {
        const std::size_t begin = at + 3;
        if (begin < all.size() && static_cast<unsigned char>(all[begin]) >= 0x80)
            out.push_back(all.substr(begin, all.find_first_of("/ ?#:", begin) - begin));
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
