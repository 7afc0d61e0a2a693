// What the bot says and does in the built-in chat, done in our own tables.
#pragma once

#include <optional>
#include <string>

#include "bot/model/event.hpp"
#include "bot/model/outgoing.hpp"
#include "bot/webchat/room.hpp"

namespace noticeboard::webchat {

struct Applied {
    std::string refused;          // why it was not done, a short class; empty: it was
    bool gone = false;            // … and the chat will not come back
    Facts facts;                  // as a platform tells them
    std::optional<Event> caused;  // somebody came in or went out by it
};

// A second time changes nothing, causes nothing and gives the same facts. `person`: who is told, in a private talk.
Applied apply(community::Scope& scope, const Rules& rules, const Outgoing& outgoing, PersonId person);

}  // namespace noticeboard::webchat
