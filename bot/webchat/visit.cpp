// Addresses of the built-in chat: see visit.hpp.
#include "bot/webchat/visit.hpp"

#include <algorithm>

#include "bot/community/crockford.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/text/group_number.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::webchat {
namespace {

constexpr std::size_t claim_ticket = 13;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

Address::Kind kind_of(std::string_view id) {
    using Kind = Address::Kind;
    if (id.empty()) return Kind::notices;
    if (id == "talk") return Kind::talk;
    if (id == "code") return Kind::code;
    if (id == "leave") return Kind::leave;
    const bool numbers = std::all_of(id.begin(), id.end(), is_digit);
    if (id.size() == text::group_number_size && numbers) return Kind::number;
    const std::string_view digits = id.substr(1, text::group_number_size);
    const bool ticket = (id[0] == 'g' || id[0] == 'a') && digits.size() == text::group_number_size &&
                        std::all_of(digits.begin(), digits.end(), is_digit) && (id.size() == 9 || id[9] == '-');
    if (ticket && id.size() <= 18) return Kind::ticket;
    if (id[0] == 'c' && id.size() == claim_ticket && community::crockford_typed(id.substr(1), claim_ticket - 1))
        return Kind::ticket;  // the code of a leader's letter
    return id.size() == 12 ? Kind::place : Kind::other;
}

}  // namespace

std::string Visit::nonce() const {
    return crypto::hex(scope.moment.random.bytes(12));
}

Address read_address(std::string_view path) {
    Address out;
    constexpr std::string_view prefix = "/chat/";
    if (!text::acceptable(path)) return out;
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
    for (std::string* piece : {&out.id, &out.step, &out.rest}) {
        const std::size_t end = std::min(path.find('/'), path.size());
        *piece = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    out.kind = kind_of(out.id);
    return out;
}

std::string address_of(std::string_view id, std::string_view step) {
    std::string out = "/chat/" + std::string(id);
    return step.empty() ? out : out + "/" + std::string(step);
}

}  // namespace noticeboard::webchat
