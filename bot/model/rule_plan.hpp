// RulePlan: what keeps a group clean where its leader has decided nothing else; config/moderation.json as data.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/model/moment.hpp"

namespace noticeboard {

struct Rung {          // what follows somebody's next breach of a rule
    std::string act;   // "warn", "mute", "remove", "ban"
    Millis length{0};  // of a mute
};

struct RulePlan {
    int version = 1;
    std::shared_ptr<const std::vector<std::string>> words = std::make_shared<const std::vector<std::string>>();
    std::vector<std::string> hosts;  // links to these and their sub-domains are nobody's concern
    std::vector<Rung> ladder{{"warn"}, {"warn"}, {"mute", 1h}, {"mute", 24h}, {"remove"}};
    int ladder_days = 30;                    // a breach counts for so long
    int flood_person = 8, flood_group = 40;  // more messages than this within the window
    Millis flood_window = 10s;
    Millis flood_mute = 10min;
    int newcomer_days = 3;                     // links of who is in the group for less are held
    int night_from = 1320, night_until = 360;  // minutes of the local day, where a leader turns the night on
    Millis appeal_within = 24h;
    int ban_days = 180;
    int keep_days = 180;         // a closed case …
    int keep_words_days = 30;    // … and what it quotes
    int most_words = 500;        // of one group or unit
    int most_reports_a_day = 5;  // by one person
};

}  // namespace noticeboard
