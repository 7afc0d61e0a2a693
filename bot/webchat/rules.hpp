// Rules: what the operator decided about the built-in chat.
#pragma once

#include <string>

#include "bot/model/moment.hpp"

namespace noticeboard::webchat {

struct Rules {
    std::string account;      // of the adapter of type "web"
    std::string public_url;   // without a slash at its end
    bool every_group = true;  // a group without one gets a chat here when somebody comes to it
    int capacity = 200, soft_cap = 180;
    Millis idle = 5min;          // the private talk is shut after so long without her
    int tries = 5;               // of four pictures …
    Millis pause = 1h;           // … then none for so long
    Millis code_life = 10min;    // of a re-entry code
    int posts_per_minute = 20;   // of one browser
    int visitors_per_hour = 60;  // newcomers from one address: villages share one
    std::size_t file_bytes = 5 * 1024 * 1024;
    Millis keep = 90 * 24h;  // rows older than this are forgotten
};

}  // namespace noticeboard::webchat
