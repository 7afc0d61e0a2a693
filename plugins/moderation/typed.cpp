// Typed: see typed.hpp.
#include "plugins/moderation/typed.hpp"

#include <charconv>

#include "bot/text/fold.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::pair<std::string_view, Act> acts[] = {
    {"warn", Act::warn},   {"警告", Act::warn}, {"mute", Act::mute}, {"禁言", Act::mute},    {"remove", Act::remove},
    {"移出", Act::remove}, {"ban", Act::ban},   {"拉黑", Act::ban},  {"delete", Act::erase}, {"删除", Act::erase}};

constexpr std::pair<std::string_view, Millis> units[] = {
    {"m", 1min}, {"min", 1min}, {"minute", 1min}, {"minutes", 1min}, {"分钟", 1min}, {"分", 1min},
    {"h", 1h},   {"hour", 1h},  {"hours", 1h},    {"小时", 1h},      {"个小时", 1h}, {"时", 1h},
    {"d", 24h},  {"day", 24h},  {"days", 24h},    {"天", 24h},       {"日", 24h}};

}  // namespace

std::optional<Millis> length_in(std::string_view text) {
    std::string all = text::folded(text);
    if (const std::size_t slash = all.find('/'); slash == 0) all.erase(0, 1);
    int count = 0;
    const auto [at, wrong] = std::from_chars(all.data(), all.data() + all.size(), count);
    if (wrong != std::errc() || count < 1 || count > 525'600) return std::nullopt;
    std::string_view unit(at, static_cast<std::size_t>(all.data() + all.size() - at));
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    for (const auto& [name, length] : units) {
        if (unit == name && length * count <= Millis(24h) * 365) return length * count;
    }
    return std::nullopt;
}

Named name_and_length(std::string_view text) {
    Named out{std::string(text), std::nullopt};
    std::size_t blank = text.rfind(' ');
    for (int words = 0; words < 2 && blank != std::string_view::npos; ++words) {  // "Mei 1h", "Mei 1 hour"
        if (const auto length = length_in(text.substr(blank + 1))) {
            out.name = std::string(text.substr(0, blank));
            out.length = length;
        }
        blank = blank == 0 ? std::string_view::npos : text.rfind(' ', blank - 1);
    }
    return out;
}

std::optional<std::pair<Act, std::string>> act_in(std::string_view text) {
    const std::string all = text::folded(text);
    for (const auto& [word, act] : acts) {
        if (!all.starts_with(word)) continue;
        const std::string_view rest = std::string_view(all).substr(word.size());
        const bool latin = static_cast<unsigned char>(word[0]) < 0x80;
        if (!rest.empty() && latin && rest[0] != ' ') continue;
        const std::string after(rest.substr(std::min(rest.find_first_not_of(' '), rest.size())));
        if (after.empty() || length_in(after)) return std::pair{act, after};
    }
    return std::nullopt;
}

}  // namespace noticeboard::plugins::moderating
