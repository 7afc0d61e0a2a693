// WeChat: what a vector file cannot say: keys, modes, the whole way of an encrypted reply, sizes.
#include "adapters/wechat/wechat.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/wechat/wire.hpp"
#include "bot/text/utf8.hpp"
#include "tests/support.hpp"

using namespace noticeboard;

namespace {

const std::string aes = "hTtjoL0dMASymjKVtxLkHOud66HxHWJ5wQws1FH2FDE";
const TimePoint now(1767225600s);
const std::map<std::string, std::string> right = {
    {"app_id", "wx1"}, {"app_secret", "its-secret"}, {"token", "its-token"}, {"encoding_aes_key", aes}};

std::unique_ptr<Adapter> account(std::map<std::string, std::string> more = {}) {
    AdapterSettings settings{"wx", right};
    for (auto& [name, value] : more) settings.keys[name] = value;
    auto made = make_wechat(settings);
    REQUIRE(made.ok());
    return std::move(*made);
}

std::string refused_key(std::map<std::string, std::string> more) {
    AdapterSettings settings{"wx", right};
    for (auto& [name, value] : more) settings.keys[name] = value;
    const auto made = make_wechat(settings);
    return made.ok() ? "made" : made.error().message.substr(0, made.error().message.find(' '));
}

web::Request signed_post(const std::string& encrypted, const std::string& body) {
    web::Request out;
    out.method = "POST";
    out.url = "https://b.example.test/in/wx?timestamp=1767225600&nonce=N1&encrypt_type=aes&signature=" +
              wechat::signature({"its-token", "1767225600", "N1"}) +
              "&msg_signature=" + wechat::signature({"its-token", "1767225600", "N1", encrypted});
    out.body = body;
    return out;
}

Outgoing saying(std::string text) {
    Outgoing out;
    out.place.id = "oWang";
    Say say;
    say.text = std::move(text);
    out.what = std::move(say);
    return out;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const std::size_t start = text.find(from) + from.size();
    return text.substr(start, text.find(to, start) - start);
}

}  // namespace

TEST_CASE("wechat: keys that would not verify are refused at the start") {
    CHECK(refused_key({}) == "made");
    for (const char* key : {"app_id", "app_secret", "token", "encoding_aes_key"}) {
        CHECK(refused_key({{key, ""}}) == "adapters.wx." + std::string(key));
    }
    CHECK(refused_key({{"encoding_aes_key", aes.substr(1)}}) == "adapters.wx.encoding_aes_key");
    CHECK(refused_key({{"encoding_aes_key", aes + "="}}) == "adapters.wx.encoding_aes_key");
    CHECK(refused_key({{"encoding_aes_key", "!" + aes.substr(1)}}) == "adapters.wx.encoding_aes_key");
    CHECK(refused_key({{"mode", "raw"}}) == "adapters.wx.mode");
    CHECK(refused_key({{"mode", "plain"}}) == "adapters.wx.mode");  // unsigned bodies are for who said so
    CHECK(refused_key({{"mode", "plain"}, {"allow_unsigned", "false"}}) == "adapters.wx.mode");
    CHECK(refused_key({{"mode", "plain"}, {"allow_unsigned", "true"}, {"encoding_aes_key", ""}}) == "made");
}

TEST_CASE("wechat: a reply goes the whole way: received, answered, opened by WeChat") {
    tests::SeededRandom random;
    const Moment moment{now, random};
    const wechat::Envelope envelope{wechat::aes_key(aes).value(), "wx1"};
    const std::string message =
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>oWang</FromUserName><CreateTime>1767225600</CreateTime>"
        "<MsgType>text</MsgType><Content>hello</Content><MsgId>7</MsgId></xml>";
    const std::string encrypted = envelope.closed(message, "0123456789abcdef").value();
    const auto adapter = account();
    const auto inbound =
        adapter->receive(signed_post(encrypted, "<xml><Encrypt>" + encrypted + "</Encrypt></xml>"), moment);
    REQUIRE(inbound.ok());
    const Outgoing reply = saying("欢迎 <Wang> & ]]>");
    const std::string body = adapter->answer(*inbound, &reply, moment).body;

    const std::string sealed = between(body, "<Encrypt><![CDATA[", "]]>");
    CHECK(between(body, "<Nonce><![CDATA[", "]]>") == "N1");
    CHECK(between(body, "<MsgSignature><![CDATA[", "]]>") ==
          wechat::signature({"its-token", between(body, "<TimeStamp>", "<"), "N1", sealed}));
    const auto fields = wechat::read_body(envelope.opened(sealed).value());
    REQUIRE(fields.ok());
    CHECK((*fields)["ToUserName"] == "oWang");
    CHECK((*fields)["FromUserName"] == "gh_1");
    CHECK((*fields)["Content"] == "欢迎 <Wang> & ]]>");

    const std::string again = adapter->answer(*inbound, &reply, moment).body;
    CHECK(again != body);  // fresh random bytes each time
}

TEST_CASE("wechat: texts travel as UTF-8, not as escapes, and broken ones do not stop a call") {
    tests::SeededRandom random;
    const auto call = account()->compose(saying("你好"), {"T", {}}, {now, random});
    CHECK(call->body.find("你好") != std::string::npos);
    CHECK(text::valid_utf8(account()->compose(saying("a\xFFz"), {"T", {}}, {now, random})->body));
}

TEST_CASE("wechat: text and buttons together stay within 2048 bytes and keep the buttons") {
    tests::SeededRandom random;
    Outgoing outgoing = saying(std::string(2048, 'x'));
    std::get<Say>(outgoing.what).buttons = {{"Join", "t", "", 1}};
    const auto body =
        account({{"mode", "plain"}, {"allow_unsigned", "true"}})->answer({}, &outgoing, {now, random}).body;
    const std::string content = between(body, "<Content><![CDATA[", "]]>");
    CHECK(content.size() == 2048);
    CHECK(content.ends_with("x\n\n1 Join"));
}

TEST_CASE("wechat: an access token is escaped in the address") {
    tests::SeededRandom random;
    const auto call = account()->compose(saying("x"), {"a&b=c", {}}, {now, random});
    CHECK(call->url.ends_with("access_token=a%26b%3Dc"));
}

TEST_CASE("wechat: a request is good for ten minutes around its timestamp") {
    tests::SeededRandom random;
    web::Request check;
    check.url = "https://b.example.test/in/wx?timestamp=1767225600&nonce=N1&echostr=42&signature=" +
                wechat::signature({"its-token", "1767225600", "N1"});
    const auto adapter = account();
    CHECK(adapter->receive(check, {now + 10min, random})->handshake->body == "42");
    CHECK(adapter->receive(check, {now - 10min, random}).ok());
    CHECK_FALSE(adapter->receive(check, {now + 10min + 1s, random}).ok());
    CHECK_FALSE(adapter->receive(check, {now - 10min - 1s, random}).ok());
}

TEST_CASE("wechat: bodies that are too large are refused unread") {
    const std::string small = "<xml><a>" + std::string(100'000, 'x') + "</a></xml>";
    const std::string large = "<xml><a>" + std::string(200'000, 'x') + "</a></xml>";
    CHECK(wechat::read_body(small).ok());
    CHECK_FALSE(wechat::read_body(large).ok());
}

TEST_CASE("wechat: the envelope's padding is taken off as the platform puts it on") {
    const wechat::Envelope envelope{wechat::aes_key(aes).value(), "wx1"};
    for (std::size_t size = 0; size <= 70; ++size) {  // every length of padding, twice
        const std::string text(size, 'x');
        CHECK(envelope.opened(envelope.closed(text, "0123456789abcdef").value()).value() == text);
    }
}

TEST_CASE("wechat: what must not be logged is named") {
    const auto secrets = account()->platform().secrets;
    for (const std::string& secret : {std::string("its-secret"), std::string("its-token"), aes}) {
        CHECK(std::count(secrets.begin(), secrets.end(), secret) == 1);
    }
    const auto plain = account({{"mode", "plain"}, {"allow_unsigned", "true"}, {"encoding_aes_key", ""}});
    CHECK(std::count(plain->platform().secrets.begin(), plain->platform().secrets.end(), "") == 0);
}
