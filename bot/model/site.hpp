// Site: what every page and plugin may know of this installation: its address, who operates it, whom to call in need,
// and through which doors people come in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/model/help_plan.hpp"
#include "bot/model/rule_plan.hpp"

namespace noticeboard {

struct Ticket {          // what a link or code carries into a platform: which group, by which board
    std::string number;  // 8 digits
    std::string tag;     // 8 characters, or empty when she typed the number
    bool asks = false;   // she wants to ask, not to join: “a…” instead of “g…”
    std::string claim;   // instead of all that: the code of her letter, 12 characters, as “c…”
};

struct Hotline {
    std::string number;
    bool text = false;           // to be texted, not called
    std::string purpose, hours;  // catalogue texts
    bool night = false;          // somebody answers at any hour
    std::string checked_on;      // a date, or empty: no operator has confirmed it
    std::string brief;           // a catalogue text for a poster: three words, with the hours if they are short
};

struct Door {  // an account of a platform where the bot can be met
    std::string account;
    std::string platform;  // "telegram"
    std::function<std::optional<std::string>(const Ticket&)>
        invite;                // a link into the private talk, where there is one
    bool local = false;        // the built-in chat: opens in any browser
    bool every_group = false;  // … and every group has a chat there, made when somebody comes to it
    double per_second = 0;     // messages that it takes; 0: no limit is known
    bool confirms = false;     // what is said to many there is a task that each group's leader taps
    bool scenes = false;       // codes with a ticket must be asked for (Action::make_scene)
};

struct Site {
    std::string public_url;  // without a slash at its end: "https://nb.example"
    std::string operator_name, operator_contact;
    std::vector<std::string> filings;
    std::vector<Hotline> hotlines;
    HelpPlan help;
    RulePlan rules;
    std::vector<Door> doors;
    bool practice = false;               // a demonstration: marked on every page
    int soft_cap = 180, capacity = 200;  // of a chat, unless it is said otherwise
    int seat_minutes = 30;
    int wrong_tags_per_hour = 30;
    int claim_days = 14;
    int notice_second_above = 50, notice_reason_below = 5;  // chats
    int notice_same_minutes = 10;
    int quiet_from = 1290, quiet_until = 420;  // local minutes of the day: no notice goes out at night
};

}  // namespace noticeboard
