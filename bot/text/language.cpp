// Language names and the choice among them.
#include "bot/text/language.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace noticeboard::text {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

struct Wish {
    std::string language;
    double weight = 1;
};

// One entry of Accept-Language: "en;q=0.5". An unreadable weight counts as none.
Wish wish_of(std::string_view entry) {
    const auto semicolon = entry.find(';');
    Wish wish{short_language(trimmed(entry.substr(0, semicolon)))};
    if (semicolon == std::string_view::npos) return wish;
    auto parameter = trimmed(entry.substr(semicolon + 1));
    if (!parameter.starts_with("q=")) return wish;
    parameter.remove_prefix(2);
    const auto [end, error] = std::from_chars(parameter.data(), parameter.data() + parameter.size(), wish.weight);
    if (error != std::errc() || !(wish.weight >= 0 && wish.weight <= 1)) wish.weight = 0;
    return wish;
}

constexpr std::size_t most_wishes = 32;  // a header of a thousand languages is nobody's preference

}  // namespace

std::string short_language(std::string_view name) {
    name = trimmed(name);
    std::string out(name.substr(0, name.find_first_of("-_.@")));
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c != '*' && (c < 'a' || c > 'z')) return {};
    }
    return out.size() > 8 ? std::string() : out;
}

std::string best_language(std::string_view preferred, std::span<const std::string> supported) {
    std::vector<Wish> wishes;
    while (!preferred.empty() && wishes.size() < most_wishes) {
        const auto comma = preferred.find(',');
        wishes.push_back(wish_of(preferred.substr(0, comma)));
        preferred = comma == std::string_view::npos ? std::string_view() : preferred.substr(comma + 1);
    }
    std::stable_sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.weight > b.weight; });
    for (const Wish& wish : wishes) {
        if (wish.weight > 0 && std::find(supported.begin(), supported.end(), wish.language) != supported.end())
            return wish.language;
        if (wish.weight > 0 && wish.language == "*") break;
    }
    return supported.front();
}

std::string written_language(std::string_view text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {  // U+4E00 … U+9FFF: E4 B8 80 … E9 BF BF
        const auto lead = static_cast<unsigned char>(text[i]);
        const auto second = static_cast<unsigned char>(text[i + 1]);
        if (lead >= 0xE5 && lead <= 0xE9) return "zh";
        if (lead == 0xE4 && second >= 0xB8) return "zh";
    }
    return {};
}

}  // namespace noticeboard::text
