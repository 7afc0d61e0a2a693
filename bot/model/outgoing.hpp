// Outgoing: one message or act on its way to a platform, as the outbox keeps it and an adapter composes it.
#pragma once

#include <string>
#include <vector>

#include "bot/model/action.hpp"
#include "bot/model/event.hpp"
#include "bot/model/ids.hpp"
#include "bot/model/reply.hpp"

namespace noticeboard {

struct OutgoingButton {
    std::string label;
    std::string token;  // comes back as Pressed::data, at most 16 characters of A-Z a-z 0-9
    std::string url;    // instead of a token: a link
    int number = 0;     // what she can type instead of pressing (1…), 0 for links
};

struct Say {  // already within the platform's length; longer texts are several Outgoing
    std::string text;
    std::vector<OutgoingButton> buttons;
    std::string picture;  // PNG bytes, or empty
    std::string voice;    // bytes of a recording, or empty; never both

    bool is_text() const { return picture.empty() && voice.empty(); }
};

struct Outgoing {
    OutboxId id;
    Place place;              // where to
    std::string to;           // the person's platform id in a direct talk (often the same as place.id)
    std::string reply_to;     // message id it answers, or empty
    std::string idempotency;  // the same at every try of this message
    std::string step;         // what Outcome::then gave at the last call, empty at first
    std::variant<Say, Action> what = Say{};

    const Say* say() const { return std::get_if<Say>(&what); }
    const Action* action() const { return std::get_if<Action>(&what); }
};

}  // namespace noticeboard
