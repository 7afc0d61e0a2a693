// The record of a request: see request.hpp.
#include "plugins/help/request.hpp"

#include <algorithm>
#include <tuple>

#include "bot/community/person.hpp"
#include "bot/text/fold.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr Millis draft_life = 24h;

using Row = std::tuple<std::int64_t, PersonId, GroupId, int, bool, bool, State, std::string, std::string, int, int,
                       PersonId, std::string, std::string, TimePoint, TimePoint, TimePoint, std::string, bool, int, int,
                       std::string, std::string>;

Request read(Row row) {
    Request out;
    std::tie(out.id, out.person, out.group, out.level, out.danger, out.silent, out.state, out.desk, out.scope,
             out.number, out.hop, out.helper, out.language, out.key, out.created, out.touched, out.closed, out.reason,
             out.may_write, out.from_hour, out.to_hour, out.origin, std::ignore) = std::move(row);
    return out;
}

template <class... P>
std::vector<Request> select(Turn& turn, store::Sql sql, const P&... params) {
    std::vector<Request> out;
    turn.sql()
        .each<std::int64_t, PersonId, GroupId, int, bool, bool, State, std::string, std::string, int, int, PersonId,
              std::string, std::string, TimePoint, TimePoint, TimePoint, std::string, bool, int, int, std::string,
              std::string>(
            sql, [&out](auto... columns) { out.push_back(read(Row(std::move(columns)...))); }, params...);
    return out;
}

std::string marked(const Turn& turn, PersonId person, std::string_view word) {
    return turn.mark(to_string(person) + ":" + text::folded(word));
}

}  // namespace

Request open_request(Turn& turn, const Group* group, const Topic& topic) {
    Request out;
    out.id = turn.community().ids.next(turn.now());
    out.person = turn.person().id();
    if (group != nullptr) out.group = group->id;
    out.level = topic.level;
    out.origin = out.desk = topic.desk;
    out.language = turn.language();
    out.key = turn.new_key();
    out.created = out.touched = turn.now();
    turn.sql().run(
        "INSERT INTO help_request (id, asker, grp, level, danger, silent, state, origin, desk, scope, number, hop, "
        "helper, "
        "language, wrapped, topic, code_word, may_write, from_hour, to_hour, created, touched, closed, reason) VALUES "
        "(:id, :asker, :grp, :level, 0, 0, :state, :origin, :desk, '', 0, 0, 0, :language, :wrapped, :topic, '', 0, 0, "
        "24, "
        ":created, :touched, 0, '')",
        out.id, out.person, out.group, out.level, out.state, out.origin, out.desk, out.language, out.key,
        turn.seal(out.key, topic.id), out.created, out.touched);
    return out;
}

std::optional<Request> find(Turn& turn, std::int64_t id) {
    auto found = select(turn,
                        "SELECT * FROM help_record "
                        "WHERE id = :id",
                        id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void save(Turn& turn, const Request& one) {
    turn.sql().run(
        "UPDATE help_request SET asker = :asker, grp = :grp, level = :level, danger = :danger, silent = :silent, "
        "state = :state, desk = :desk, scope = :scope, number = :number, hop = :hop, helper = :helper, "
        "wrapped = :wrapped, may_write = :may_write, from_hour = :from, to_hour = :to, touched = :touched, "
        "closed = :closed, reason = :reason WHERE id = :id",
        one.person, one.group, one.level, one.danger, one.silent, one.state, one.desk, one.scope, one.number, one.hop,
        one.helper, one.key, one.may_write, one.from_hour, one.to_hour, one.touched, one.closed, one.reason, one.id);
}

std::vector<Request> of_person(Turn& turn, PersonId person) {
    return select(turn,
                  "SELECT * FROM help_record "
                  "WHERE asker = :asker AND state < 4 ORDER BY id DESC",
                  person);
}

std::vector<Request> of_helper(Turn& turn, PersonId helper) {
    return select(turn,
                  "SELECT * FROM help_record "
                  "WHERE helper = :helper AND state IN (2, 3) ORDER BY number",
                  helper);
}

std::vector<Request> all_open(Turn& turn) {
    return select(turn,
                  "SELECT * FROM help_record "
                  "WHERE state IN (1, 2, 3) ORDER BY danger DESC, id");
}

Entry add(Turn& turn, const Request& request, Entry entry, std::string_view words) {
    entry.seq = turn.community().ids.next(turn.now());
    entry.at = turn.now();
    entry.author = turn.person().id();
    entry.words = turn.seal(request.key, words);
    turn.sql().run(
        "INSERT INTO help_entry (request, seq, spoken_by, kind, state, author, at, words) VALUES (:request, :seq, :by, "
        ":kind, :state, :author, :at, :words)",
        request.id, entry.seq, entry.by, entry.kind, entry.state, entry.author, entry.at, entry.words);
    return entry;
}

std::vector<Entry> entries(Turn& turn, const Request& request) {
    std::vector<Entry> out;
    turn.sql().each<std::int64_t, Entry::By, Entry::Kind, Entry::State, PersonId, TimePoint, std::string>(
        "SELECT seq, spoken_by, kind, state, author, at, words FROM help_entry WHERE request = :request ORDER BY seq",
        [&out](std::int64_t seq, Entry::By by, Entry::Kind kind, Entry::State state, PersonId author, TimePoint at,
               std::string words) {
            out.push_back({seq, by, kind, state, author, at, std::move(words)});
        },
        request.id);
    return out;
}

std::optional<Entry> entry(Turn& turn, const Request& request, std::int64_t seq) {
    for (Entry& one : entries(turn, request)) {
        if (one.seq == seq) return std::move(one);
    }
    return std::nullopt;
}

void set_state(Turn& turn, const Request& request, std::int64_t seq, Entry::State state) {
    turn.sql().run("UPDATE help_entry SET state = :state WHERE request = :request AND seq = :seq", state, request.id,
                   seq);
}

void take_back(Turn& turn, const Request& request, std::int64_t seq) {
    turn.sql().run("DELETE FROM help_entry WHERE request = :request AND seq = :seq AND state = 0", request.id, seq);
}

Result<std::string> words_of(Turn& turn, const Request& request, const Entry& entry) {
    return turn.open(request.key, entry.words);
}

std::string topic_of(Turn& turn, const Request& request) {
    const auto sealed = turn.sql().one<std::string>("SELECT topic FROM help_request WHERE id = :id", request.id);
    auto opened = turn.open(request.key, sealed.value_or(""));
    return opened ? std::move(*opened) : std::string();
}

void exclude(Turn& turn, const Request& request, PersonId person) {
    turn.sql().run(
        "INSERT INTO help_excluded (request, who, scope) VALUES (:request, :who, '') ON CONFLICT (request, who, scope) "
        "DO NOTHING",
        request.id, person);
}

void exclude(Turn& turn, const Request& request, std::string_view scope) {
    turn.sql().run(
        "INSERT INTO help_excluded (request, who, scope) VALUES (:request, 0, :scope) ON CONFLICT (request, who, "
        "scope) "
        "DO NOTHING",
        request.id, scope);
}

void exclude_name(Turn& turn, const Request& request, std::string_view name) {
    turn.sql().run(
        "INSERT INTO help_excluded_name (request, name) VALUES (:request, :name) ON CONFLICT (request, name) DO "
        "NOTHING",
        request.id, turn.mark("name:" + text::folded(name)));
}

namespace {

// Names are compared by their keyed hash: the record does not say whom she fears.
bool bears_excluded_name(Turn& turn, const Request& request, PersonId person) {
    const auto names =
        turn.sql().all<std::string>("SELECT name FROM help_excluded_name WHERE request = :request", request.id);
    if (names.empty()) return false;
    const auto known = community::person(turn.community(), person);
    return known &&
           std::find(names.begin(), names.end(), turn.mark("name:" + text::folded(known->name()))) != names.end();
}

}  // namespace

bool excluded(Turn& turn, const Request& request, PersonId person) {
    if (person == request.person) return true;  // nobody answers herself
    if (bears_excluded_name(turn, request, person)) return true;
    const auto list = turn.sql().all<PersonId, std::string>(
        "SELECT who, scope FROM help_excluded WHERE request = :request", request.id);
    if (list.empty()) return false;
    const auto roles = community::roles_of(turn.community(), person);
    for (const auto& [who, scope] : list) {
        if (who && who == person) return true;
        for (const community::Held& held : roles) {
            if (scope.empty()) continue;
            const bool in_unit =
                scope.starts_with("unit:") && community::scope_is_under(turn.community(), held.scope, scope.substr(5));
            if (held.scope == scope || in_unit) return true;
        }
    }
    return false;
}

void set_code_word(Turn& turn, const Request& request, std::string_view word) {
    turn.sql().run("UPDATE help_request SET code_word = :word WHERE id = :id", marked(turn, request.person, word),
                   request.id);
}

std::optional<Request> by_code_word(Turn& turn, PersonId person, std::string_view text) {
    auto found = select(turn,
                        "SELECT * FROM help_record "
                        "WHERE asker = :asker AND code_word = :word AND state < 4 ORDER BY id DESC",
                        person, marked(turn, person, text));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void close(Turn& turn, Request request, std::string_view reason) {
    if (request.state == State::draft) return destroy(turn, std::move(request));
    request.state = State::closed;
    request.closed = turn.now();
    request.reason = reason;
    save(turn, request);
    turn.sql().run("UPDATE help_request SET code_word = '' WHERE id = :id", request.id);
    turn.sql().run("DELETE FROM help_pick WHERE request = :id", request.id);
}

void destroy(Turn& turn, Request request) {
    turn.sql().run("DELETE FROM help_entry WHERE request = :id", request.id);
    turn.sql().run("DELETE FROM help_excluded WHERE request = :id", request.id);
    turn.sql().run("DELETE FROM help_excluded_name WHERE request = :id", request.id);
    turn.sql().run("DELETE FROM help_told WHERE request = :id", request.id);
    turn.sql().run("DELETE FROM help_pick WHERE request = :id", request.id);
    turn.sql().run("DELETE FROM help_glass WHERE request = :id", request.id);
    turn.sql().run("UPDATE help_request SET topic = '', code_word = '' WHERE id = :id", request.id);
    request.person = {};
    request.key.clear();
    request.state = State::closed;
    if (request.closed == TimePoint()) request.closed = turn.now();
    if (request.reason.empty()) request.reason = "destroyed";
    save(turn, request);
}

int destroy_expired(Turn& turn) {
    int out = 0;
    for (Request& draft : select(turn, "SELECT * FROM help_record WHERE state = 0 AND touched < :before LIMIT 200",
                                 turn.now() - draft_life)) {
        destroy(turn, std::move(draft));
        ++out;
    }
    const auto& levels = turn.site().help.levels;
    for (std::size_t level = 0; level < levels.size(); ++level) {
        for (Request& old : select(turn,
                                   "SELECT * FROM help_record WHERE state = 4 AND wrapped <> '' AND level = :level AND "
                                   "closed < :before LIMIT 200",
                                   static_cast<int>(level), turn.now() - levels[level].keep_days * 24h)) {
            destroy(turn, std::move(old));
            ++out;
        }
    }
    return out;
}

}  // namespace noticeboard::plugins::helping
