// HelpPlan: what may be asked, who answers, how long it is kept; config/topics.json as data.
#pragma once

#include <string>
#include <vector>

#include "bot/model/moment.hpp"

namespace noticeboard {

struct Topic {
    std::string id;
    std::string picture;  // an emoji before the label, for who reads little
    std::string label;    // a catalogue text
    int level = 0;        // 0 … 3: request.hpp says what they mean
    std::string desk;     // who answers: "group", "township" or a desk's name
};

struct HelpDesk {
    std::string name;   // "safety"
    std::string label;  // a catalogue text
    std::string role;   // who holds it answers
    std::string next;   // the desk that takes over when nobody acts, or empty: the duty person is told again
};

struct DangerWords {
    std::string language;
    std::vector<std::string> words;
    std::vector<std::string> numbers;  // of the hotlines on the card, in order
};

struct LevelPlan {
    Millis answer_within{0};  // nobody acted: up or sideways
    int keep_days = 0;        // after it was closed
};

struct HelpPlan {
    std::vector<Topic> topics;
    std::vector<HelpDesk> desks;
    std::vector<DangerWords> danger;
    std::vector<LevelPlan> levels;  // by Topic::level, four
    Millis danger_within{0};        // … when her words spoke of danger
    std::string minors_desk;        // where "I am under 18" leads
    int consent_version = 1;
    int most_a_day = 3;  // from one person; more are kept, but nobody is told of them
    // By one group's boards; more stand in the list and have their clock, but are not told one by one: a heap of jokes
    // must neither ring a phone all night nor hide whoever is among them.
    int most_an_hour_from_a_group = 20;

    const Topic* topic(const std::string& id) const {
        for (const Topic& one : topics)
            if (one.id == id) return &one;
        return nullptr;
    }
    const HelpDesk* desk(const std::string& name) const {
        for (const HelpDesk& one : desks)
            if (one.name == name) return &one;
        return nullptr;
    }
};

}  // namespace noticeboard
