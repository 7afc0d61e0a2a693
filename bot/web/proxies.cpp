// Reading X-Forwarded-* from the right, and only from those who are trusted.
#include "bot/web/proxies.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <optional>

namespace noticeboard::web {
namespace {

namespace ip = boost::asio::ip;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<Address> address_from(std::string_view text) {
    boost::system::error_code error;
    const Address address = ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    return plain(address);
}

// As proxies write it: 192.0.2.1, 192.0.2.1:4711, 2001:db8::1, [2001:db8::1], [2001:db8::1]:4711
std::optional<Address> forwarded_address(std::string_view entry) {
    entry = trimmed(entry);
    if (entry.starts_with('[')) return address_from(entry.substr(1, entry.find(']') - 1));
    if (std::count(entry.begin(), entry.end(), ':') == 1) entry = entry.substr(0, entry.find(':'));
    return address_from(entry);
}

std::vector<std::string_view> forwarded_for(const Headers& headers) {
    std::vector<std::string_view> entries;
    for (const auto& [name, value] : headers) {
        if (name.size() != 15 || !boost::beast::iequals(name, "X-Forwarded-For")) continue;
        std::string_view rest = value;
        while (true) {
            const std::size_t comma = rest.find(',');
            entries.push_back(rest.substr(0, comma));
            if (comma == std::string_view::npos) break;
            rest = rest.substr(comma + 1);
        }
    }
    return entries;
}

// The last of several: the nearest proxy wrote it.
std::string_view last_entry(std::string_view value) {
    const std::size_t comma = value.rfind(',');
    return trimmed(comma == std::string_view::npos ? value : value.substr(comma + 1));
}

bool is_host(std::string_view host) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == '_' || c == ':' || c == '[' || c == ']';
    };
    return !host.empty() && host.size() < 256 && std::all_of(host.begin(), host.end(), allowed);
}

}  // namespace

Address plain(const Address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

Result<Proxies> Proxies::parse(const std::vector<std::string>& entries) {
    Proxies proxies;
    for (const std::string& entry : entries) {
        boost::system::error_code error;
        const bool is_v6 = entry.find(':') != std::string::npos;
        const bool is_network = entry.find('/') != std::string::npos;
        const std::string network = is_network ? entry : entry + (is_v6 ? "/128" : "/32");
        if (is_v6) {
            proxies.v6_.push_back(ip::make_network_v6(network, error).canonical());
        } else {
            proxies.v4_.push_back(ip::make_network_v4(network, error).canonical());
        }
        if (error) return invalid("\"" + entry + "\" is neither an address nor a network like 10.0.0.0/8");
    }
    return proxies;
}

bool Proxies::trusts(const Address& sender) const {
    const Address address = plain(sender);
    if (address.is_v4()) {
        const auto holds = [&](const ip::network_v4& network) {
            return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network;
        };
        return std::any_of(v4_.begin(), v4_.end(), holds);
    }
    const auto holds = [&](const ip::network_v6& network) {
        return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network;
    };
    return std::any_of(v6_.begin(), v6_.end(), holds);
}

std::string Proxies::client(const Address& sender, const Headers& headers) const {
    Address client = plain(sender);
    if (!trusts(client)) return client.to_string();
    const std::vector<std::string_view> entries = forwarded_for(headers);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const std::optional<Address> address = forwarded_address(*entry);
        if (!address) break;
        client = *address;
        if (!trusts(client)) break;
    }
    return client.to_string();
}

Result<std::string> whole_url(const Request& request, std::string_view public_url, bool tls, bool from_trusted) {
    std::string_view target = request.url;
    std::string_view host = request.headers.value("Host");
    std::string_view scheme = tls ? "https" : "http";
    if (!target.starts_with('/')) {
        if (const std::size_t mark = target.find("://");
            mark != std::string_view::npos) {  // absolute form: RFC 9112 3.2.2
            const std::size_t path = std::min(target.find_first_of("/?", mark + 3), target.size());
            host = target.substr(mark + 3, path - mark - 3);
            target = target.substr(path);
        } else if (target == "*" && request.method == "OPTIONS") {
            target = "";
        } else {
            return invalid("malformed request target");
        }
    }
    if (!public_url.empty()) {
        if (public_url.ends_with('/')) public_url.remove_suffix(1);
        return std::string(public_url).append(target);
    }
    if (from_trusted) {
        if (const std::string* forwarded = request.headers.find("X-Forwarded-Host")) host = last_entry(*forwarded);
        const std::string_view proto = last_entry(request.headers.value("X-Forwarded-Proto"));
        if (proto == "http" || proto == "https") scheme = proto;
    }
    if (host.empty()) host = "localhost";  // HTTP/1.0 need not name it
    if (!is_host(host)) return invalid("malformed host");
    std::string url;
    url.reserve(scheme.size() + 3 + host.size() + target.size());
    return url.append(scheme).append("://").append(host).append(target);
}

}  // namespace noticeboard::web
