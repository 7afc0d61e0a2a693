// Erasure: see erasure.hpp.
#include "bot/community/erasure.hpp"

#include <chrono>

#include "bot/community/ban.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/seat.hpp"
#include "bot/community/vault.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/catalog.hpp"
#include "bot/text/group_number.hpp"

namespace noticeboard::community {
namespace {

void leave_everything(Scope& scope, PersonId person) {
    const std::string visitor = visitor_of(scope, person);
    for (const Member& one : memberships_of(scope, person)) leave(scope, one.group, person);
    for (const GroupId group : scope.sql.all<GroupId>("SELECT grp FROM seat WHERE visitor = :visitor", visitor)) {
        give_up_seat(scope, group, visitor);
    }
    scope.sql.run("DELETE FROM waiting WHERE visitor = :visitor", visitor);
    scope.sql.run("DELETE FROM waiting WHERE person = :person", person);
    scope.sql.run("DELETE FROM member WHERE person = :person", person);
    scope.sql.run("DELETE FROM notice_approval WHERE person = :person", person);  // the audit knows who approved
    scope.sql.run(
        "UPDATE notice_target SET reach = 10, why = 'over', due = 0 WHERE person = :person AND reach IN (5, 8)",
        person);
    scope.sql.run("UPDATE notice_target SET person = 0 WHERE person = :person", person);
    scope.sql.run("DELETE FROM role WHERE person = :person", person);
    scope.sql.run("DELETE FROM digest WHERE person = :person", person);
    scope.sql.run("UPDATE claim SET person = 0, state = 3 WHERE person = :person", person);
}

// Her private talks: the chat's id on the platform is often her own.
void close_talks(Scope& scope, PersonId person) {
    const auto talks = scope.sql.all<ChatId, std::string>(
        "SELECT c.id, c.account FROM chat c JOIN identity i ON c.account = i.account AND "
        "(c.id = i.chat OR c.mark = i.mark) WHERE i.person = :person AND c.room = 0",
        person);
    for (const auto& [talk, account] : talks) {
        scope.sql.run("UPDATE chat SET mark = :mark, place = '', state = 5 WHERE id = :id",
                      scope.vault.mark(account, "forgotten:" + to_string(talk)), talk);
        scope.sql.run("DELETE FROM dialog WHERE chat = :chat", talk);
        scope.sql.run("DELETE FROM button WHERE chat = :chat", talk);
    }
}

// What the bot's other rooms keep by her name. The test of this file reads the schema and fails for a table that has a
// column `person` and is forgotten here.
void clear_desk(Scope& scope, PersonId person) {
    scope.sql.run("DELETE FROM dialog WHERE person = :person", person);
    scope.sql.run("DELETE FROM button WHERE person = :person", person);
    scope.sql.run("UPDATE outbox SET person = 0, data = '' WHERE person = :person", person);
    scope.sql.run(
        "DELETE FROM dead_letter WHERE (account, mark) IN (SELECT account, mark FROM identity WHERE person = :person)",
        person);
}

std::string date_of(TimePoint at) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

}  // namespace

void forget(Scope& scope, PersonId person) {
    leave_everything(scope, person);
    clear_desk(scope, person);
    close_talks(scope, person);
    scope.sql.run("DELETE FROM identity WHERE person = :person", person);
    if (scope.at_hand && scope.at_hand->person == person) scope.at_hand.reset();
    scope.sql.run("UPDATE person SET wrapped = '', name = '', language = '', state = 2 WHERE id = :id", person);
}

std::vector<Fact> my_data(Scope& scope, PersonId id) {
    using text::mark;
    std::vector<Fact> out;
    const auto known = person(scope, id);
    const auto since = scope.sql.one<TimePoint>("SELECT created FROM person WHERE id = :id AND state < 2", id);
    if (!known || !since) return out;
    out.push_back({mark("We first met on {}"), date_of(*since)});
    if (!known->name().empty()) out.push_back({mark("Your name as your platform says: {}"), known->name()});
    if (!known->language().empty()) out.push_back({mark("Your language: {}"), known->language()});
    for (const std::string& account :
         scope.sql.all<std::string>("SELECT account FROM identity WHERE person = :person ORDER BY account", id)) {
        out.push_back({mark("Your account on {}"), account});
    }
    for (const Group& group : groups_of(scope, id)) {
        out.push_back({mark("Your group {}"), group.name + " (" + text::grouped(group.number) + ")"});
    }
    for (const Held& held : roles_of(scope, id)) out.push_back({mark("A role at {}"), held.where});
    for (const Ban& ban : bans_of(scope, id)) {
        out.push_back({mark("Where you are not let in, and until when; a mark of your account stays until then: {}"),
                       name_of_scope(scope, ban.at) + ", " + local_date(ban.until)});
    }
    const auto count = [&](const char* english, std::optional<std::int64_t> number) {
        if (number.value_or(0) > 0) out.push_back({english, std::to_string(*number)});
    };
    count(mark("Groups you wait for or were removed from: {}"),
          scope.sql.one<std::int64_t>("SELECT count(*) FROM member WHERE person = :person AND state IN (0, 1, 4)", id));
    count(mark("Questions of mine that you have not answered yet: {}"),
          scope.sql.one<std::int64_t>("SELECT count(*) FROM dialog WHERE person = :person", id));
    count(mark("Lines in the audit about things you did, by number and without your name: {}"),
          scope.sql.one<std::int64_t>("SELECT count(*) FROM audit WHERE actor = :person", id));
    return out;
}

}  // namespace noticeboard::community
