// Members: asking, being let in, joining, leaving.
#include "bot/community/member.hpp"

#include "bot/community/seat.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

TEST_CASE("she asks, the leader decides, and decides once") {
    Town town;
    const Group group = town.group();
    const PersonId wang = town.person("Wang"), zhao = town.person("Zhao");
    CHECK(community::ask_to_join(town.scope, group.id, wang)->state == Member::State::asked);
    const TimePoint first = town.scope.now();
    town.pass(1min);
    REQUIRE(community::ask_to_join(town.scope, group.id, zhao));
    CHECK(community::ask_to_join(town.scope, group.id, wang)->since == first);  // asking twice keeps her place

    const auto batch = community::asking(town.scope, group.id);
    REQUIRE(batch.size() == 2);
    CHECK(batch[0].person == wang);
    CHECK(community::asking(town.scope, group.id, 1).size() == 1);
    CHECK(community::asking_since(town.scope, group.id, first + 1s).size() == 1);

    CHECK(community::admit(town.scope, group.id, wang)->state == Member::State::waiting);
    CHECK(community::admit(town.scope, group.id, wang).error().kind == Error::Kind::conflict);
    CHECK(community::ask_to_join(town.scope, group.id, wang).error().kind == Error::Kind::conflict);
    CHECK(community::turn_away(town.scope, group.id, zhao)->state == Member::State::left);
    CHECK(community::admit(town.scope, group.id, town.person("Nobody")).error().kind == Error::Kind::not_found);
    CHECK(community::asking(town.scope, group.id).empty());
    CHECK(community::ask_to_join(town.scope, group.id, zhao)->state == Member::State::asked);  // she may ask again
}

TEST_CASE("a platform may say “joined” as often as it likes") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 10);
    const PersonId wang = town.person("Wang");
    community::take_seat(town.scope, group.id, community::visitor_of(town.scope, wang), 30min, wang);
    CHECK(community::joined(town.scope, group.id, wang, chat.id));
    CHECK_FALSE(community::joined(town.scope, group.id, wang, chat.id));
    CHECK(town.look(chat).members == 1);
    CHECK(town.look(chat).reserved == 0);
    CHECK(community::member_count(town.scope, group.id) == 1);
    CHECK(community::ask_to_join(town.scope, group.id, wang).error().kind == Error::Kind::conflict);
}

TEST_CASE("moving to another chat of the group takes her out of the first") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 10), second = town.chat(group, 10);
    const PersonId wang = town.person("Wang");
    community::joined(town.scope, group.id, wang, first.id);
    CHECK(community::joined(town.scope, group.id, wang, second.id));
    CHECK(town.look(first).members == 0);
    CHECK(town.look(second).members == 1);
    CHECK(community::member_count(town.scope, group.id) == 1);
}

TEST_CASE("leaving and being removed free one place, once") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 10);
    const PersonId wang = town.person("Wang"), zhao = town.person("Zhao");
    community::joined(town.scope, group.id, wang, chat.id);
    community::joined(town.scope, group.id, zhao, chat.id);
    CHECK(community::leave(town.scope, group.id, wang));
    CHECK_FALSE(community::leave(town.scope, group.id, wang));
    CHECK(community::remove(town.scope, group.id, zhao));
    CHECK_FALSE(community::remove(town.scope, group.id, zhao));
    CHECK(town.look(chat).members == 0);
    CHECK(community::member(town.scope, group.id, zhao)->state == Member::State::removed);
    CHECK(community::joined(town.scope, group.id, wang, chat.id));  // she came back
}

TEST_CASE("who changes her mind before she was let in is off the list") {
    Town town;
    const Group group = town.group();
    const PersonId wang = town.person("Wang");
    REQUIRE(community::ask_to_join(town.scope, group.id, wang));
    CHECK_FALSE(community::leave(town.scope, group.id, wang));
    CHECK(community::asking(town.scope, group.id).empty());
}

TEST_CASE("the lists of a group and of a person") {
    Town town;
    const Group here = town.group("Here"), there = town.group("There");
    const Chat chat = town.chat(here, 10), other = town.chat(there, 10);
    const PersonId wang = town.person("Wang"), zhao = town.person("Zhao");
    community::joined(town.scope, here.id, wang, chat.id);
    community::joined(town.scope, here.id, zhao, chat.id);
    community::joined(town.scope, there.id, wang, other.id);
    community::leave(town.scope, there.id, wang);
    REQUIRE(community::members_of(town.scope, here.id, 1).size() == 1);
    const PersonId first = community::members_of(town.scope, here.id, 1)[0].person;
    CHECK(community::members_of(town.scope, here.id, 5, first).size() == 1);
    REQUIRE(community::groups_of(town.scope, wang).size() == 1);
    CHECK(community::groups_of(town.scope, wang)[0].id == here.id);
    CHECK(community::memberships_of(town.scope, wang).size() == 1);
}
