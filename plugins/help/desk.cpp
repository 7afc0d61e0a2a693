// Desks: see desk.hpp.
#include "plugins/help/desk.hpp"

#include <algorithm>

#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "plugins/help/chain.hpp"
#include "plugins/help/duty.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr std::size_t township_depth = 4;  // province, city, county, township

std::size_t depth(std::string_view unit) {
    return unit.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(unit.begin(), unit.end(), '.'));
}

// Whether she holds a role in the chain that a request of level 3 never goes to: the group, its village, its township.
bool is_local(Turn& turn, const Group& group, PersonId person) {
    for (const community::Held& held : community::roles_of(turn.community(), person)) {
        if (held.scope == community::scope_of(group)) return true;
        if (!held.scope.starts_with("unit:")) continue;
        const std::string_view unit = std::string_view(held.scope).substr(5);
        const bool above = group.unit == unit || (group.unit.starts_with(unit) && group.unit[unit.size()] == '.');
        if (above && depth(unit) >= township_depth) return true;
    }
    return false;
}

void add(std::vector<Station>& out, const std::string& desk, const std::string& scope, PersonId person) {
    const auto at = std::find_if(out.begin(), out.end(),
                                 [&](const Station& one) { return one.desk == desk && one.scope == scope; });
    if (at == out.end())
        out.push_back({desk, scope, {person}});
    else if (std::find(at->people.begin(), at->people.end(), person) == at->people.end())
        at->people.push_back(person);
}

void add_desk(Turn& turn, const Request& request, const std::optional<Group>& group, const HelpDesk& desk,
              std::vector<Station>& out) {
    for (const community::Held& held : community::holders_of(turn.community(), desk.role)) {
        if (held.scope.starts_with("unit:") && group) {  // a desk serves what lies below it
            const std::string_view unit = std::string_view(held.scope).substr(5);
            const bool serves = unit.empty() || group->unit == unit ||
                                (group->unit.starts_with(unit) && group->unit[unit.size()] == '.');
            if (!serves || is_local(turn, *group, held.person)) continue;
        }
        if (!excluded(turn, request, held.person)) add(out, desk.name, held.scope, held.person);
    }
}

std::string age(Turn& turn, PersonId reader, const Request& request) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(turn.now() - request.touched).count();
    if (minutes < 60) return turn.tr_for(reader, "{} min", minutes);
    return turn.tr_for(reader, "{} h", minutes / 60);
}

// Nothing of what she asked: a number, and how long it has waited.
bool tell_one(Turn& turn, const Request& request, PersonId person, const char* english) {
    if (!turn.reaches(person)) return false;
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

void number(Turn& turn, Request& request, const Station& station) {
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

void start_clock(Turn& turn, const Request& request) {
    const HelpPlan& plan = turn.site().help;
    const Millis within =
        request.danger ? plan.danger_within : plan.levels.at(static_cast<std::size_t>(request.level)).answer_within;
    turn.after(within, "escalate",
               std::to_string(request.id) + "|" + std::to_string(request.hop) + "|" +
                   std::to_string(to_millis(request.touched)));
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
        if (station.desk != request.desk || station.scope != request.scope) number(turn, request, station);
        const bool open = request.hop == last || is_open(turn.sql(), {station.desk, station.scope}, turn.now());
        const bool reached =
            request.silent || crowded || (open && tell_station(turn, request, station, what_to_say(request, again)));
        if (reached || request.hop == last) break;
        ++request.hop;
    }
    save(turn, request);
    note(turn, request, "arrived");
    start_clock(turn, request);
}

}  // namespace

std::vector<Station> stations(Turn& turn, const Request& request) {
    std::vector<Station> out;
    const HelpPlan& plan = turn.site().help;
    const auto group = community::group(turn.community(), request.group);
    if (group && request.level < 3 && request.origin == "group") {
        for (const community::Held& held : turn.holders(right::answer_group, *group)) {
            if (held.scope == community::scope_of(*group) && !excluded(turn, request, held.person))
                add(out, "group", held.scope, held.person);
        }
    }
    if (group && request.level < 3) {
        for (const community::Held& held : turn.holders(right::answer_township, *group)) {
            if (!excluded(turn, request, held.person)) add(out, "township", held.scope, held.person);
        }
    }
    const HelpDesk* desk = plan.desk(request.origin);
    if (desk == nullptr && out.empty() && !plan.desks.empty()) desk = &plan.desks.front();
    for (std::size_t steps = 0; desk != nullptr && steps < plan.desks.size(); ++steps) {
        add_desk(turn, request, group, *desk, out);
        desk = plan.desk(desk->next);
    }
    return out;
}

bool may_answer(Turn& turn, PersonId person, const Request& request) {
    if (request.state == State::draft || excluded(turn, request, person)) return false;
    const auto all = stations(turn, request);
    for (std::size_t i = 0; i < all.size() && static_cast<int>(i) <= request.hop; ++i) {
        if (std::find(all[i].people.begin(), all[i].people.end(), person) != all[i].people.end()) return true;
    }
    return false;
}

namespace {

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
    request.touched = turn.now();
    if (request.state == State::waiting) request.state = State::claimed;
    save(turn, request);
    if (is_hushed(turn, request) && !request.danger) return;
    if (request.helper && may_answer(turn, request.helper, request))
        tell_one(turn, request, request.helper, text::mark("New words in number {} ({})."));
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

void time_is_up(Turn& turn) {
    const std::string& data = turn.data();
    const std::size_t first = data.find('|'), second = data.find('|', first + 1);
    auto request = find(turn, std::stoll(data));
    if (!request || request->silent || (request->state != State::open && request->state != State::claimed)) return;
    const bool same = request->hop == std::stoi(data.substr(first + 1)) &&
                      to_millis(request->touched) == std::stoll(data.substr(second + 1));
    if (!same) return;  // she wrote since, or it went on: another clock runs
    request->helper = {};
    request->state = State::open;
    const bool at_the_end = request->hop + 1 >= static_cast<int>(stations(turn, *request).size());
    ++request->hop;
    note(turn, *request, "nobody acted");
    arrive(turn, *request, at_the_end);  // the last station is told again
}

}  // namespace noticeboard::plugins::helping
