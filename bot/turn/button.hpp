// Buttons: stored tokens behind what a person can press, or choose by typing its number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/outgoing.hpp"
#include "bot/model/reply.hpp"

namespace noticeboard::turn {

struct PressedButton {
    std::string plugin, name, data;
};

// Stores the buttons of a message to a chat (for `person` alone, or for everybody when she is none) and gives them with
// token and number. In a private talk the numbers of earlier messages stop working.
std::vector<OutgoingButton> keep_buttons(community::Scope& scope, const std::string& plugin, ChatId chat,
                                         PersonId person, const std::vector<Button>& buttons,
                                         Millis within = Millis{0});

// What was pressed. Error: not_found (unknown, expired, not hers).
Result<PressedButton> pressed(community::Scope& scope, std::string_view token, ChatId chat, PersonId person);

// The button with that number in the newest menu of a private talk.
std::optional<PressedButton> numbered(community::Scope& scope, ChatId chat, int number);

// The numbers of earlier messages stop working; their buttons go on.
void forget_numbers(store::Session& session, ChatId chat);

std::int64_t purge_buttons(store::Session& session, TimePoint now, int most);  // expired ones; how many

}  // namespace noticeboard::turn
