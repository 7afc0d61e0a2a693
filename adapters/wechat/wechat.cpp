// The WeChat adapter: what is verified, how replies and customer messages are written, what its error codes mean.
#include "adapters/wechat/wechat.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/wechat/wire.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"
#include "bot/model/voice.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard {
namespace wechat {
namespace {

using nlohmann::json;

constexpr std::size_t longest_text = 2048;     // bytes, of a passive reply and of a customer message
constexpr std::size_t room_for_buttons = 512;  // of these; buttons are lines of the text
constexpr auto freshest = 10min;               // between a request's signed timestamp and our clock
constexpr auto longest_scene = std::chrono::hours(24 * 30);
constexpr std::int64_t shortest_scene = 60;  // seconds

struct Refusal {
    std::int64_t code;
    Outcome::Kind kind;
    const char* why;
    Millis after{0};
    bool account = false;
};
constexpr Refusal refusals[] = {
    {-1, Outcome::Kind::again, "busy"},
    {40001, Outcome::Kind::renew, ""},
    {40014, Outcome::Kind::renew, ""},
    {41001, Outcome::Kind::renew, ""},
    {42001, Outcome::Kind::renew, ""},
    {40164, Outcome::Kind::again, "address not on the allow list", 5min, true},
    {45009, Outcome::Kind::again, "daily quota", 10min},
    {45011, Outcome::Kind::again, "too frequent", 1min, true},
    {45015, Outcome::Kind::shut, "window"},
    {45047, Outcome::Kind::shut, "window"},
    {40003, Outcome::Kind::gone, "no such person"},
    {43004, Outcome::Kind::gone, "not a follower"},
    {43019, Outcome::Kind::gone, "on the black list"},
    {48002, Outcome::Kind::gone, "refuses messages"},
    {48001, Outcome::Kind::never, "not authorised"},
    {45002, Outcome::Kind::never, "too long"},
    {44004, Outcome::Kind::never, "empty"},
    {40007, Outcome::Kind::never, "no such file"},
};

enum class Mode { plain, compatible, safe };

std::string written(const json& value) {  // WeChat shows \u escapes as they stand: real UTF-8
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// WeChat has no buttons: numbered lines, which she answers by their number, and links.
std::string words(const Say& say) {
    std::string lines;
    for (const OutgoingButton& button : say.buttons) {
        lines += "\n";
        if (!button.url.empty())
            lines += button.label + ": " + button.url;
        else
            lines += std::to_string(button.number) + " " + button.label;
    }
    if (!lines.empty() && !say.text.empty()) lines.insert(0, "\n");
    if (say.text.empty() && !lines.empty()) lines.erase(0, 1);
    lines = text::beginning(lines, longest_text, TextUnit::bytes);
    return std::string(text::beginning(say.text, longest_text - lines.size(), TextUnit::bytes)) + lines;
}

const std::string& person_of(const Outgoing& outgoing) {
    return outgoing.to.empty() ? outgoing.place.id : outgoing.to;
}

// A picture or voice takes three calls: the text, the upload, and the message that names what was uploaded.
constexpr std::string_view upload_step = "upload";  // then "image MEDIA" or "voice MEDIA"

bool uploads(const Outgoing& outgoing, const Say& say) {
    if (outgoing.step == upload_step) return true;
    return outgoing.step.empty() && !say.is_text() && words(say).empty();
}

bool was_refused(const Answer& answer) {
    return !answer.readable || answer.errcode != 0;
}

Outcome refused(const Answer& answer) {
    if (!answer.readable) return Outcome::again();
    for (const Refusal& refusal : refusals) {
        if (refusal.code != answer.errcode) continue;
        if (refusal.kind == Outcome::Kind::renew) return Outcome::renew();
        Outcome out;
        out.kind = refusal.kind;
        out.why = refusal.why;
        out.after = refusal.after;
        out.account = refusal.account;
        return out;
    }
    return Outcome::never("refused " + std::to_string(answer.errcode));
}

std::string envelope_of(const Delivery& to) {
    return written({{"json", to.json}, {"person", to.person}, {"account", to.account}, {"nonce", to.nonce}});
}

Delivery delivery_in(std::string_view envelope) {
    const json read = json::parse(envelope, nullptr, false);
    if (read.is_discarded()) return {};
    return {read.value("json", false), read.value("person", ""), read.value("account", ""), read.value("nonce", "")};
}

// --- the adapter ------------------------------------------------------------------------------------------------

class WeChat final : public Adapter {
 public:
    struct Keys {
        std::string app_id, app_secret, token, encoding_aes_key, original_id, api;
        Mode mode = Mode::safe;
        Envelope envelope;
    };

    explicit WeChat(Keys keys) : keys_(std::move(keys)) {
        platform_.name = "wechat";
        platform_.can = {Ability::pictures, Ability::deep_link, Ability::download};
        platform_.text_limit = longest_text - room_for_buttons;
        platform_.text_unit = TextUnit::bytes;
        platform_.account_pace = {{100, 1s}};
        platform_.chat_pace = {{5, 2s}};
        platform_.windows = {{"message", 5, 48h}, {"scan", 3, 1min}};
        platform_.inline_deadline = 5s;
        platform_.key_life = 48h;
        platform_.redelivers_for = 15s;
        platform_.stays = "What you wrote stays in this talk on your phone until you delete the talk in WeChat.";
        platform_.body_limit = 128 * 1024;
        platform_.voices = {"audio/amr", "audio/mpeg"}, platform_.voice_length = 60s;
        platform_.secrets = {keys_.app_secret, keys_.token};
        if (!keys_.encoding_aes_key.empty()) platform_.secrets.push_back(keys_.encoding_aes_key);
    }

    const Platform& platform() const override { return platform_; }

    Result<Inbound> receive(const web::Request& request, const Moment& moment) const override {
        const std::string timestamp = request.query("timestamp").value_or("");
        const std::string nonce = request.query("nonce").value_or("");
        if (timestamp.empty() || nonce.empty()) return forbidden("not signed");
        if (!is_fresh(timestamp, moment)) return forbidden("stale");
        if (request.method == "GET") return checked_address(request, timestamp, nonce);
        if (request.method != "POST") return forbidden("neither GET nor POST");

        auto body = keys_.mode == Mode::plain ? unsigned_body(request, timestamp, nonce)
                                              : decrypted_body(request, timestamp, nonce);
        if (!body) return body.error();
        if (!keys_.original_id.empty() && (*body)["ToUserName"] != keys_.original_id) {
            return forbidden("for another account");
        }
        auto event = event_in(*body);
        if (!event) return event.error();
        Inbound out;
        out.events.emplace_back(std::move(*event));
        out.envelope = envelope_of({body->json, (*body)["FromUserName"], (*body)["ToUserName"], nonce});
        return out;
    }

    web::Response answer(const Inbound& inbound, const Outgoing* reply, const Moment& moment) const override {
        const Say* say = reply != nullptr ? reply->say() : nullptr;
        if (say == nullptr || !say->is_text()) return {200, {{"Content-Type", "text/plain"}}, "success"};
        const Delivery to = delivery_in(inbound.envelope);
        std::string body = passive_text(to, words(*say), moment.now);
        if (keys_.mode != Mode::plain) {
            const std::string timestamp =
                std::to_string(std::chrono::floor<std::chrono::seconds>(moment.now.time_since_epoch()).count());
            // Sixteen letters and digits, as the vendor's own code has them.
            const auto closed = keys_.envelope.closed(body, crypto::hex(moment.random.bytes(8)));
            if (!closed) return {200, {{"Content-Type", "text/plain"}}, "success"};
            body = passive_envelope(to, *closed, signature({keys_.token, timestamp, to.nonce, *closed}), timestamp);
        }
        return {200, {{"Content-Type", to.json ? "application/json" : "text/xml; charset=utf-8"}}, std::move(body)};
    }

    Result<web::Request> compose(const Outgoing& outgoing, const Credential& credential,
                                 const Moment& moment) const override {
        if (const Say* say = outgoing.say()) return say_call(outgoing, *say, credential, moment);
        const Action& action = *outgoing.action();
        if (action.kind() == Action::Kind::make_scene) return scene_call(action, credential, moment);
        if (action.kind() == Action::Kind::download) {
            web::Request out;
            out.url = address("/cgi-bin/media/get", credential) + "&media_id=" + web::percent_encoded(action.text());
            return out;
        }
        return invalid("WeChat has no groups and no buttons");
    }

    Outcome confirm(const Outgoing& outgoing, const web::Response& response) const override {
        const Action* action = outgoing.action();
        if (action != nullptr && action->kind() == Action::Kind::download) return downloaded(response);
        const Answer answer = answer_in(response.body);
        if (was_refused(answer)) return refused(answer);
        Facts facts;
        if (action != nullptr) {
            if (answer.url.empty()) return Outcome::never("no link");
            facts.link = answer.url;
            return Outcome::sent(std::move(facts));
        }
        const Say& say = *outgoing.say();
        if (uploads(outgoing, say)) {
            if (answer.media_id.empty()) return Outcome::never("not uploaded");
            return Outcome::then((say.picture.empty() ? "voice " : "image ") + answer.media_id);
        }
        if (outgoing.step.empty() && !say.is_text()) return Outcome::then(std::string(upload_step));
        return Outcome::sent();
    }

    std::optional<web::Request> renew(const Moment&) const override {
        return post(keys_.api + "/cgi-bin/stable_token", {{"grant_type", "client_credential"},
                                                          {"appid", keys_.app_id},
                                                          {"secret", keys_.app_secret},
                                                          {"force_refresh", false}});
    }

    Result<Credential> renewed(const web::Response& response, const Moment& moment) const override {
        const Answer answer = answer_in(response.body);
        if (!answer.readable || answer.errcode == -1 || answer.errcode == 45009 || answer.errcode == 45011) {
            return passing("no token now");
        }
        if (answer.errcode != 0) return forbidden("no token: refused " + std::to_string(answer.errcode));
        if (answer.access_token.empty() || answer.expires_in <= 0) return passing("no token in the answer");
        const std::int64_t seconds = std::min<std::int64_t>(answer.expires_in, 7200);
        return Credential{answer.access_token, moment.now + std::chrono::seconds(seconds)};
    }

 private:
    // --- verifying

    bool is_signed(const web::Request& request, const std::string& timestamp, const std::string& nonce) const {
        return crypto::same(request.query("signature").value_or(""), signature({keys_.token, timestamp, nonce}));
    }

    // The signature sorts what it covers, so timestamp and nonce could be exchanged; then this refuses them.
    static bool is_fresh(std::string_view timestamp, const Moment& moment) {
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
        if (error != std::errc() || end != timestamp.data() + timestamp.size()) return false;
        const std::int64_t now = std::chrono::floor<std::chrono::seconds>(moment.now.time_since_epoch()).count();
        const std::int64_t most = std::chrono::seconds(freshest).count();
        return seconds >= now - most && seconds <= now + most;
    }

    Result<Inbound> checked_address(const web::Request& request, const std::string& timestamp,
                                    const std::string& nonce) const {
        if (!is_signed(request, timestamp, nonce)) return forbidden("wrong signature");
        Inbound out;
        out.handshake = web::Response{200, {{"Content-Type", "text/plain"}}, request.query("echostr").value_or("")};
        return out;
    }

    Result<Body> unsigned_body(const web::Request& request, const std::string& timestamp,
                               const std::string& nonce) const {
        if (!is_signed(request, timestamp, nonce)) return forbidden("wrong signature");
        return read_body(request.body);
    }

    // Only msg_signature covers the body. Whatever stands beside <Encrypt>, compatible mode's plain copy, is not read.
    Result<Body> decrypted_body(const web::Request& request, const std::string& timestamp,
                                const std::string& nonce) const {
        const std::string given = request.query("msg_signature").value_or("");
        if (request.query("encrypt_type").value_or("") != "aes" || given.empty()) return forbidden("not encrypted");
        const auto outer = read_body(request.body);
        if (!outer) return forbidden("no envelope");
        const std::string& encrypted = (*outer)["Encrypt"];
        if (encrypted.empty()) return forbidden("no envelope");
        if (!crypto::same(given, signature({keys_.token, timestamp, nonce, encrypted}))) {
            return forbidden("wrong signature");
        }
        const auto opened = keys_.envelope.opened(encrypted);
        if (!opened) return opened.error();
        return read_body(*opened);
    }

    // --- calling

    std::string address(std::string_view path, const Credential& credential) const {
        return keys_.api + std::string(path) + "?access_token=" + web::percent_encoded(credential.token);
    }

    static web::Request post(std::string url, const json& body) {
        web::Request out;
        out.method = "POST";
        out.url = std::move(url);
        out.headers = {{"Content-Type", "application/json"}};
        out.body = written(body);
        return out;
    }

    Result<web::Request> say_call(const Outgoing& outgoing, const Say& say, const Credential& credential,
                                  const Moment& moment) const {
        if (uploads(outgoing, say)) return upload(say, credential, moment);
        json message = {{"touser", person_of(outgoing)}};
        if (const std::size_t space = outgoing.step.find(' '); space != std::string::npos) {
            const std::string kind = outgoing.step.substr(0, space);
            message["msgtype"] = kind;
            message[kind] = {{"media_id", outgoing.step.substr(space + 1)}};
        } else {
            message["msgtype"] = "text";
            message["text"] = {{"content", words(say)}};
        }
        return post(address("/cgi-bin/message/custom/send", credential), message);
    }

    web::Request upload(const Say& say, const Credential& credential, const Moment& moment) const {
        const bool picture = say.voice.empty();
        const VoiceKind kind = voice_kind(say.voice);
        const std::string name = picture ? "picture.png" : "voice." + std::string(kind.ending);
        const std::string mime = picture ? "image/png" : std::string(kind.mime);
        const std::string boundary = "noticeboard-" + crypto::hex(moment.random.bytes(16));
        web::Request out;
        out.method = "POST";
        out.url = address("/cgi-bin/media/upload", credential) + (picture ? "&type=image" : "&type=voice");
        out.headers = {{"Content-Type", "multipart/form-data; boundary=" + boundary}};
        out.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + name +
                   "\"\r\nContent-Type: " + mime + "\r\n\r\n" + (picture ? say.picture : say.voice) + "\r\n--" +
                   boundary + "--\r\n";
        return out;
    }

    Result<web::Request> scene_call(const Action& action, const Credential& credential, const Moment& moment) const {
        if (action.text().empty() || action.text().size() > 64) return invalid("a scene has 1 to 64 characters");
        json call = {{"action_info", {{"scene", {{"scene_str", action.text()}}}}}};
        if (action.until()) {
            const Millis left =
                std::clamp(*action.until() - moment.now, Millis(shortest_scene * 1000), Millis(longest_scene));
            call["action_name"] = "QR_STR_SCENE";
            call["expire_seconds"] = left.count() / 1000;
        } else {
            call["action_name"] = "QR_LIMIT_STR_SCENE";
        }
        return post(address("/cgi-bin/qrcode/create", credential), call);
    }

    static Outcome downloaded(const web::Response& response) {
        if (response.status >= 500) return Outcome::again();
        const std::string_view type = response.headers.value("Content-Type");
        if (type.starts_with("application/json") || type.starts_with("text/plain")) {  // errors come as JSON
            const Answer answer = answer_in(response.body);
            return was_refused(answer) ? refused(answer) : Outcome::never("no file");
        }
        if (response.status != 200 || response.body.empty()) return Outcome::never("no file");
        Facts facts;
        facts.file = response.body;
        return Outcome::sent(std::move(facts));
    }

    Keys keys_;
    Platform platform_;
};

}  // namespace
}  // namespace wechat

Result<std::unique_ptr<Adapter>> make_wechat(const AdapterSettings& settings) {
    using wechat::Mode;
    const std::string here = "adapters." + settings.name + ".";
    wechat::WeChat::Keys keys;
    struct Needed {
        const char* name;
        std::string* to;
    };
    for (const auto& [name, to] :
         {Needed{"app_id", &keys.app_id}, Needed{"app_secret", &keys.app_secret}, Needed{"token", &keys.token}}) {
        *to = settings.key(name);
        if (to->empty()) return invalid(here + name + " is empty");
    }
    keys.original_id = settings.key("original_id");
    const std::string_view mode = settings.key("mode");
    if (mode == "plain")
        keys.mode = Mode::plain;
    else if (mode == "compatible")
        keys.mode = Mode::compatible;
    else if (!mode.empty() && mode != "safe")
        return invalid(here + "mode is none of safe, compatible, plain");
    if (keys.mode == Mode::plain) {
        if (settings.key("allow_unsigned") != "true") {
            return invalid(here + "mode is plain, which signs no message: set allow_unsigned to true, or mode to safe");
        }
    } else {
        keys.encoding_aes_key = settings.key("encoding_aes_key");
        auto key = wechat::aes_key(keys.encoding_aes_key);
        if (!key) return invalid(here + "encoding_aes_key " + key.error().message);
        keys.envelope = {std::move(*key), keys.app_id};
    }
    keys.api = settings.key("api").empty() ? "https://api.weixin.qq.com" : settings.key("api");
    while (keys.api.ends_with('/')) keys.api.pop_back();
    return std::unique_ptr<Adapter>(std::make_unique<wechat::WeChat>(std::move(keys)));
}

}  // namespace noticeboard
