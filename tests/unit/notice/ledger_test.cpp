// The ledger: one place for each chat of the audience, whatever became of it.
#include "tests/unit/notice/hall.hpp"

using namespace noticeboard;
using community::Chunk;
using tests::Hall;

namespace {

struct Frozen {  // a running notice to so many chats, that nobody carries
    explicit Frozen(int chats, Way way = Way::machine) {
        notice = *hall.draft({}, "33.05.22");
        community::Cutter cutter;
        for (int i = 0; i < chats; ++i) cutter.add({ChatId{1000 + i * 7}, "telegram", way});
        for (const Chunk& chunk : cutter.cut()) community::keep_chunk(hall.scope, notice.id, chunk);
        hall.scope.sql.run("UPDATE notice SET state = 2, begun = :now WHERE id = :id", hall.scope.now(), notice.id);
    }
    Ledger ledger() { return community::ledger_of(hall.scope, notice.id); }
    Chunk chunk(int number = 0) { return *community::chunk_of(hall.scope, notice.id, number); }

    Hall hall;
    Notice notice;
};

}  // namespace

TEST_CASE("chunks hold 500 chats of one account and way, in order, and are read as they were written") {
    Frozen frozen(1234);
    CHECK(community::chunk_count(frozen.hall.scope, frozen.notice.id) == 3);
    std::size_t seen = 0;
    for (int number = 0; number < 3; ++number) {
        const Chunk chunk = frozen.chunk(number);
        for (const ChatId id : chunk.targets) CHECK(id.value == 1000 + static_cast<std::int64_t>(seen++) * 7);
        CHECK(chunk.account == "telegram");
    }
    CHECK(seen == 1234);
    CHECK(frozen.ledger().audience == 1234);
    CHECK(frozen.ledger()[Reach::pending] == 1234);
}

TEST_CASE("whatever the marks and rows say, the counts add up to the audience") {
    Frozen frozen(700);
    tests::SeededRandom random(7);
    Chunk first = frozen.chunk(0), second = frozen.chunk(1);
    for (int round = 0; round < 400; ++round) {
        Chunk& chunk = random.number() % 2 == 0 ? first : second;
        const std::size_t place = random.number() % chunk.targets.size();
        switch (random.number() % 4) {
            case 0:
                chunk.started.set(place);
                break;
            case 1:
                chunk.started.set(place), chunk.done.set(place);
                break;
            case 2:
                community::keep_target(frozen.hall.scope, frozen.notice.id,
                                       {chunk.number,
                                        static_cast<int>(place),
                                        static_cast<Reach>(random.number() % reach_count),
                                        "why",
                                        1,
                                        {},
                                        {}});
                break;
            default:
                community::forget_target(frozen.hall.scope, frozen.notice.id, chunk.number, static_cast<int>(place));
        }
        community::keep_progress(frozen.hall.scope, frozen.notice.id, chunk);
        const Ledger ledger = frozen.ledger();
        REQUIRE(ledger.sum() == ledger.audience);
        for (const std::int64_t one : ledger.of) REQUIRE(one >= 0);
    }
}

TEST_CASE("the ledger's counts are those of its lines") {
    Frozen frozen(20);
    Chunk chunk = frozen.chunk();
    for (std::size_t i = 0; i < 12; ++i) chunk.started.set(i);
    for (std::size_t i = 0; i < 10; ++i) chunk.done.set(i);
    community::keep_progress(frozen.hall.scope, frozen.notice.id, chunk);
    const auto row = [&](int place, Reach reach) {
        community::keep_target(frozen.hall.scope, frozen.notice.id, {0, place, reach, "why", 1, {}, {}});
    };
    row(0, Reach::failed);
    row(1, Reach::unknown);
    row(2, Reach::pending);  // to be tried again
    row(3, Reach::sent);     // perhaps twice
    Ledger counted;
    for (const community::Fate& fate : community::fates_of(frozen.hall.scope, frozen.notice.id, 0))
        ++counted[fate.reach];
    const Ledger ledger = frozen.ledger();
    for (int i = 0; i < reach_count; ++i) CHECK(counted.of[i] == ledger.of[i]);
    CHECK(ledger[Reach::sent] == 7);
    CHECK(ledger[Reach::sending] == 2);
    CHECK(ledger[Reach::pending] == 9);
}

TEST_CASE("what was stopped before its turn is cancelled, what was heard stays heard") {
    Frozen frozen(10);
    Chunk chunk = frozen.chunk();
    for (std::size_t i = 0; i < 4; ++i) chunk.started.set(i), chunk.done.set(i);
    community::keep_progress(frozen.hall.scope, frozen.notice.id, chunk);
    REQUIRE(community::cancel_notice(frozen.hall.scope, frozen.notice.id));
    CHECK(frozen.ledger()[Reach::sent] == 4);
    CHECK(frozen.ledger()[Reach::cancelled] == 6);
}

TEST_CASE("a correction and a recall go exactly where the original went, and stop it") {
    Frozen frozen(600);
    community::Scope& scope = frozen.hall.scope;
    const auto follower = community::follow_notice(scope, Hall::roles(), frozen.notice.id, Notice::Kind::recall,
                                                   {{"en", "It was wrong."}}, {});
    REQUIRE(follower.ok());
    CHECK(community::notice(scope, frozen.notice.id)->state == Notice::State::cancelled);
    community::copy_chunks(scope, frozen.notice.id, follower->id);
    for (int number = 0; number < 2; ++number) {
        const auto mine = community::chunk_of(scope, frozen.notice.id, number);
        const auto theirs = community::chunk_of(scope, follower->id, number);
        CHECK(mine->targets == theirs->targets);
        CHECK(theirs->started.count() == 0);
    }
    const Notice draft = *frozen.hall.draft({}, "33.05.22", "never sent");
    CHECK_FALSE(community::follow_notice(scope, Hall::roles(), draft.id, Notice::Kind::recall, {{"en", "x"}}, {}).ok());
}

TEST_CASE("the newest notice of a chat is found, one that never reached it is not") {
    Frozen frozen(600);
    community::Scope& scope = frozen.hall.scope;
    const ChatId chat{1000 + 550 * 7};
    CHECK_FALSE(community::last_notice_in(scope, "telegram", chat, 24h));
    Chunk chunk = frozen.chunk(1);
    chunk.started.set(50), chunk.done.set(50);
    community::keep_progress(scope, frozen.notice.id, chunk);
    CHECK(community::last_notice_in(scope, "telegram", chat, 24h) == frozen.notice.id);
    CHECK_FALSE(community::last_notice_in(scope, "telegram", ChatId{chat.value + 1}, 24h));
    CHECK_FALSE(community::last_notice_in(scope, "wecom", chat, 24h));
    frozen.hall.pass(25h);
    CHECK_FALSE(community::last_notice_in(scope, "telegram", chat, 24h));
}

TEST_CASE("“received” is counted for the group: the table has no place for a woman") {
    Frozen frozen(1);
    community::Scope& scope = frozen.hall.scope;
    community::hear(scope, frozen.notice.id, GroupId{7});
    community::hear(scope, frozen.notice.id, GroupId{7});
    CHECK(community::groups_that_heard(scope, frozen.notice.id) == 1);
    std::vector<std::string> columns;
    scope.sql.each<std::string>("SELECT name FROM pragma_table_info('notice_heard')",
                                [&](std::string name) { columns.push_back(std::move(name)); });
    CHECK(columns == std::vector<std::string>{"notice", "grp", "times"});
}
