// Dialogs: see dialog.hpp.
#include "bot/turn/dialog.hpp"

#include "bot/community/person.hpp"
#include "bot/community/vault.hpp"

namespace noticeboard::turn {

std::optional<Dialog> open_dialog(community::Scope& scope, ChatId chat, PersonId person) {
    auto row = scope.sql.one<std::string, std::string, std::string>(
        "SELECT plugin, step, data FROM dialog WHERE chat = :chat AND person = :person AND deadline > :now", chat,
        person, scope.now());
    if (!row) return std::nullopt;
    auto& [plugin, step, data] = *row;
    if (!data.empty()) {
        const auto key = community::key_of(scope, person);
        if (!key) return std::nullopt;
        auto opened = crypto::opened(*key, data, "dialog");
        if (!opened) return std::nullopt;
        data = std::move(*opened);
    }
    return Dialog{std::move(plugin), std::move(step), std::move(data)};
}

void keep_dialog(community::Scope& scope, ChatId chat, PersonId person, const Effects::Asked& asked) {
    std::string data;
    if (!asked.data.empty()) {
        if (const auto key = community::key_of(scope, person)) {
            data = crypto::sealed(*key, asked.data, "dialog", scope.moment.random);
        }
    }
    scope.sql.run(
        "INSERT INTO dialog (chat, person, plugin, step, data, deadline) "
        "VALUES (:chat, :person, :plugin, :step, :data, :deadline) ON CONFLICT (chat, person) DO UPDATE SET "
        "plugin = excluded.plugin, step = excluded.step, data = excluded.data, deadline = excluded.deadline",
        chat, person, asked.plugin, asked.step, data, scope.now() + asked.within);
}

void end_dialog(store::Session& session, ChatId chat, PersonId person) {
    session.run("DELETE FROM dialog WHERE chat = :chat AND person = :person", chat, person);
}

}  // namespace noticeboard::turn
