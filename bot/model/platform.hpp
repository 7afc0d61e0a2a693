// Platform: what one messaging platform allows, as data: limits, windows, abilities, deadlines, refusal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/ability.hpp"
#include "bot/model/moment.hpp"

namespace noticeboard {

enum class TextUnit { code_points, utf16, bytes };

struct Pace {  // at most `count` messages in any `per`
    int count = 1;
    Millis per = 1s;
};

struct Window {        // how many messages may follow an event that opens it, and for how long
    std::string name;  // Event::opens
    int messages = 0;
    Millis length{0};
};

struct Platform {
    std::string name;
    std::string bot_name;  // how a group's command names the bot ("/menu@bot_name"), or empty
    Abilities can;

    std::size_t text_limit = 4096;
    TextUnit text_unit = TextUnit::code_points;

    std::vector<Pace> account_pace;  // all of an account's messages
    std::vector<Pace> chat_pace;     // one private talk
    std::vector<Pace> group_pace;    // one group

    std::vector<Window> windows;  // empty: the bot may write at any time

    Millis inline_deadline{0};   // how long the webhook's answer may wait when it carries a reply; 0: it cannot
    Millis call_deadline = 9s;   // for one call of its API
    Millis poll_deadline = 60s;  // for one long poll
    std::size_t body_limit = 1024 * 1024;  // bytes of a webhook's body
    Millis key_life = 48h;                 // for how long it redelivers an event
    Millis redelivers_for = 24h;           // how long it tries again what was not answered 2xx; 0: never
    std::string refusal;               // catalogue text told to the person where a refused event does not come again
    bool idempotent = false;           // a call repeated with the same idempotency key has no second effect
    bool leader_confirms = false;      // what is said to many is a task that each group's leader taps
    bool local = false;                // the built-in chat: the sender writes rows instead of calling
    std::string stays;                 // catalogue text: what stays on her phone that the bot cannot remove
    Millis removes_within{0};          // of a private talk: how old a message may be that the bot takes away; 0: none
    std::vector<std::string> voices;   // kinds of recordings it plays ("audio/ogg"); empty: the bot can send none
    Millis voice_length{0};            // the longest it plays; 0: any
    std::vector<std::string> secrets;  // never to appear in a log

    bool plays(std::string_view mime) const { return std::find(voices.begin(), voices.end(), mime) != voices.end(); }
};

}  // namespace noticeboard
