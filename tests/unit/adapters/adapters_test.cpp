// What holds for every adapter.
#include "adapters/adapters.hpp"

#include <doctest/doctest.h>

#include "bot/crypto/random.hpp"

using namespace noticeboard;

TEST_CASE("adapters are found by the type of the config") {
    CHECK(static_cast<bool>(find_adapter("telegram")));
    CHECK(static_cast<bool>(find_adapter("wechat")));
    CHECK_FALSE(static_cast<bool>(find_adapter("")));
    CHECK_FALSE(static_cast<bool>(find_adapter("Telegram")));
    CHECK_FALSE(static_cast<bool>(find_adapter("telegra")));
}

TEST_CASE("an adapter without any key is not made, and says which key it wants") {
    for (const char* type : {"telegram", "wechat"}) {
        const auto adapter = find_adapter(type)({"mine", {}});
        REQUIRE_FALSE(adapter.ok());
        CHECK(adapter.error().message.starts_with("adapters.mine."));
    }
}

TEST_CASE("the built-in chat is described, and neither called nor calls") {
    const auto adapter = find_adapter("web")({"mine", {}});
    REQUIRE(adapter.ok());
    crypto::SystemRandom random;
    const Moment moment{TimePoint(), random};
    CHECK((*adapter)->platform().local);
    CHECK((*adapter)->platform().can.has(Ability::ban));
    CHECK((*adapter)->receive({}, moment).error().kind == Error::Kind::forbidden);
    CHECK_FALSE((*adapter)->compose({}, {}, moment).ok());
    CHECK((*adapter)->invite({"30521074", "7K3M9QXA"}) == "/chat/g30521074-7K3M9QXA");
    CHECK((*adapter)->invite({"30521074", ""}) == "/chat/g30521074");
}

TEST_CASE("what only a WebSocket or a poll brings is refused by a webhook's adapter") {
    const auto adapter = find_adapter("telegram")({"mine", {{"token", "1:A"}, {"secret_token", "12345678"}}});
    REQUIRE(adapter.ok());
    CHECK((*adapter)->admit({}).error().kind == Error::Kind::forbidden);
    CHECK_FALSE((*adapter)->connect({}).has_value());
    CHECK_FALSE((*adapter)->poll("", {}).has_value());
}
