// Dialogs: where a person stands in a conversation, as a row that survives a restart.
#pragma once

#include <optional>
#include <string>

#include "bot/community/scope.hpp"
#include "bot/model/effects.hpp"

namespace noticeboard::turn {

struct Dialog {
    std::string plugin, step, data;
};

// The dialog of a person in a chat, unless it lapsed.
std::optional<Dialog> open_dialog(community::Scope& scope, ChatId chat, PersonId person);

void keep_dialog(community::Scope& scope, ChatId chat, PersonId person, const Effects::Asked& asked);
void end_dialog(store::Session& session, ChatId chat, PersonId person);

}  // namespace noticeboard::turn
