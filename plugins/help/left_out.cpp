// Who must not know: her village, her township, a person among those who could answer, or whoever bears a name. They
// are left out of every later step, handing over and going on to the next desk too.
#include <algorithm>

#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/text/utf8.hpp"
#include "plugins/help/desk.hpp"
#include "plugins/help/her.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr std::size_t at_a_time = 5;

std::string unit_above(std::string_view unit, std::size_t depth) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < depth; ++i) {
        at = unit.find('.', at + (i > 0 ? 1 : 0));
        if (at == std::string_view::npos) return std::string(unit);
    }
    return std::string(unit.substr(0, at));
}

// What is asked for after the id: "done", "village", "list|5", "who|123".
std::string choice_of(const std::string& data) {
    return data.substr(data.find('|') + 1);
}

// "Chen Mei (township official)": her name, and what she is where the request could reach her.
std::string label_of(Turn& turn, const Station& station, PersonId person) {
    const auto known = community::person(turn.community(), person);
    std::string role = station.desk;
    for (const community::Held& held : community::roles_of(turn.community(), person)) {
        if (held.scope == station.scope) role = turn.role_name(held.role);
    }
    return (known && !known->name().empty() ? known->name() : turn.tr("somebody")) + " (" + role + ")";
}

// All who could answer it and are not left out yet, by numbers; she may type a name as well.
void show_people(Turn& turn, const Request& request, std::size_t from, std::string text) {
    const std::string id = std::to_string(request.id);
    std::vector<std::pair<PersonId, std::string>> people;
    for (const Station& station : stations(turn, request)) {
        for (const PersonId person : station.people) {
            const bool twice =
                std::any_of(people.begin(), people.end(), [&](auto& one) { return one.first == person; });
            if (!twice) people.emplace_back(person, label_of(turn, station, person));
        }
    }
    Reply reply(std::move(text));
    reply.within(patience);
    for (std::size_t i = from; i < people.size() && i < from + at_a_time; ++i)
        reply.button(people[i].second, "exclude", id + "|who|" + to_string(people[i].first));
    if (people.size() > at_a_time)
        reply.button(turn.tr("More"), "exclude",
                     id + "|list|" + std::to_string(from + at_a_time < people.size() ? from + at_a_time : 0));
    reply.button(turn.tr("Go on"), "exclude", id + "|done");
    turn.ask(std::move(reply), "left out", patience, id);
}

}  // namespace

void ask_who_must_not_know(Turn& turn, const Request& request) {
    const std::string id = std::to_string(request.id);
    Reply reply(turn.tr("Is there somebody who must not learn of this? They are left out, now and later."));
    reply.within(patience);
    reply.button(turn.tr("Nobody, go on"), "exclude", id + "|done");
    const auto group = community::group(turn.community(), request.group);
    if (group) {
        reply.button(turn.tr("My village"), "exclude", id + "|village");
        reply.button(turn.tr("My township"), "exclude", id + "|township");
        if (request.level < 3 && !group->leader.empty())
            reply.button(turn.tr("Only the leader, {}", group->leader), "exclude", id + "|leader");
    }
    reply.button(turn.tr("Somebody else"), "exclude", id + "|list|0");
    turn.reply(std::move(reply));
}

void exclude_pressed(Turn& turn) {
    const Request request = request_of(turn);
    const std::string whom = choice_of(turn.data());
    if (whom.starts_with("list|"))
        return show_people(turn, request, std::stoul(choice_of(whom)),
                           turn.tr("Who must not learn of it? Press, or type a name: whoever bears it is left out."));
    if (whom.starts_with("who|")) {
        exclude(turn, request, PersonId{std::stoll(choice_of(whom))});
        return show_people(turn, request, 0, turn.tr("Left out. Somebody else?"));
    }
    const auto group = community::group(turn.community(), request.group);
    if (group && whom == "village")
        exclude(turn, request, community::scope_of(*group)),
            exclude(turn, request, community::scope_of_unit(group->unit));
    if (group && whom == "township") exclude(turn, request, community::scope_of_unit(unit_above(group->unit, 4)));
    if (group && whom == "leader") {
        for (const PersonId leader : community::leaders(turn.community(), group->id)) exclude(turn, request, leader);
    }
    ask_for_words(
        turn, request,
        turn.tr("Now tell me in your own words. Write, speak or send a picture, as often as you like. Nothing is "
                "sent before you press “Done”."));
}

void left_out_step(Turn& turn) {
    const Request request = request_of(turn);
    if (text::length(turn.args(), TextUnit::code_points) < 2)
        return show_people(turn, request, 0, turn.tr("Please type the whole name, as people call her."));
    exclude_name(turn, request, turn.args());
    show_people(turn, request, 0, turn.tr("Left out, whoever bears that name. Somebody else?"));
}

}  // namespace noticeboard::plugins::helping
