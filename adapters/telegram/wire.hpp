// What Telegram's servers write: updates, read as events, and the answers to our calls.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/event.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::telegram {

struct Self {  // the bot, as it is named in what people write
    std::string id;
    std::string name;  // without @; empty: not known
};

// One update as one event, keyed "update_id:<n>". What we do not know or need is Other. Joined and Left come from
// `chat_member` alone: the service messages of the same thing are Other, so that nobody is counted twice. `now` stands
// in where the update bears no date. `invalid` when it is no update.
Result<Event> event_in(std::string_view update, const Self& self, TimePoint now);

struct Updates {
    std::vector<Event> events;
    std::string next;  // the offset that confirms them, empty when there were none
};

struct Answer {             // to any call
    bool readable = false;  // it was JSON of the documented shape
    bool ok = false;
    int code = 0;             // error_code
    std::string description;  // in lower case
    Millis retry_after{0};
    std::string migrate_to;

    // of `result`, each where it is there
    std::string message_id, invite_link, file_path;
    std::optional<int> number;
};
Answer answer_in(std::string_view body);

// The answer to getUpdates. `passing` for any refusal but 401, which is `forbidden`.
Result<Updates> updates_in(std::string_view body, const Self& self, TimePoint now);

}  // namespace noticeboard::telegram
