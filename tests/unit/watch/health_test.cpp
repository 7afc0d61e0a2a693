// Health: when the program is alive, when it is ready.
#include "bot/watch/health.hpp"

#include <doctest/doctest.h>

using noticeboard::watch::Health;

TEST_CASE("ready when every expected part is well") {
    Health health;
    CHECK(health.ready());
    health.expect("store", Health::Weight::ready);
    health.expect("lane 0", Health::Weight::live);
    CHECK_FALSE(health.ready());
    CHECK(health.live());  // starting is no reason to restart
    health.well("store");
    CHECK_FALSE(health.ready());
    health.well("lane 0");
    CHECK(health.ready());
}

TEST_CASE("a part weighs as much as was said") {
    Health health;
    health.expect("store", Health::Weight::ready);
    health.expect("lane 0", Health::Weight::live);
    health.well("store");
    health.well("lane 0");
    health.unwell("telegram", "the token is refused");
    CHECK(health.ready());
    health.unwell("store", "the disk is full");
    CHECK_FALSE(health.ready());
    CHECK(health.live());
    health.unwell("lane 0", "has not moved for 30 s");
    CHECK_FALSE(health.live());
    health.well("store");
    health.well("lane 0");
    CHECK(health.ready());
    CHECK(health.live());
}

TEST_CASE("the text names each part and its reason") {
    Health health;
    health.expect("store", Health::Weight::ready);
    health.well("store");
    health.expect("web", Health::Weight::ready);
    health.unwell("telegram", "the token is refused");
    CHECK(health.text() == "not ready\nstore: well\ntelegram: the token is refused\nweb: starting\n");
    CHECK(health.checks().size() == 3);
}
