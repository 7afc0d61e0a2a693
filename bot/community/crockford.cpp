// Crockford's base 32: see crockford.hpp.
#include "bot/community/crockford.hpp"

namespace noticeboard::community {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char printed(char typed) {  // '\0': no such character
    if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
    if (typed == 'O') return '0';
    if (typed == 'I' || typed == 'L') return '1';
    return alphabet.find(typed) == std::string_view::npos ? '\0' : typed;
}

}  // namespace

std::string crockford(std::uint64_t number, int characters) {
    std::string out(static_cast<std::size_t>(characters), '0');
    for (auto it = out.rbegin(); it != out.rend(); ++it, number >>= 5) *it = alphabet[number & 31];
    return out;
}

std::optional<std::string> crockford_typed(std::string_view text, std::size_t characters) {
    std::string out;
    for (const char typed : text) {
        if (typed == ' ' || typed == '-') continue;
        const char character = printed(typed);
        if (character == '\0' || out.size() == characters) return std::nullopt;
        out += character;
    }
    return out.size() == characters ? std::optional(std::move(out)) : std::nullopt;
}

std::uint64_t crockford_number(std::string_view text) {
    std::uint64_t out = 0;
    for (const char character : text) out = out << 5 | alphabet.find(character);
    return out;
}

}  // namespace noticeboard::community
