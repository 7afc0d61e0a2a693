// Single values of Telegram's JSON: see json.hpp.
#include "adapters/telegram/json.hpp"

#include "bot/text/utf8.hpp"

namespace noticeboard::telegram {

std::string text_at(const object& in, std::string_view key) {
    std::string_view out;
    if (in[key].get(out) != simdjson::SUCCESS) return {};
    return out.find('\0') == out.npos ? std::string(out) : text::repaired(out);
}

std::int64_t number_at(const object& in, std::string_view key) {
    std::int64_t out = 0;
    return in[key].get(out) == simdjson::SUCCESS ? out : 0;
}

std::string id_at(const object& in, std::string_view key) {
    std::int64_t out = 0;
    return in[key].get(out) == simdjson::SUCCESS ? std::to_string(out) : std::string();
}

bool true_at(const object& in, std::string_view key) {
    bool out = false;
    return in[key].get(out) == simdjson::SUCCESS && out;
}

bool has(const object& in, std::string_view key) {
    return in[key].error() == simdjson::SUCCESS;
}

std::optional<object> object_at(const object& in, std::string_view key) {
    object out;
    if (in[key].get(out) != simdjson::SUCCESS) return std::nullopt;
    return out;
}

}  // namespace noticeboard::telegram
