// Redaction of secrets in all the forms in which they reach a log line.
#include "bot/watch/redact.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace noticeboard::watch {
namespace {

constexpr std::size_t least = 4;
constexpr std::string_view instead = "[secret]";

std::string percent_encoded(std::string_view text, std::string_view digits) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
        if (kept) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(digits[byte >> 4]);
            out.push_back(digits[byte & 15]);
        }
    }
    return out;
}

std::string inside_json(const std::string& text) {
    const auto quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

Redaction::Redaction(const std::vector<std::string>& secrets) {
    for (const std::string& secret : secrets) {
        if (secret.size() < least) continue;
        forms_.insert(forms_.end(), {secret, inside_json(secret), percent_encoded(secret, "0123456789ABCDEF"),
                                     percent_encoded(secret, "0123456789abcdef")});
    }
    std::sort(forms_.begin(), forms_.end(), [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    forms_.erase(std::unique(forms_.begin(), forms_.end()), forms_.end());
}

std::string Redaction::apply(std::string line) const {
    for (const std::string& form : forms_) {
        for (auto at = line.find(form); at != std::string::npos; at = line.find(form, at + instead.size())) {
            line.replace(at, form.size(), instead);
        }
    }
    return line;
}

}  // namespace noticeboard::watch
