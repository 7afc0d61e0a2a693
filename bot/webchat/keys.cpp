// Four pictures and codes: see keys.hpp.
#include "bot/webchat/keys.hpp"

#include <algorithm>

#include "bot/community/crockford.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/hash.hpp"
#include "bot/crypto/seal.hpp"

namespace noticeboard::webchat {
namespace {

constexpr std::size_t code_size = 12;

std::string pin_of(const community::Scope& scope, std::string_view visitor, std::string_view pictures) {
    return scope.vault.mark("web.pin:" + std::string(visitor), pictures);
}
std::string code_purpose(std::string_view visitor) {
    return "web.code:" + std::string(visitor);
}

}  // namespace

std::optional<std::string> read_pictures(std::string_view text) {
    std::string out;
    int count = 0, number = -1;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
            number = std::max(number, 0) * 10 + (text[i] - '0');
            if (number >= pictures_shown) return std::nullopt;
        } else if (i == text.size() || text[i] == '.') {
            if (number < 0) continue;
            if (++count > pictures_chosen) return std::nullopt;
            out += (out.empty() ? "" : ".") + std::to_string(number);
            number = -1;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

bool is_whole(std::string_view pictures) {
    return !pictures.empty() && std::count(pictures.begin(), pictures.end(), '.') == pictures_chosen - 1;
}

bool has_pictures(community::Scope& scope, std::string_view visitor) {
    return !scope.sql.one<std::string>("SELECT pin FROM web_visitor WHERE id = :id", visitor).value_or("").empty();
}

void set_pictures(community::Scope& scope, std::string_view visitor, std::string_view pictures) {
    scope.sql.run("UPDATE web_visitor SET pin = :pin WHERE id = :id", pin_of(scope, visitor, pictures), visitor);
}

std::optional<std::string> try_pictures(community::Scope& scope, Browser& browser, std::string_view pictures,
                                        const Rules& rules) {
    if (browser.paused_until > scope.now()) return std::nullopt;
    std::optional<std::string> found;
    for (const std::string& visitor : talks_of(scope, browser)) {
        const auto pin = scope.sql.one<std::string>("SELECT pin FROM web_visitor WHERE id = :id", visitor);
        if (pin && !pin->empty() && crypto::same(*pin, pin_of(scope, visitor, pictures))) found = visitor;
    }
    browser.tries = found ? 0 : browser.tries + 1;
    if (browser.tries >= rules.tries) {
        browser.tries = 0;
        browser.paused_until = scope.now() + rules.pause;
    }
    scope.sql.run("UPDATE web_browser SET tries = :tries, paused_until = :until WHERE mark = :mark", browser.tries,
                  browser.paused_until, browser.mark);
    return found;
}

std::string make_code(community::Scope& scope, std::string_view visitor, const Rules& rules) {
    const std::string code = community::crockford(scope.moment.random.number(), code_size);
    scope.sql.run("DELETE FROM web_code WHERE visitor = :visitor OR expires <= :now", visitor, scope.now());
    scope.sql.run("INSERT INTO web_code (mark, visitor, code, expires) VALUES (:mark, :visitor, :code, :expires)",
                  scope.vault.mark("web.code", code), visitor,
                  crypto::sealed(scope.vault.content(), code, code_purpose(visitor), scope.moment.random),
                  scope.now() + rules.code_life);
    return code;
}

std::optional<std::string> code_of(community::Scope& scope, std::string_view visitor) {
    const auto sealed = scope.sql.one<std::string>(
        "SELECT code FROM web_code WHERE visitor = :visitor AND expires > :now", visitor, scope.now());
    if (!sealed) return std::nullopt;
    auto code = crypto::opened(scope.vault.content(), *sealed, code_purpose(visitor));
    if (!code) return std::nullopt;
    return std::move(*code);
}

std::optional<std::string> spend_code(community::Scope& scope, std::string_view typed) {
    const auto code = community::crockford_typed(typed, code_size);
    if (!code) return std::nullopt;
    const auto spent = scope.sql.one<std::string, TimePoint>(
        "DELETE FROM web_code WHERE mark = :mark RETURNING visitor, expires", scope.vault.mark("web.code", *code));
    if (!spent || std::get<1>(*spent) <= scope.now()) return std::nullopt;
    return std::get<0>(*spent);
}

}  // namespace noticeboard::webchat
