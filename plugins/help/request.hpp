// A request for help: the sealed record of what she asked, who holds it now, and what was said since. Every word in it
// lies under the request's own key; a list shows number, level and age alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/plugin.hpp"

namespace noticeboard::plugins::helping {

enum class State { draft, open, claimed, waiting, closed };  // draft: not sent yet; waiting: for a word from her

struct Request {
    std::int64_t id = 0;
    PersonId person;      // who asks; none once she was forgotten or the record destroyed
    GroupId group;        // whose board or chat she came from; none: through the front door
    int level = 0;        // Topic::level: 0 could hang on the board … 3 violence, minors
    bool danger = false;  // ranks before all others
    bool silent = false;  // kept, and nobody is told: she is blocked, or asked too often today
    State state = State::draft;
    std::string origin;    // the desk it was sent to first
    std::string desk;      // who holds it: "group", "township", or a desk of config/topics.json
    std::string scope;     // of the desk that was reached last: "group:<id>", "unit:33.05.22"; empty: nobody yet
    int number = 0;        // counted for each desk and scope by itself, so that it tells nothing about the others
    int hop = 0;           // how often it went on
    PersonId helper;       // who claimed it, or none
    std::string language;  // hers
    std::string key;       // wrapped; empty once destroyed
    TimePoint created{}, touched{};   // touched: her last word, from which the clock runs
    TimePoint closed{};               // the epoch: not closed
    std::string reason;               // class of the closing: "answered", "without code word", …
    bool may_write = false;           // the bot may write to her by itself …
    int from_hour = 0, to_hour = 24;  // … between these hours
};

struct Entry {  // one thing said
    enum class By { her, helper };
    enum class Kind { text, picture, voice };
    enum class State { held, kept, shown, failed };  // held: may yet be undone; kept: waits to be read
    std::int64_t seq = 0;
    By by = By::her;
    Kind kind = Kind::text;
    State state = State::kept;
    PersonId author;
    TimePoint at{};
    std::string words;  // sealed
};

// --- made, found, kept

// A record with a fresh key: a draft, nobody is told.
Request open_request(Turn& turn, const Group* group, const Topic& topic);
std::optional<Request> find(Turn& turn, std::int64_t id);
void save(Turn& turn, const Request& request);
std::vector<Request> of_person(Turn& turn, PersonId person);  // hers that are not closed, newest first
std::vector<Request> of_helper(Turn& turn, PersonId helper);  // that she claimed and that are not closed
std::vector<Request> all_open(Turn& turn);                    // sent and not closed: danger first, then the oldest

// --- what was said

Entry add(Turn& turn, const Request& request, Entry entry, std::string_view words);
std::vector<Entry> entries(Turn& turn, const Request& request);  // oldest first, still sealed
std::optional<Entry> entry(Turn& turn, const Request& request, std::int64_t seq);
void set_state(Turn& turn, const Request& request, std::int64_t seq, Entry::State state);
void take_back(Turn& turn, const Request& request, std::int64_t seq);

// Opens one thing said. The caller has looked at the right, or she has given the code word. Error: not_found once the
// key is gone.
Result<std::string> words_of(Turn& turn, const Request& request, const Entry& entry);
std::string topic_of(Turn& turn, const Request& request);  // the topic's id, opened; empty once the key is gone

// --- who must not know, at every later step

void exclude(Turn& turn, const Request& request, PersonId person);
void exclude(Turn& turn, const Request& request, std::string_view scope);      // all who hold a role there or below it
void exclude_name(Turn& turn, const Request& request, std::string_view name);  // whoever bears it, later too
bool excluded(Turn& turn, const Request& request, PersonId person);

// --- the code word

void set_code_word(Turn& turn, const Request& request, std::string_view word);
std::optional<Request> by_code_word(Turn& turn, PersonId person, std::string_view text);  // hers that is not closed

// --- its end

void close(Turn& turn, Request request, std::string_view reason);
void destroy(Turn& turn, Request request);  // the key, and with it every word; a row without a person stays
int destroy_expired(Turn& turn);            // what is past its level's time, and drafts of yesterday

}  // namespace noticeboard::plugins::helping
