// Effects: everything a handler caused, as one value: what the turn commits, and what a test looks at.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/model/action.hpp"
#include "bot/model/event.hpp"
#include "bot/model/ids.hpp"
#include "bot/model/page.hpp"
#include "bot/model/reply.hpp"

namespace noticeboard {

struct LostPhone {
    PersonId person;                  // whose
    std::vector<std::string> scopes;  // where she held the roles that were taken from her
};

struct Effects {
    struct To {  // where a message or act goes
        std::string account;
        ChatId chat;
        Place place;
        PersonId person;       // in a private talk
        std::string reply_to;  // message id, or empty
    };
    struct Said {
        To to;
        Reply reply;
        std::string plugin;
        bool removable = false;  // its message id is wanted: it does not ride in a webhook's answer, which tells none
    };
    struct Acted {
        To to;
        Action action;
        std::string plugin;
    };
    struct Asked {
        std::string plugin, step, data;
        Millis within{0};
    };
    struct Timed {
        std::string plugin, name, data;
        Millis after{0};
    };
    struct Noted {  // a line of the audit
        std::string what, subject, words;
    };

    std::vector<std::variant<Said, Acted>> out;  // in order
    std::optional<Asked> asked;
    bool dialog_ended = false;
    bool forget_person = false;
    std::vector<LostPhone> lost_phones;
    std::vector<Timed> timers;
    std::vector<Noted> audit;
    std::optional<Page> page;
};

}  // namespace noticeboard
