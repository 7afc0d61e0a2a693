// What is tried again is what waits and is due now, or what a crash left under way: not what an older look remembers.
#include <doctest/doctest.h>

#include "bot/delivery/notice_run.hpp"
#include "tests/unit/notice/hall.hpp"

using namespace noticeboard;
using community::Target;
using tests::Hall;

namespace {

struct Running : Hall {  // a notice to one group
    Running() {
        const PersonId author = official("Zhao", "county", "33.05.22");
        const Group group = village("33.05.22.103", "telegram");
        id = draft(author, "33.05.22")->id;
        scope.sql.run("UPDATE notice SET state = 2 WHERE id = :id", id);
        community::Chunk chunk;
        chunk.account = "telegram";
        chunk.targets = {scope.sql.one<ChatId>("SELECT id FROM chat WHERE grp = :grp", group.id).value()};
        chunk.started.set(0);
        chunk.done.set(0);
        community::keep_chunk(scope, id, chunk);
        community::keep_progress(scope, id, chunk);
        auto sheet = std::make_shared<delivery::Sheet>();
        sheet->notice = *community::notice(scope, id);
        window.sheet = sheet;
        window.resends = true;
    }
    void stands(Reach reach, TimePoint due = {}) { community::keep_target(scope, id, target(reach, due)); }
    Reach stands() { return community::target_of(scope, id, 0, 0)->reach; }
    static Target target(Reach reach, TimePoint due = {}) { return {0, 0, reach, "again", 1, due, {}}; }

    // How many calls a window makes of what a look has seen.
    std::size_t calls(const Target& seen) {
        window.again = {seen};
        delivery::roll_retries(scope, window);
        return window.fresh.size();
    }

    NoticeId id;
    delivery::Window window;
};

}  // namespace

TEST_CASE("what is due is called once more") {
    Running notice;
    notice.stands(Reach::pending, notice.scope.now() - 1s);
    CHECK(notice.calls(notice.target(Reach::pending, notice.scope.now() - 1s)) == 1);
    CHECK(notice.stands() == Reach::sending);
}

TEST_CASE("what is under way is not called beside it, though a look still saw it wait") {
    Running notice;
    notice.stands(Reach::sending);
    CHECK(notice.calls(notice.target(Reach::pending, notice.scope.now() - 1s)) == 0);
    CHECK(notice.stands() == Reach::sending);
}

TEST_CASE("what waits longer since it was seen goes on waiting; what has ended is left alone") {
    Running notice;
    notice.stands(Reach::pending, notice.scope.now() + 1min);
    CHECK(notice.calls(notice.target(Reach::pending, notice.scope.now() - 1s)) == 0);
    notice.stands(Reach::failed);
    CHECK(notice.calls(notice.target(Reach::pending, notice.scope.now() - 1s)) == 0);
    CHECK(notice.stands() == Reach::failed);
}

TEST_CASE("what a crash left under way goes out again, or is unknown where it rather should not") {
    Running notice;
    notice.stands(Reach::sending);
    CHECK(notice.calls(notice.target(Reach::sending)) == 1);
    notice.window.resends = false;
    CHECK(notice.calls(notice.target(Reach::sending)) == 0);
    CHECK(notice.stands() == Reach::unknown);
}

TEST_CASE("a target is held once: while it waits here, and until its call is kept") {
    delivery::Run run;
    delivery::Window window;
    run.try_again("a", Running::target(Reach::pending));
    run.try_again("a", Running::target(Reach::pending));
    CHECK(run.again["a"].size() == 1);
    CHECK_FALSE(run.take_work("a", 64, window));
    run.try_again("a", Running::target(Reach::pending));  // an older look
    CHECK_FALSE(run.has_work());
    window.fresh.push_back(std::make_shared<delivery::Call>());
    run.let_go(window);  // begun
    window.flying = window.adopt();
    run.try_again("a", Running::target(Reach::pending));
    CHECK_FALSE(run.has_work());
    window.flying.front()->over = true;
    window.gather();
    run.let_go(window);  // kept
    run.try_again("a", Running::target(Reach::pending));
    CHECK(run.has_work("a"));
}
