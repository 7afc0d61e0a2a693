// Filling the places of a text.
#include "bot/text/fill.hpp"

namespace noticeboard::text {
namespace {

// Which argument the place `name` ("" or "0" … "9") means; `next` counts the unnumbered places.
std::optional<std::size_t> index_of(std::string_view name, std::size_t& next, bool& numbered) {
    if (name.empty()) return numbered ? std::nullopt : std::optional(next++);
    if (next > 0 || name.size() != 1 || name[0] < '0' || name[0] > '9') return std::nullopt;
    numbered = true;
    return static_cast<std::size_t>(name[0] - '0');
}

}  // namespace

std::optional<std::string> filled(std::string_view pattern, std::span<const std::string_view> arguments) {
    std::string out;
    out.reserve(pattern.size() + 32);
    std::size_t next = 0;
    bool numbered = false;
    while (!pattern.empty()) {
        const auto brace = pattern.find_first_of("{}");
        out.append(pattern.substr(0, brace));
        if (brace == std::string_view::npos) break;
        pattern.remove_prefix(brace);
        if (pattern.size() > 1 && pattern[1] == pattern[0]) {
            out.push_back(pattern[0]);
            pattern.remove_prefix(2);
            continue;
        }
        const auto end = pattern.find('}');
        if (pattern[0] != '{' || end == std::string_view::npos) return std::nullopt;
        const auto index = index_of(pattern.substr(1, end - 1), next, numbered);
        if (!index || *index >= arguments.size()) return std::nullopt;
        out.append(arguments[*index]);
        pattern.remove_prefix(end + 1);
    }
    return out;
}

}  // namespace noticeboard::text
