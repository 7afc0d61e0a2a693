// What somebody sends to the built-in chat: each a turn of its own.
#pragma once

#include <optional>
#include <string>

#include "bot/model/event.hpp"
#include "bot/webchat/picture.hpp"
#include "bot/webchat/visit.hpp"

namespace noticeboard::webchat {

struct Sent {  // of a form with files, cleaned already
    std::string text;
    std::optional<Cleaned> picture, voice;
};

struct Went {             // how it went
    std::string go;       // where the browser is sent then
    std::string cookie;   // it is given this one; empty: keeps its own
    std::string expects;  // the place where the bot will say something in answer; empty: nowhere
    std::string touched;  // the browser in which a private talk is alive
    std::string shut;     // … in which it was shut
    std::string wrote;    // the place where a row was written, or empty
    bool made = false;    // an event follows
};

// Does it, inside the turn's transaction, and gives the event that a platform would have delivered. None: there is
// nothing to handle, or it was refused; `went.go` says so to her.
std::optional<Event> submit(Visit& visit, const Address& at, const Sent& sent, Went& went);

// Where a browser is sent whose form came twice: what the first one did is done.
Went submitted_twice(Visit& visit, const Address& at);

}  // namespace noticeboard::webchat
