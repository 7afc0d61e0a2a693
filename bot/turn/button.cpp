// Buttons: see button.hpp.
#include "bot/turn/button.hpp"

namespace noticeboard::turn {
namespace {

constexpr Millis lifetime = 7 * 24h;

std::string new_token(Random& random) {  // 12 of 62 characters: 71 bits
    static constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string out;
    while (out.size() < 12) {
        for (unsigned char byte : random.bytes(16)) {
            if (byte < 248 && out.size() < 12) out += letters[byte % 62];  // 248 = 4 * 62: no letter is likelier
        }
    }
    return out;
}

}  // namespace

std::vector<OutgoingButton> keep_buttons(community::Scope& scope, const std::string& plugin, ChatId chat,
                                         PersonId person, const std::vector<Button>& buttons, Millis within) {
    std::vector<OutgoingButton> out;
    if (buttons.empty()) return out;
    int number = 0;
    for (const Button& button : buttons) {
        if (!button.url().empty()) {
            out.push_back({button.label(), {}, button.url(), 0});
            continue;
        }
        if (person && number == 0) forget_numbers(scope.sql, chat);  // an older menu's
        const std::string token = new_token(scope.moment.random);
        const int typed = person ? ++number : 0;
        scope.sql.run(
            "INSERT INTO button (token, chat, person, plugin, name, data, number, expires) "
            "VALUES (:token, :chat, :person, :plugin, :name, :data, :number, :expires)",
            token, chat, person, plugin, button.name(), button.data(), typed,
            scope.now() + (within > Millis{0} ? within : lifetime));
        out.push_back({button.label(), token, {}, typed});
    }
    return out;
}

Result<PressedButton> pressed(community::Scope& scope, std::string_view token, ChatId chat, PersonId person) {
    auto row = scope.sql.one<std::string, std::string, std::string, ChatId, PersonId, TimePoint>(
        "SELECT plugin, name, data, chat, person, expires FROM button WHERE token = :token", token);
    if (!row) return not_found("this button is not known any more");
    auto& [plugin, name, data, where, whose, expires] = *row;
    if (where != chat || (whose && whose != person)) return not_found("this button is for somebody else");
    if (expires <= scope.now()) return not_found("this button has expired");
    return PressedButton{std::move(plugin), std::move(name), std::move(data)};
}

std::optional<PressedButton> numbered(community::Scope& scope, ChatId chat, int number) {
    auto row = scope.sql.one<std::string, std::string, std::string>(
        "SELECT plugin, name, data FROM button WHERE chat = :chat AND number = :number AND expires > :now", chat,
        number, scope.now());
    if (!row) return std::nullopt;
    auto& [plugin, name, data] = *row;
    return PressedButton{std::move(plugin), std::move(name), std::move(data)};
}

void forget_numbers(store::Session& session, ChatId chat) {
    if (session.one<int>("SELECT 1 FROM button WHERE chat = :chat AND number > 0 LIMIT 1", chat))
        session.run("UPDATE button SET number = 0 WHERE chat = :chat AND number > 0", chat);
}

std::int64_t purge_buttons(store::Session& session, TimePoint now, int most) {
    return session.run("DELETE FROM button WHERE token IN (SELECT token FROM button WHERE expires <= :now LIMIT :most)",
                       now, most);
}

}  // namespace noticeboard::turn
