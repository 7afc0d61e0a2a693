// The digest's line about questions: see digest.hpp.
#include "plugins/help/digest.hpp"

#include "plugins/help/desk.hpp"

namespace noticeboard::plugins::helping {
namespace {

// What lies at this scope now and waits for her: free, or hers with a new word from the woman who asks.
std::optional<DigestLine> waiting_at(Turn& turn, const std::string& scope) {
    const PersonId person = turn.person().id();
    std::int64_t count = 0;
    for (const std::int64_t id : turn.sql().all<std::int64_t>(
             "SELECT id FROM help_request WHERE scope = :scope AND state IN (1, 2) AND silent = 0", scope)) {
        const auto request = find(turn, id);
        if (request && (!request->helper || request->helper == person) && may_answer(turn, person, *request)) ++count;
    }
    return DigestLine{count, turn.ntr("{} question waits for an answer", "{} questions wait for an answer", count),
                      "requests"};
}

}  // namespace

std::optional<DigestLine> waiting_at_group(Turn& turn, const Group& group) {
    return waiting_at(turn, community::scope_of(group));
}

std::optional<DigestLine> waiting_at_office(Turn& turn, const Unit& unit) {
    return waiting_at(turn, community::scope_of_unit(unit.code));
}

}  // namespace noticeboard::plugins::helping
