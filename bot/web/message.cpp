// Reading a Request: path, query, cookies and form fields, by hand, because what comes in need not be a valid URL.
#include "bot/web/message.hpp"

#include <algorithm>

namespace noticeboard::web {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    digit = lower(digit);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

// A % that no two hex digits follow stays as it is.
std::string percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
    return out;
}

// Path, query and all of a URL with or without scheme and host; the fragment is cut off.
std::string_view target_of(std::string_view url) {
    url = url.substr(0, url.find('#'));
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos || url.find_first_of("/?") < scheme) return url;
    const std::size_t end = url.find_first_of("/?", scheme + 3);
    return end == std::string_view::npos ? std::string_view() : url.substr(end);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The piece before the separator; the rest begins behind it.
std::string_view next_piece(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view piece = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return piece;
}

std::optional<std::string> find_pair(std::string_view pairs, std::string_view name, bool plus_is_space) {
    while (!pairs.empty()) {
        std::string_view value = next_piece(pairs, '&');
        const std::string_view key = next_piece(value, '=');
        if (percent_decoded(key, plus_is_space) == name) return percent_decoded(value, plus_is_space);
    }
    return std::nullopt;
}

}  // namespace

const std::string* Headers::find(std::string_view name) const {
    for (const auto& [key, value] : list_)
        if (same_name(key, name)) return &value;
    return nullptr;
}

std::string_view Headers::value(std::string_view name) const {
    const std::string* found = find(name);
    return found ? std::string_view(*found) : std::string_view();
}

void Headers::set(std::string_view name, std::string value) {
    std::erase_if(list_, [&](const auto& header) { return same_name(header.first, name); });
    list_.emplace_back(std::string(name), std::move(value));
}

std::string Request::path() const {
    const std::string_view target = target_of(url);
    std::string path = percent_decoded(target.substr(0, target.find('?')), false);
    return path.empty() ? "/" : path;
}

std::optional<std::string> Request::query(std::string_view name) const {
    const std::string_view target = target_of(url);
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos) return std::nullopt;
    return find_pair(target.substr(mark + 1), name, false);
}

// RFC 6265 5.4: pairs divided by "; ".
std::optional<std::string> Request::cookie(std::string_view name) const {
    for (const auto& [key, line] : headers) {
        if (!same_name(key, "Cookie")) continue;
        std::string_view rest = line;
        while (!rest.empty()) {
            std::string_view value = next_piece(rest, ';');
            if (trimmed(next_piece(value, '=')) != name) continue;
            value = trimmed(value);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
                value = value.substr(1, value.size() - 2);
            return std::string(value);
        }
    }
    return std::nullopt;
}

// A body that declares itself to be something else has no fields.
std::optional<std::string> Request::field(std::string_view name) const {
    std::string_view type = headers.value("Content-Type");
    type = trimmed(next_piece(type, ';'));
    if (!type.empty() && !same_name(type, "application/x-www-form-urlencoded")) return std::nullopt;
    return find_pair(body, name, true);
}

std::string percent_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() * 3);
    for (const char letter : text) {
        const bool unreserved = (letter >= '0' && letter <= '9') || (lower(letter) >= 'a' && lower(letter) <= 'z') ||
                                letter == '-' || letter == '.' || letter == '_' || letter == '~';
        const auto byte = static_cast<unsigned char>(letter);
        if (unreserved) {
            out += letter;
        } else {
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

}  // namespace noticeboard::web
