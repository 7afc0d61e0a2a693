// WrongTags: guessing is slow from one address, and memory stays small.
#include "bot/community/wrong_tags.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace noticeboard;
using community::WrongTags;

namespace {
const TimePoint noon = from_millis(1'780'000'000'000 / 3'600'000 * 3'600'000);
}

TEST_CASE("thirty wrong tags an hour and not one more") {
    WrongTags tags(30);
    for (int i = 0; i < 30; ++i) {
        CHECK_FALSE(tags.too_many("192.0.2.1", noon));
        tags.note("192.0.2.1", noon);
    }
    CHECK(tags.too_many("192.0.2.1", noon));
    CHECK_FALSE(tags.too_many("192.0.2.2", noon));
    CHECK(tags.too_many("192.0.2.1", noon + 59min));
    CHECK_FALSE(tags.too_many("192.0.2.1", noon + 60min));
}

TEST_CASE("an IPv6 household is one address, an IPv4 address in IPv6 clothes is itself") {
    WrongTags tags(1);
    tags.note("2001:db8:1:2::1", noon);
    CHECK(tags.too_many("2001:db8:1:2:ffff::9", noon));
    CHECK_FALSE(tags.too_many("2001:db8:1:3::1", noon));
    tags.note("::ffff:192.0.2.1", noon);
    CHECK(tags.too_many("192.0.2.1", noon));
    CHECK_FALSE(tags.too_many("::ffff:192.0.2.2", noon));
}

TEST_CASE("a flood of addresses shares one count instead of the memory") {
    WrongTags tags(3, 2);
    tags.note("192.0.2.1", noon);
    tags.note("192.0.2.2", noon);
    for (int i = 3; i < 6; ++i) tags.note("192.0.2." + std::to_string(i), noon);
    CHECK(tags.too_many("192.0.2.200", noon));
    CHECK_FALSE(tags.too_many("192.0.2.1", noon));  // those known before keep their own
}

TEST_CASE("many threads count as one") {
    WrongTags tags(4000);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 1000; ++n) tags.note("192.0.2.1", noon);
        });
    }
    CHECK_FALSE(tags.too_many("192.0.2.9", noon));
    for (std::thread& thread : threads) thread.join();
    CHECK(tags.too_many("192.0.2.1", noon));
    tags.note("192.0.2.2", noon);
    CHECK_FALSE(tags.too_many("192.0.2.2", noon));
}
