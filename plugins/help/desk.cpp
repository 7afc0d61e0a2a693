// Desks: see desk.hpp.
#include "plugins/help/desk.hpp"

#include <algorithm>

#include "bot/community/digest.hpp"
#include "plugins/help/chain.hpp"
#include "plugins/help/duty.hpp"
#include "plugins/help/station.hpp"

namespace noticeboard::plugins::helping {
namespace {

std::string age(Turn& turn, PersonId reader, const Request& request) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(turn.now() - request.touched).count();
    if (minutes < 60) return turn.tr_for(reader, "{} min", minutes);
    return turn.tr_for(reader, "{} h", minutes / 60);
}

// Who asked for quiet reads of an open question in the morning; of danger, and of what is not for everybody, at once.
bool waits_for_morning(Turn& turn, const Request& request, PersonId person) {
    return request.level == 0 && !request.danger && community::digest_wish(turn.community(), person).waits();
}

// Nothing of what she asked: a number, and how long it has waited. True when she learns of it, now or in the morning.
bool tell_one(Turn& turn, const Request& request, PersonId person, const char* english) {
    if (!turn.reaches(person)) return false;
    if (waits_for_morning(turn, request, person)) return true;
    Reply reply(turn.tr_for(person, english, request.number, age(turn, person, request)));
    reply.button(turn.tr_for(person, "Open number {}", request.number), "take", std::to_string(request.id));
    return turn.tell(person, std::move(reply));
}

bool tell_all(Turn& turn, const Request& request, const std::vector<PersonId>& people, const char* english) {
    bool reached = false;
    for (const PersonId person : people) {
        reached = tell_one(turn, request, person, english) || reached;
        turn.sql().run(
            "INSERT INTO help_told (request, who) VALUES (:request, :who) ON CONFLICT (request, who) DO NOTHING",
            request.id, person);
    }
    return reached;
}

// Who is on duty at a station now; when that is nobody, or none of them can be reached, all the others there.
bool tell_station(Turn& turn, const Request& request, const Station& station, const char* english) {
    const auto duty = on_duty(turn.sql(), {station.desk, station.scope}, turn.now());
    std::vector<PersonId> first, others;
    for (const PersonId person : station.people)
        (std::find(duty.begin(), duty.end(), person) != duty.end() ? first : others).push_back(person);
    return tell_all(turn, request, first, english) || tell_all(turn, request, others, english);
}

// Puts the request at a station, with a number of that desk's own.
void put(Turn& turn, Request& request, const Station& station) {
    request.desk = station.desk;
    request.scope = station.scope;
    request.number =
        turn.sql()
            .one<int>(
                "INSERT INTO help_count (desk, scope, number) VALUES (:desk, :scope, 1) ON CONFLICT (desk, "
                "scope) DO UPDATE SET number = help_count.number + 1 RETURNING number",
                station.desk, station.scope)
            .value();
}

// A request has one clock: starting it again, or stopping it, makes every earlier one void, whatever the time shows.
std::string next_clock(Turn& turn, const Request& request) {
    const auto count =
        turn.sql().one<int>("UPDATE help_request SET clock = clock + 1 WHERE id = :id RETURNING clock", request.id);
    return std::to_string(request.id) + "|" + std::to_string(count.value());
}

void stop_clock(Turn& turn, const Request& request) {
    next_clock(turn, request);
}

void start_clock(Turn& turn, const Request& request) {
    const HelpPlan& plan = turn.site().help;
    const Millis within =
        request.danger ? plan.danger_within : plan.levels.at(static_cast<std::size_t>(request.level)).answer_within;
    turn.after(within, "escalate", next_clock(turn, request));
}

const char* what_to_say(const Request& request, bool again) {
    if (request.danger) return text::mark("Urgent: number {} waits for you, {}.");
    return again ? text::mark("Number {} still waits, {}, and nobody else is left to ask.")
                 : text::mark("Number {} waits for an answer, {}.");
}

// Puts the request where its hop says, past stations that are closed now or of which nobody can be reached. The last
// is told at any hour; `again`: it was told before. `crowded`: it stands in the list, and its clock tells of it.
void arrive(Turn& turn, Request& request, bool again = false, bool crowded = false) {
    const auto all = stations(turn, request);
    if (all.empty()) {  // nobody holds such a role: it waits, and `doctor` says so
        save(turn, request);
        return start_clock(turn, request);
    }
    const auto last = static_cast<int>(all.size()) - 1;
    request.hop = std::min(request.hop, last);
    while (true) {
        const Station& station = all[static_cast<std::size_t>(request.hop)];
        if (station.desk != request.desk || station.scope != request.scope) put(turn, request, station);
        const bool open = request.hop == last || is_open(turn.sql(), {station.desk, station.scope}, turn.now());
        const bool told =
            request.silent || crowded || (open && tell_station(turn, request, station, what_to_say(request, again)));
        if (told || request.hop == last) break;
        ++request.hop;
    }
    save(turn, request);
    note(turn, request, "arrived");
    start_clock(turn, request);
}

// Nobody has it any more: it is free again where it lies, and the people there are told.
void set_free(Turn& turn, Request& request) {
    request.helper = {};
    request.state = State::open;
    request.hop = std::max(0, reached(request, stations(turn, request)));
    arrive(turn, request);
}

bool anybody_was_told(Turn& turn, const Request& request) {
    const auto all = stations(turn, request);
    const int at = reached(request, all);
    if (at < 0) return false;
    const auto& people = all[static_cast<std::size_t>(at)].people;
    const auto told = turn.sql().all<PersonId>("SELECT who FROM help_told WHERE request = :request", request.id);
    return std::any_of(people.begin(), people.end(),
                       [&](PersonId one) { return std::find(told.begin(), told.end(), one) != told.end(); });
}

bool is_hushed(Turn& turn, const Request& request) {
    return turn.sql()
        .one<int>("SELECT 1 FROM help_block WHERE who = :who AND until > :now", request.person, turn.now())
        .has_value();
}

}  // namespace

void send_to_desk(Turn& turn, Request request) {
    const HelpPlan& plan = turn.site().help;
    const auto today =
        turn.sql().one<int>("SELECT count(*) FROM help_request WHERE asker = :asker AND state > 0 AND created > :since",
                            request.person, turn.now() - 24h);
    request.silent = !request.danger && (is_hushed(turn, request) || today.value_or(0) >= plan.most_a_day);
    const auto from_here =
        turn.sql().one<int>("SELECT count(*) FROM help_request WHERE grp = :grp AND state > 0 AND created > :since",
                            request.group, turn.now() - 1h);
    const bool crowded = request.group && !request.danger && from_here.value_or(0) >= plan.most_an_hour_from_a_group;
    request.state = State::open;
    request.touched = turn.now();
    arrive(turn, request, false, crowded);
}

void heard_from_her(Turn& turn, Request request) {
    const auto before = find(turn, request.id);
    const bool fresh_danger = request.danger && !(before && before->danger);
    const bool had = request.helper || request.state == State::waiting;  // somebody answered, or was about to
    const bool has = request.helper && may_answer(turn, request.helper, request);
    request.touched = turn.now();
    if (request.state == State::waiting) request.state = State::claimed;
    save(turn, request);
    if (is_hushed(turn, request) && !request.danger) return stop_clock(turn, request);
    if (!has && (had || fresh_danger)) return set_free(turn, request);
    if (has) tell_one(turn, request, request.helper, text::mark("New words in number {} ({})."));
    start_clock(turn, request);
}

bool give_to(Turn& turn, Request request, PersonId person) {
    if (!may_answer(turn, person, request)) return false;
    request.helper = person;
    request.state = State::claimed;
    save(turn, request);
    note(turn, request, "claimed");
    return true;
}

void pass_to(Turn& turn, Request& request, const Station& station) {
    put(turn, request, station);
    save(turn, request);
}

void time_is_up(Turn& turn) {
    const std::string& data = turn.data();
    auto request = find(turn, std::stoll(data));
    if (!request || request->silent || (request->state != State::open && request->state != State::claimed)) return;
    const auto clock =
        turn.sql().one<std::int64_t>("SELECT clock FROM help_request WHERE id = :id", request->id).value();
    if (clock != std::stoll(data.substr(data.find('|') + 1))) return;  // another clock runs
    const auto all = stations(turn, *request);
    request->helper = {};
    request->state = State::open;
    request->hop = reached(*request, all) + 1;
    note(turn, *request, "nobody acted");
    arrive(turn, *request, request->hop >= static_cast<int>(all.size()));  // the last station is told again
}

void phone_lost(Turn& turn, const LostPhone& lost) {
    turn.sql().run("UPDATE help_entry SET state = :failed WHERE author = :who AND state = :held", Entry::State::failed,
                   lost.person, Entry::State::held);
    turn.sql().run("DELETE FROM help_pick WHERE helper = :who", lost.person);
    const auto open = turn.sql().all<std::int64_t>(
        "SELECT id FROM help_request WHERE state IN (1, 2, 3) AND (helper = :who OR id IN (SELECT request FROM "
        "help_told WHERE who = :told))",
        lost.person, lost.person);
    turn.sql().run("DELETE FROM help_told WHERE who = :who", lost.person);
    for (const std::int64_t id : open) {
        auto request = find(turn, id);
        const bool hers = request->helper == lost.person;
        if (hers && request->state == State::waiting) {  // answered: her next word finds whoever may answer it then
            request->helper = {};
            save(turn, *request);
        } else if (hers || (request->state == State::open && !anybody_was_told(turn, *request))) {
            set_free(turn, *request);
        }
    }
}

}  // namespace noticeboard::plugins::helping
