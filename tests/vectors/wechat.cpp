// What the runner must know of WeChat: modes, signatures, the envelope, and forgeries that carry a valid signature.
#include <doctest/doctest.h>

#include "adapters/wechat/wire.hpp"
#include "bot/crypto/cipher.hpp"
#include "bot/crypto/encoding.hpp"
#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {
namespace {

bool is_encrypted(const web::Request& request) {
    return request.query("encrypt_type") == "aes";
}

wechat::Envelope envelope_of(const json& settings) {
    return {wechat::aes_key(settings.at("encoding_aes_key").get<std::string>()).value(), settings.at("app_id")};
}

std::string query_of(const json& settings, const std::string& timestamp, const std::string& nonce) {
    return "?signature=" + wechat::signature({settings.at("token").get<std::string>(), timestamp, nonce}) +
           "&timestamp=" + timestamp + "&nonce=" + nonce + "&openid=oTried";
}

// A request around a ciphertext, signed as only the holder of the token can.
web::Request sealed_request(const json& settings, const std::string& encrypted, const std::string& timestamp,
                            const std::string& nonce) {
    web::Request out;
    out.method = "POST";
    out.url = "https://bot.example.test/in/tried" + query_of(settings, timestamp, nonce) +
              "&encrypt_type=aes&msg_signature=" +
              wechat::signature({settings.at("token").get<std::string>(), timestamp, nonce, encrypted});
    out.headers = {{"Content-Type", "text/xml"}};
    out.body = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>";
    return out;
}

class WeChatBench final : public Bench {
 public:
    std::string type() const override { return "wechat"; }

    json settings(const json& config, const std::string& kind) const override {
        json out = {{"app_id", config.at("appid")},
                    {"app_secret", "made-up-app-secret"},
                    {"token", config.at("token")},
                    {"encoding_aes_key", config.at("encoding_aes_key")}};
        out["mode"] = kind == "message_plain" ? "plain" : kind == "message_compat" ? "compatible" : "safe";
        if (kind == "message_plain") out["allow_unsigned"] = "true";
        return out;
    }

    std::vector<Proof> proofs(const web::Request& request) const override {
        using enum Proof::In;
        if (is_encrypted(request)) {
            return {{query, "msg_signature"}, {query, "timestamp"}, {query, "nonce"}, {query, "encrypt_type"}};
        }
        return {{query, "signature"}, {query, "timestamp"}, {query, "nonce"}};
    }
    bool covers_body(const web::Request& request) const override { return is_encrypted(request); }

    std::vector<std::string> secrets(const web::Request& request) const override {
        if (is_encrypted(request)) return {"token", "encoding_aes_key", "app_id"};
        return {"token"};
    }
    std::vector<std::string> needed(const json& settings) const override {
        if (settings.value("mode", "safe") == "plain") return {"app_id", "app_secret", "token"};
        return {"app_id", "app_secret", "token", "encoding_aes_key"};
    }

    web::Request delivered(const json& settings, const std::string& body, TimePoint now) const override {
        const std::string timestamp = std::to_string(now.time_since_epoch() / 1s);
        const std::string nonce = "1372623149";
        if (settings.value("mode", "safe") != "plain") {
            return sealed_request(settings, envelope_of(settings).closed(body, "0123456789abcdef").value(), timestamp,
                                  nonce);
        }
        web::Request out;
        out.method = "POST";
        out.url = "https://bot.example.test/in/tried" + query_of(settings, timestamp, nonce);
        out.body = body;
        return out;
    }

    void check_extract(const Event& event, const json& expected) const override {
        std::map<std::string, std::string> got = {{"FromUserName", event.from.id}, {"MsgId", event.message_id}};
        got["CreateTime"] = std::to_string(event.at.time_since_epoch() / 1s);
        if (const auto* message = std::get_if<Message>(&event.what)) {
            got["Content"] = message->text;
            if (!message->attachments.empty()) {
                got["MediaId"] = message->attachments.front().id;
                got["Format"] = message->attachments.front().mime.substr(std::string("audio/").size());
            }
            if (message->location) got["Label"] = message->location->label;
            if (message->location && expected.contains("Location_X")) {
                CHECK(message->location->latitude ==
                      doctest::Approx(std::stod(expected["Location_X"].get<std::string>())));
                CHECK(message->location->longitude ==
                      doctest::Approx(std::stod(expected["Location_Y"].get<std::string>())));
            }
        }
        if (const auto* opened = std::get_if<Opened>(&event.what)) {
            got["EventKey"] = (expected.at("Event") == "subscribe" ? "qrscene_" : "") + opened->ticket;
        }
        for (const auto& [name, value] : expected.items()) {
            if (got.contains(name)) CHECK_MESSAGE(got[name] == value, name);
        }
    }

    bool special(const json& one) const override {
        const std::string kind = one.at("kind");
        const json& request = one.at("request");
        const json& expected = one.at("expect");
        const json config = settings(one.at("config"), kind);
        const wechat::Envelope envelope = envelope_of(config);
        if (kind == "raw_decrypt") {
            CHECK(envelope.opened(request.at("encrypt").get<std::string>()).value() == expected.at("plaintext"));
            return true;
        }
        if (kind != "reply_encrypt") return false;
        const std::string timestamp = request.at("timestamp"), nonce = request.at("nonce");
        const std::string closed =
            envelope.closed(request.at("plaintext").get<std::string>(), request.at("random16").get<std::string>())
                .value();
        CHECK(closed == expected.at("Encrypt"));
        const std::string sign = wechat::signature({config.at("token").get<std::string>(), timestamp, nonce, closed});
        CHECK(sign == expected.at("MsgSignature"));
        if (expected.contains("response_body")) {
            CHECK(wechat::passive_envelope({false, "", "", nonce}, closed, sign, timestamp) ==
                  expected["response_body"]);
        }
        return true;
    }

    void forgeries(const json& settings, const web::Request& genuine, TimePoint now) const override {
        const auto adapter = made(*this, settings);
        SeededRandom random;
        const auto refuses = [&](const web::Request& forged) {
            const auto inbound = adapter->receive(forged, {now, random});
            REQUIRE_FALSE(inbound.ok());
            CHECK(inbound.error().kind == Error::Kind::forbidden);
        };
        const std::string timestamp = *genuine.query("timestamp"), nonce = *genuine.query("nonce");
        web::Request exchanged = genuine;  // the signature sorts its parts: it still fits
        exchanged.url = "https://bot.example.test/in/tried?timestamp=" + nonce + "&nonce=" + timestamp;
        for (const char* name : {"signature", "echostr", "encrypt_type", "msg_signature"}) {
            if (const auto value = genuine.query(name)) exchanged.url += "&" + std::string(name) + "=" + *value;
        }
        refuses(exchanged);
        CHECK_FALSE(adapter->receive(genuine, {now + 1h, random}).ok());  // V13: an old one again
        CHECK_FALSE(adapter->receive(genuine, {now - 1h, random}).ok());
        if (genuine.method != "POST" || !is_encrypted(genuine)) return;

        web::Request plain = genuine;  // V1: a plain body, with a signature of which only the body is not part
        plain.url = "https://bot.example.test/in/tried" + query_of(settings, timestamp, nonce);
        plain.body =
            "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1767225600</CreateTime>"
            "<MsgType>text</MsgType><Content>let me in</Content><MsgId>1</MsgId></xml>";
        refuses(plain);
        plain.url += "&encrypt_type=raw";
        refuses(plain);
        plain.url = genuine.url;  // and with the signature of another body
        refuses(plain);

        const wechat::Envelope right = envelope_of(settings);
        const auto seal = [&](const std::string& encrypted) {
            return sealed_request(settings, encrypted, timestamp, nonce);
        };
        const std::string message = "<xml><ToUserName>" + settings.value("original_id", "gh_1") +
                                    "</ToUserName><FromUserName>o1</FromUserName><CreateTime>1767225600</CreateTime>"
                                    "<MsgType>text</MsgType><Content>hello</Content><MsgId>1</MsgId></xml>";
        const std::string closed = right.closed(message, "0123456789abcdef").value();
        REQUIRE(adapter->receive(seal(closed), {now, random}).ok());  // the control: what follows differs in one thing
        wechat::Envelope other = right;
        other.receiver += "0";
        refuses(seal(other.closed(message, "0123456789abcdef").value()));
        other = right;
        other.key[0] = static_cast<char>(other.key[0] ^ 1);
        refuses(seal(other.closed(message, "0123456789abcdef").value()));
        const std::string cipher = crypto::base64_decoded(closed).value();
        for (std::size_t size = 0; size < cipher.size(); ++size) refuses(seal(crypto::base64(cipher.substr(0, size))));
        const auto padded = [&](const std::string& padding) {  // the same message, with padding of our own
            std::string text = "0123456789abcdef";
            for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(message.size() >> shift);
            text += message + right.receiver + padding;
            return seal(crypto::base64(crypto::aes_cbc_encrypted(right.key, right.key.substr(0, 16), text).value()));
        };
        const std::size_t room = 32 - (20 + message.size() + right.receiver.size()) % 32;
        const char pad = static_cast<char>(room);
        REQUIRE(room > 1);
        REQUIRE(adapter->receive(padded(std::string(room, pad)), {now, random}).ok());  // the control again
        refuses(padded('x' + std::string(room - 1, pad)));
        refuses(padded(std::string(room, '\0')));
        refuses(padded(std::string(room, static_cast<char>(33))));
        refuses(padded(std::string(room - 1, pad) + '\x01'));
        refuses(seal(""));
        refuses(seal("not base64!"));
    }
};

}  // namespace

const Bench& wechat_bench() {
    static const WeChatBench bench;
    return bench;
}

}  // namespace noticeboard::tests
