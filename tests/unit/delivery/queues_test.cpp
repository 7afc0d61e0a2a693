// Queues: order within a chat, replies before notices, and that nobody looks at all chats to find the next.
#include "bot/delivery/queues.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using delivery::Queues;
using delivery::Row;
using Rank = Queues::Rank;

namespace {

constexpr TimePoint start = TimePoint(Millis(1'780'000'000'000));

Row row(std::int64_t id, std::int64_t chat, TimePoint due = start, bool bulk = false) {
    Row out;
    out.id = {id};
    out.chat = {chat};
    out.due = due;
    out.bulk = bulk;
    return out;
}

const Queues::Ready at_once = [](const Row& row) { return std::optional<TimePoint>(row.due); };

// What goes out from now on, one after the other, by the rows' ids.
std::vector<std::int64_t> all(Queues& queues) {
    std::vector<std::int64_t> out;
    for (const Rank rank : Queues::ranks) {
        while (const auto chat = queues.next(rank, start, at_once)) {
            out.push_back(queues.begin(*chat).id.value);
            queues.pop(*chat);
            queues.end(*chat);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("in a chat rows go in order, over chats by their due time") {
    Queues queues;
    queues.add(row(1, 7, start - 1s));
    queues.add(row(2, 7, start - 9s));
    queues.add(row(3, 8, start - 2s));
    CHECK(all(queues) == std::vector<std::int64_t>{3, 1, 2});
    CHECK(queues.size() == 0);
}

TEST_CASE("a row that is here already is not taken again") {
    Queues queues;
    CHECK(queues.add(row(1, 7)));
    CHECK_FALSE(queues.add(row(1, 7)));
    CHECK_FALSE(queues.add_first(row(1, 7)));
    CHECK(all(queues) == std::vector<std::int64_t>{1});
}

TEST_CASE("a reply passes the notices of its chat, but not one that is under way") {
    Queues queues;
    queues.add(row(1, 7, start, true));
    queues.add(row(2, 7, start, true));
    CHECK_FALSE(queues.next(Rank::reply, start, at_once));
    const Row& begun = queues.begin({7});
    queues.add(row(3, 7));
    queues.add_first(row(4, 7));
    CHECK(begun.id.value == 1);  // in place
    CHECK_FALSE(queues.next(Rank::reply, start, at_once));
    queues.pop({7});
    queues.end({7});
    CHECK(all(queues) == std::vector<std::int64_t>{4, 3, 2});
}

TEST_CASE("a row that is tried again keeps its chat waiting, and no other") {
    Queues queues;
    queues.add(row(1, 7));
    queues.add(row(2, 7));
    queues.add(row(3, 8));
    queues.begin({7}).due = start + 5s;
    queues.end({7});
    CHECK(all(queues) == std::vector<std::int64_t>{3});
    CHECK(queues.next_due(Rank::reply, start) == start + 5s);
}

TEST_CASE("chats that may not go yet are asked once for each time they name, however many wait") {
    Queues queues;
    int asked = 0;
    for (int i = 1; i <= 50'000; ++i) queues.add(row(i, i));
    const Queues::Ready later = [&asked](const Row&) {
        ++asked;
        return std::optional<TimePoint>(start + 1s);
    };
    for (int i = 0; i < 100; ++i) CHECK_FALSE(queues.next(Rank::reply, start, later));
    CHECK(asked == 50'000);
    CHECK(queues.next_due(Rank::reply, start) == start + 1s);
    CHECK(queues.next(Rank::reply, start + 1s, at_once) == ChatId{1});
}

TEST_CASE("one that is passed over stays where it is, and the alarm is not set into the past") {
    Queues queues;
    queues.add(row(1, 7));
    const Queues::Ready not_now = [](const Row&) { return std::optional<TimePoint>(); };
    CHECK_FALSE(queues.next(Rank::reply, start, not_now));
    CHECK(queues.next_due(Rank::reply, start) == TimePoint::max());
    CHECK(queues.next(Rank::reply, start, at_once) == ChatId{7});
}
