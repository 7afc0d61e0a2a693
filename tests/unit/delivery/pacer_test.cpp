// The pacer: sliding windows per account, private talk and group; pauses.
#include "bot/delivery/pacer.hpp"

#include <doctest/doctest.h>

#include "bot/delivery/retry.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using delivery::Pacer;

namespace {

Platform paced() {
    Platform out;
    out.account_pace = {{3, 1s}};
    out.chat_pace = {{1, 1s}};
    out.group_pace = {{2, 60s}};
    return out;
}

constexpr TimePoint start = TimePoint(Millis(1'780'000'000'000));

}  // namespace

TEST_CASE("a chat waits for its own pace, the others do not") {
    Pacer pacer(paced());
    CHECK(pacer.when({1}, Room::direct) <= start);
    pacer.count({1}, Room::direct, start);
    CHECK(pacer.when({1}, Room::direct) == start + 1s);
    CHECK(pacer.when({2}, Room::direct) <= start);
}

TEST_CASE("the account's pace holds over all chats, and slides") {
    Pacer pacer(paced());
    for (int i = 1; i <= 3; ++i) pacer.count({i}, Room::direct, start + i * 100ms);
    CHECK(pacer.account() == start + 1100ms);
    pacer.count({9}, Room::direct, start + 1100ms);
    CHECK(pacer.account() == start + 1200ms);
}

TEST_CASE("a group takes so many a minute") {
    Pacer pacer(paced());
    pacer.count({1}, Room::group, start);
    CHECK(pacer.when({1}, Room::group) <= start);
    pacer.count({1}, Room::group, start + 10s);
    CHECK(pacer.when({1}, Room::group) == start + 60s);
}

TEST_CASE("pauses concern the chat or the whole account") {
    Pacer pacer(paced());
    pacer.pause({1}, start + 30s);
    CHECK(pacer.when({1}, Room::direct) == start + 30s);
    CHECK(pacer.when({2}, Room::direct) <= start);
    CHECK(pacer.account() <= start);
    pacer.pause(start + 10s);
    CHECK(pacer.account() == start + 10s);
}

TEST_CASE("chats that have been quiet are forgotten, those that are not are remembered") {
    Pacer pacer(paced());
    pacer.pause({1'000'000}, start + 24h);
    for (int i = 0; i < 50'000; ++i) pacer.count({i}, Room::group, start + i * 100ms);  // 600 within a group's minute
    CHECK(pacer.chats() < 5'000);
    CHECK(pacer.when({1'000'000}, Room::direct) == start + 24h);
    const TimePoint last = start + 49'999 * 100ms;
    pacer.count({49'999}, Room::group, last);
    CHECK(pacer.when({49'999}, Room::group) == last + 60s);
}

TEST_CASE("notices leave a part of the account's pace to those who are answered") {
    Platform platform;
    platform.account_pace = {{10, 1s}};
    Pacer pacer(platform);
    for (int i = 0; i < 8; ++i) pacer.count({i}, Room::group, start);
    CHECK(pacer.account(true) == start + 1s);
    CHECK(pacer.account() <= start);
}

TEST_CASE("waits double up to a quarter of an hour, and never undercut what the platform asked for") {
    tests::SeededRandom random;
    for (int tries = 1; tries <= 20; ++tries) {
        const Millis plain = std::min<Millis>(Millis(1000) * (1LL << std::min(tries - 1, 20)), 15min);
        const Millis wait = delivery::wait_after(tries, Millis{0}, random);
        CHECK(wait >= plain);
        CHECK(wait <= plain + plain / 4);
    }
    CHECK(delivery::wait_after(1, 40s, random) == 40s);
}
