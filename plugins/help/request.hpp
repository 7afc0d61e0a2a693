// A request for help: the sealed record of what she asked, who holds it now, and what was said since. Every word in it
// lies under the request's own key; a list shows number, class and age alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/plugin.hpp"

namespace noticeboard::plugins::help {

// How much must be kept from whom. C0: a question that could hang on the board; C1: personal; C2: health, money,
// custody; C3: violence, minors. C0 and C1 are answered in the group, C2 by the township, C3 by a desk outside the
// local chain.
enum class Class { c0, c1, c2, c3 };

enum class State { open, claimed, waiting, closed };  // nobody has it; a helper has it; it waits for a word from her

struct Request {
    std::int64_t id = 0;
    PersonId person;   // who asks; none once the record was destroyed
    GroupId group;     // from whose board or chat she came; none: through the front door
    std::string unit;  // of that group, or empty
    Class level = Class::c0;
    bool danger = false;  // ranks before all others
    bool minor = false;   // she is under 18
    State state = State::open;
    std::string desk;   // who holds it: "group", "township", or the name of a desk in config/topics.json
    std::string scope;  // where: "group:<id>" or "unit:33.05.22"
    int number = 0;     // counted within that scope and desk, so that it tells nothing about the others
    int hop = 0;        // how often it went up or sideways
    PersonId helper;    // who claimed it, or none
    std::string language;
    TimePoint created{}, touched{};  // touched: her last word, from which the clock runs
    TimePoint closed{};              // the epoch: not closed
    std::string reason;              // class of the closing: "answered", "without code word", …
};

// May the bot write to her by itself, and when: what she said, nothing else.
struct Quiet {
    bool may_write = false;
    int from_hour = 0, to_hour = 24;  // by the installation's clock; 22 to 6 is through the night
};

struct Entry {                            // one thing said
    enum class By { her, helper, note };  // a note is for helpers alone
    enum class Kind { text, picture, voice };
    enum class State {
        held,
        kept,
        shown,
        failed
    };  // held: may yet be undone; kept: waits for her; failed: not delivered
    std::int64_t seq = 0;
    By by = By::her;
    Kind kind = Kind::text;
    State state = State::kept;
    PersonId author;
    TimePoint at{};
};

// --- made and found ------------------------------------------------------------------------------------------------

// Opens a record: a fresh key, nothing said yet, nobody told. `topic` is sealed.
Request open_request(Turn& turn, PersonId person, const Group* group, std::string_view topic, Class level);

std::optional<Request> find(Turn& turn, std::int64_t id);
// Hers that are not closed, newest first.
std::vector<Request> of_person(Turn& turn, PersonId person);
// What a helper means by "12": the request of that number at a desk and scope.
std::optional<Request> numbered(Turn& turn, std::string_view desk, std::string_view scope, int number);
void save(Turn& turn, const Request& request);

// --- what was said -------------------------------------------------------------------------------------------------

// Seals words (or a file's bytes) into the record. Error: not_found once its key is gone.
Result<Entry> add(Turn& turn, const Request& request, Entry entry, std::string_view words);
std::vector<Entry> entries(Turn& turn, const Request& request);  // oldest first, still sealed
void set_state(Turn& turn, const Request& request, std::int64_t seq, Entry::State state);
void take_back(Turn& turn, const Request& request, std::int64_t seq);

// Opens one entry, for her (who proved it with the code word) or for a helper whose right was just looked at; the
// opening is a line of the desk's chain. Error: not_found once the key is gone.
Result<std::string> words_of(Turn& turn, const Request& request, const Entry& entry);
Result<std::string> topic_of(Turn& turn, const Request& request);

// --- who must not know ---------------------------------------------------------------------------------------------

struct Excluded {       // at every later step
    PersonId person;    // one person, or none
    std::string scope;  // "group:<id>", "unit:33.05.22.103" (everybody who holds a role at it or below it), or empty
};
void exclude(Turn& turn, const Request& request, const Excluded& who);
std::vector<Excluded> excluded(Turn& turn, const Request& request);

// --- the code word -------------------------------------------------------------------------------------------------

void set_code_word(Turn& turn, const Request& request, std::string_view word);
// The open request of this person that has this code word; nothing for every other text, in the same time.
std::optional<Request> by_code_word(Turn& turn, PersonId person, std::string_view text);
void set_quiet(Turn& turn, const Request& request, const Quiet& quiet);
Quiet quiet_of(Turn& turn, const Request& request);

// --- its end -------------------------------------------------------------------------------------------------------

void close(Turn& turn, Request request, std::string_view reason);
void reopen(Turn& turn, Request request);
// Destroys the key and with it every word; the row stays as a tombstone without a person.
void destroy(Turn& turn, const Request& request);
// Destroys what is past its class's retention; gives how many.
int destroy_expired(Turn& turn);

}  // namespace noticeboard::plugins::help
