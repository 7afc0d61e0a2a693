// Telegram: what a vector file cannot say: keys, bytes, sizes.
#include "adapters/telegram/telegram.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/telegram/wire.hpp"
#include "bot/text/utf8.hpp"
#include "tests/support.hpp"

using namespace noticeboard;

namespace {

const std::string secret = "a-secret-of-ours";

std::unique_ptr<Adapter> bot(std::map<std::string, std::string> more = {}) {
    AdapterSettings settings{"tg", {{"token", "123456:AA-token_x"}, {"secret_token", secret}, {"bot_name", "a_bot"}}};
    for (auto& [name, value] : more) settings.keys[name] = value;
    auto made = make_telegram(settings);
    REQUIRE(made.ok());
    return std::move(*made);
}

std::string refused_key(std::map<std::string, std::string> keys) {
    const auto made = make_telegram({"tg", std::move(keys)});
    return made.ok() ? "made" : made.error().message.substr(0, made.error().message.find(' '));
}

Outgoing saying(std::string text) {
    Outgoing out;
    out.place.id = "5";
    Say say;
    say.text = std::move(text);
    out.what = std::move(say);
    return out;
}

}  // namespace

TEST_CASE("telegram: keys that would not verify, or not call, are refused at the start") {
    const std::string token = "123456:AA-token_x";
    CHECK(refused_key({{"token", token}, {"secret_token", "12345678"}}) == "made");
    CHECK(refused_key({{"token", token}, {"secret_token", std::string(256, 'a')}}) == "made");
    for (const std::string& bad : {std::string(), std::string("1234567"), std::string(257, 'a'),
                                   std::string("with blank"), std::string("with+plus"), std::string("密码密码密码")}) {
        CHECK(refused_key({{"token", token}, {"secret_token", bad}}) == "adapters.tg.secret_token");
    }
    for (const char* bad : {"", "abc", "123456", "123456:", ":AA", "12a:AA", "1:A/../x", "1:A B"}) {
        CHECK(refused_key({{"token", bad}, {"secret_token", secret}}) == "adapters.tg.token");
    }
    CHECK(refused_key({{"token", token}, {"mode", "carrier-pigeon"}}) == "adapters.tg.mode");
    CHECK(refused_key({{"token", token}, {"mode", "polling"}}) == "made");
}

TEST_CASE("telegram: an error names a key and never shows its value") {
    const auto made = make_telegram({"tg", {{"token", "123456:AA-token_x"}, {"secret_token", "shhh!"}}});
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().message.find("shhh") == std::string::npos);
    CHECK(made.error().message.find("AA-token") == std::string::npos);
}

TEST_CASE("telegram: a polled bot takes no webhook, even one without a secret") {
    tests::SeededRandom random;
    web::Request request;
    request.method = "POST";
    request.body = R"({"update_id":1})";
    request.headers = {{"X-Telegram-Bot-Api-Secret-Token", ""}};
    CHECK(bot({{"mode", "polling"}})->receive(request, {{}, random}).error().kind == Error::Kind::forbidden);
    request.headers = {{"X-Telegram-Bot-Api-Secret-Token", secret}};
    CHECK(bot({{"mode", "polling"}})->receive(request, {{}, random}).error().kind == Error::Kind::forbidden);
    CHECK(bot()->receive(request, {{}, random}).ok());  // the control
}

TEST_CASE("telegram: texts travel as UTF-8, and broken ones do not stop a call") {
    tests::SeededRandom random;
    const auto call = bot()->compose(saying("你好 😀"), {}, {{}, random});
    CHECK(call->body == R"({"chat_id":5,"text":"你好 😀"})");
    const auto broken = bot()->compose(saying("a\xFFz"), {}, {{}, random});
    REQUIRE(broken.ok());
    CHECK(text::valid_utf8(broken->body));
}

TEST_CASE("telegram: the boundary of an upload is a fresh one each time") {
    tests::SeededRandom random;
    Outgoing outgoing = saying("x");
    std::get<Say>(outgoing.what).picture = "PNG";
    const auto first = bot()->compose(outgoing, {}, {{}, random});
    const auto second = bot()->compose(outgoing, {}, {{}, random});
    CHECK(first->headers.value("Content-Type") != second->headers.value("Content-Type"));
}

TEST_CASE("telegram: a caption of 1024 UTF-16 units is one call, one more is two") {
    tests::SeededRandom random;
    std::string text;
    for (int i = 0; i < 512; ++i) text += "😀";
    Outgoing outgoing = saying(text);
    std::get<Say>(outgoing.what).picture = "PNG";
    const web::Response ok{200, {}, R"({"ok":true,"result":{"message_id":1}})"};
    CHECK(bot()->confirm(outgoing, ok).kind == Outcome::Kind::sent);
    std::get<Say>(outgoing.what).text += "x";
    CHECK(bot()->confirm(outgoing, ok).kind == Outcome::Kind::then);
}

TEST_CASE("telegram: what must not be logged is named") {
    const auto secrets = bot()->platform().secrets;
    CHECK(std::count(secrets.begin(), secrets.end(), secret) == 1);
    CHECK(std::count(secrets.begin(), secrets.end(), "123456:AA-token_x") == 1);
    CHECK(std::count(secrets.begin(), secrets.end(), "") == 0);
    const auto polled = bot({{"mode", "polling"}})->platform().secrets;
    CHECK(std::count(polled.begin(), polled.end(), "") == 0);  // an empty one would blot out every line
}

TEST_CASE("telegram: big documents are read, and depth stays bounded after one") {
    const telegram::Self self{"1", "a_bot"};
    const std::string big = R"({"update_id":1,"message":{"message_id":1,"chat":{"id":1,"type":"private"},"text":")" +
                            std::string(900'000, 'x') + "\"}}";
    const auto event = telegram::event_in(big, self, {});
    REQUIRE(event.ok());
    CHECK(std::get<Message>(event->what).text.size() == 900'000);
    const std::string deep = R"({"update_id":1,"m":)" + std::string(100, '[') + std::string(100, ']') + "}";
    CHECK_FALSE(telegram::event_in(deep, self, {}).ok());
}
