// Seats: nobody gets a place that is not there, however many press at once.
#include "bot/community/seat.hpp"

#include <atomic>
#include <barrier>
#include <thread>

#include "bot/community/link.hpp"
#include "bot/community/vault.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using community::NothingOpen;
using community::OnWaitingList;
using community::SeatAnswer;
using community::SeatGiven;

namespace {

SeatAnswer take(Town& town, const Group& group, const std::string& who, PersonId person = {}) {
    return community::take_seat(town.scope, group.id, community::visitor_of(town.scope, who), 30min, person);
}
ChatId given(const SeatAnswer& answer) {
    const auto* seat = std::get_if<SeatGiven>(&answer);
    return seat != nullptr ? seat->chat : ChatId{};
}

constexpr int crowd_size = 4;

// The same at once on threads with sessions of their own, as lanes are.
template <class Do>
void crowd(Town& town, Do what) {
    const auto database = *store::Database::open("sqlite:" + town.stage.file("stage.db"), store::Durability::normal);
    std::vector<std::thread> threads;
    for (int i = 0; i < crowd_size; ++i) {
        threads.emplace_back([&] {
            const auto session = database.session(store::Access::write);
            crypto::SystemRandom random;
            community::Scope scope{*session, town.scope.vault, town.scope.ids, {town.scope.now(), random}};
            what(scope);
        });
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("a seat is one per visitor: asked for again it is renewed") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 2);
    const auto first = std::get<SeatGiven>(take(town, group, "Wang"));
    CHECK(first.chat == chat.id);
    CHECK_FALSE(first.renewed);
    town.pass(20min);
    const auto again = std::get<SeatGiven>(take(town, group, "Wang"));
    CHECK(again.renewed);
    CHECK(again.expires == first.expires + 20min);
    CHECK(town.look(chat).reserved == 1);
}

TEST_CASE("at the soft cap the next chat opens by itself, then there is a list") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 2), second = town.chat(group, 1);
    CHECK(town.look(first).state == Chat::State::open);
    CHECK(town.look(second).state == Chat::State::warming);
    CHECK(given(take(town, group, "A")) == first.id);
    CHECK(given(take(town, group, "B")) == first.id);
    CHECK(given(take(town, group, "C")) == second.id);
    CHECK(town.look(second).state == Chat::State::open);
    CHECK(std::get<OnWaitingList>(take(town, group, "D")).place == 1);
    CHECK(std::get<OnWaitingList>(take(town, group, "E")).place == 2);
    CHECK(std::get<OnWaitingList>(take(town, group, "D")).place == 1);
    CHECK(community::waiting_count(town.scope, group.id) == 2);
}

TEST_CASE("the leader is told once that the group is full, until a chat opens") {
    Town town;
    const Group group = town.group();
    town.chat(group, 1);
    take(town, group, "A");
    CHECK(std::get<OnWaitingList>(take(town, group, "B")).tell_leader);
    CHECK_FALSE(std::get<OnWaitingList>(take(town, group, "C")).tell_leader);
    town.pass(29min);
    CHECK_FALSE(std::get<OnWaitingList>(take(town, group, "B")).tell_leader);
    town.chat(group, 1);
    CHECK(given(take(town, group, "B")));
    town.chat(group, 1);
    take(town, group, "A");
    CHECK(given(take(town, group, "C")));
    CHECK(std::get<OnWaitingList>(take(town, group, "D")).tell_leader);
}

TEST_CASE("an expired seat is free for whoever needs it, a renewed one is not") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 2);
    take(town, group, "A");
    take(town, group, "B");
    town.pass(20min);
    take(town, group, "B");
    town.pass(15min);  // A's is over
    CHECK(given(take(town, group, "C")) == chat.id);
    CHECK(std::holds_alternative<OnWaitingList>(take(town, group, "D")));
    CHECK(town.look(chat).reserved == 2);
}

TEST_CASE("the sweep frees expired seats, so many at a time") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 10);
    for (const char* who : {"A", "B", "C"}) take(town, group, who);
    CHECK(community::free_expired_seats(town.scope) == 0);
    town.pass(31min);
    std::vector<GroupId> freed;
    CHECK(community::free_expired_seats(town.scope, 2, &freed) == 2);
    CHECK(freed == std::vector<GroupId>{group.id});
    CHECK(community::free_expired_seats(town.scope, 2) == 1);
    CHECK(town.look(chat).reserved == 0);
}

TEST_CASE("joining uses the seat, or makes a member without one") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 5);
    take(town, group, "A");
    community::use_seat(town.scope, group.id, community::visitor_of(town.scope, "A"), chat.id);
    CHECK(town.look(chat).members == 1);
    CHECK(town.look(chat).reserved == 0);
    community::use_seat(town.scope, group.id, community::visitor_of(town.scope, "stranger"), chat.id);
    CHECK(town.look(chat).members == 2);
    CHECK(town.look(chat).reserved == 0);
    community::leave_chat(town.scope, chat.id);
    CHECK(town.look(chat).members == 1);
}

TEST_CASE("a seat taken in one chat is given back when she appears in another") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 1), second = town.chat(group, 5);
    CHECK(given(take(town, group, "A")) == first.id);
    community::use_seat(town.scope, group.id, community::visitor_of(town.scope, "A"), second.id);
    CHECK(town.look(first).reserved == 0);
    CHECK(town.look(second).members == 1);
}

TEST_CASE("a seat in a chat that is gone is exchanged for another") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 5), second = town.chat(group, 5);
    CHECK(given(take(town, group, "A")) == first.id);
    community::lose_chat(town.scope, first.id);
    const auto other = std::get<SeatGiven>(take(town, group, "A"));
    CHECK(other.chat == second.id);
    CHECK_FALSE(other.renewed);
    CHECK(town.look(first).reserved == 0);
    CHECK(town.look(second).reserved == 1);
}

TEST_CASE("a closed group and one without a chat have nothing to wait for") {
    Town town;
    const Group group = town.group();
    CHECK(std::holds_alternative<NothingOpen>(take(town, group, "A")));
    town.chat(group, 5);
    REQUIRE(community::set_state(town.scope, group.id, Group::State::closed));
    CHECK(std::holds_alternative<NothingOpen>(take(town, group, "A")));
    CHECK(std::holds_alternative<NothingOpen>(
        community::take_seat(town.scope, GroupId{1}, community::visitor_of(town.scope, "A"), 30min)));
    CHECK(town.scope.sql.one<int>("SELECT count(*) FROM seat") == 0);
    CHECK(town.scope.sql.one<int>("SELECT count(*) FROM waiting") == 0);
}

TEST_CASE("the platform's count fills a chat, opens the next, and opens it again") {
    Town town;
    const Group group = town.group();
    const Chat first = town.chat(group, 180, 200), second = town.chat(group, 180, 200);
    community::set_members(town.scope, first.id, 180);
    CHECK(town.look(first).state == Chat::State::open);
    CHECK(town.look(second).state == Chat::State::open);
    community::set_members(town.scope, first.id, 200);
    CHECK(town.look(first).state == Chat::State::full);
    community::set_members(town.scope, first.id, 190);
    CHECK(town.look(first).state == Chat::State::full);
    community::set_members(town.scope, first.id, 100);
    CHECK(town.look(first).state == Chat::State::open);
}

TEST_CASE("who waits is called in her order when places free up; browsers keep waiting") {
    Town town;
    const Group group = town.group();
    const Chat chat = town.chat(group, 1);
    const PersonId wang = town.person("Wang"), zhao = town.person("Zhao");
    take(town, group, "first");
    take(town, group, "browser");
    town.pass(1s);
    community::take_seat(town.scope, group.id, community::visitor_of(town.scope, wang), 30min, wang);
    town.pass(1s);
    community::take_seat(town.scope, group.id, community::visitor_of(town.scope, zhao), 30min, zhao);
    CHECK(community::next_waiting(town.scope, group.id, 5, 12h).empty());

    community::give_up_seat(town.scope, group.id, community::visitor_of(town.scope, "first"));
    const auto called = community::next_waiting(town.scope, group.id, 5, 12h);
    REQUIRE(called.size() == 1);
    CHECK(called[0].person == wang);
    CHECK(called[0].seat.chat == chat.id);
    CHECK(called[0].seat.expires == town.scope.now() + 12h);
    CHECK(community::waiting_count(town.scope, group.id) == 2);
    CHECK(std::get<OnWaitingList>(take(town, group, "browser")).place == 1);
}

TEST_CASE("5,000 visitors from four threads on chats of 200: no seat too many, nobody without an answer") {
    constexpr int visitors = 5000, chats = 10, soft_cap = 200;
    Town town;
    const Group group = town.group();
    std::vector<Chat> rooms;
    for (int i = 0; i < chats; ++i) rooms.push_back(town.chat(group, soft_cap));
    std::atomic<int> next{0}, seated{0}, listed{0};
    crowd(town, [&](community::Scope& scope) {
        for (int n = next++; n < visitors; n = next++) {
            scope.sql.begin();
            const auto answer = community::take_seat(
                scope, group.id, community::visitor_of(scope, "visitor " + std::to_string(n)), 30min);
            scope.sql.commit();
            if (std::holds_alternative<SeatGiven>(answer)) ++seated;
            if (std::holds_alternative<OnWaitingList>(answer)) ++listed;
        }
    });
    for (const Chat& room : rooms) CHECK(town.look(room).reserved == soft_cap);
    CHECK(seated == chats * soft_cap);
    CHECK(seated + listed == visitors);
    CHECK(community::waiting_count(town.scope, group.id) == listed);
    CHECK(town.scope.sql.one<int>("SELECT count(*) FROM seat") == seated);
}

TEST_CASE("control: who looks first and inserts later overfills the chat") {
    constexpr int soft_cap = 198;  // four who look at 196 become 200
    Town town;
    const Group group = town.group();
    const Chat room = town.chat(group, soft_cap);
    std::barrier together(crowd_size);
    crowd(town, [&](community::Scope& scope) {
        for (int n = 0; n < 60; ++n) {
            const auto found = scope.sql.one<ChatId>(
                "SELECT id FROM chat WHERE grp = :grp AND state = 1 AND members + reserved < soft_cap", group.id);
            together.arrive_and_wait();
            if (found) scope.sql.run("UPDATE chat SET reserved = reserved + 1 WHERE id = :id", *found);
            together.arrive_and_wait();
        }
    });
    CHECK(town.look(room).reserved > soft_cap);
}

TEST_CASE("a seat is where the visitor can use it: at her account, then in a chat no bot can enter, then elsewhere") {
    Town town;
    const Group group = town.group();
    const Chat telegram = town.chat(group, 2);
    const Chat blind = *community::set_blind_code(town.scope, group.id, "https://weixin.qq.com/g/AwYAAAfirst",
                                                  town.scope.now() + 24h, {200, 1}, {});
    CHECK(town.look(blind).state == Chat::State::open);  // its own platform's first
    const auto seat = [&](const std::string& who, std::string_view account) {
        return given(community::take_seat(
            town.scope, group.id, community::visitor_of(town.scope, std::string_view(who)), 30min, {}, account));
    };
    CHECK(seat("on Telegram", "telegram") == telegram.id);
    CHECK(seat("on WeChat", "wechat") == blind.id);
    CHECK(seat("on WeChat too", "wechat") == telegram.id);  // better than none
    CHECK(seat("one too many", "wechat") == ChatId{});
}
