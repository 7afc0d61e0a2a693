// WeChatCloud: see wechat_cloud.hpp.
#include "tests/fakes/wechat_cloud.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <future>
#include <nlohmann/json.hpp>

#include "adapters/wechat/wire.hpp"

namespace noticeboard::fakes {
namespace {

using nlohmann::json;

constexpr std::string_view api_prefix = "/cgi-bin/";
constexpr int tries = 3;

web::Response said_no(int code, const std::string& words) {
    return {200, {{"Content-Type", "application/json"}}, json{{"errcode", code}, {"errmsg", words}}.dump()};
}

web::Response said_yes(json more = json::object()) {
    return {200, {{"Content-Type", "application/json"}}, more.dump()};
}

std::string signed_query(const WeChatCloud::Account& account, const std::string& timestamp, const std::string& nonce) {
    return "?signature=" + wechat::signature({account.token, timestamp, nonce}) + "&timestamp=" + timestamp +
           "&nonce=" + nonce;
}

wechat::Envelope envelope_of(const WeChatCloud::Account& account) {
    return {wechat::aes_key(account.encoding_aes_key).value(), account.app_id};
}

std::string field(const std::string& name, const std::string& text) {
    return "<" + name + "><![CDATA[" + text + "]]></" + name + ">";
}

std::int64_t now() {
    return std::chrono::system_clock::now().time_since_epoch() / 1s;
}

}  // namespace

WeChatCloud::WeChatCloud(Account account, Courier::Habits habits)
    : account_(std::move(account)), clock_(now()), courier_(habits) {}

WeChatCloud::~WeChatCloud() {
    stop();
}

bool WeChatCloud::set_webhook(const std::string& url) {
    {
        const std::lock_guard lock(mutex_);
        webhook_ = url;
    }
    const auto answered = std::make_shared<std::promise<std::string>>();
    auto answer = answered->get_future();
    Parcel parcel;
    parcel.chat = "console";
    parcel.tries = 1;
    parcel.request = [this, url] {
        web::Request out;
        out.url = url + signed_query(account_, std::to_string(now() + passed_), "1372623149") +
                  "&echostr=5838479218127813673";
        return out;
    };
    parcel.delivered = [answered](const web::Response& response) { answered->set_value(response.body); };
    courier_.send(std::move(parcel));
    courier_.wait_idle();
    return answer.wait_for(0s) == std::future_status::ready && answer.get() == "5838479218127813673";
}

// --- what people do ---------------------------------------------------------------------------------------------

void WeChatCloud::says(const std::string& openid, const std::string& text) {
    open_window(openid, 5);
    deliver(openid, field("MsgType", "text") + field("Content", text) + "<MsgId>" + next_id() + "</MsgId>");
}

void WeChatCloud::sends_picture(const std::string& openid, std::string bytes) {
    sends_file(openid, field("MsgType", "image"), std::move(bytes));
}

void WeChatCloud::sends_voice(const std::string& openid, std::string bytes) {
    sends_file(openid, field("MsgType", "voice") + field("Format", "amr"), std::move(bytes));
}

void WeChatCloud::sends_file(const std::string& openid, const std::string& kind, std::string bytes) {
    const std::string id = "media_" + next_id();
    {
        const std::lock_guard lock(mutex_);
        media_[id] = std::move(bytes);
    }
    open_window(openid, 5);
    deliver(openid, kind + field("MediaId", id) + "<MsgId>" + next_id() + "</MsgId>");
}

void WeChatCloud::follows(const std::string& openid) {
    open_window(openid, 3);
    deliver(openid, field("MsgType", "event") + field("Event", "subscribe") + field("EventKey", ""));
}

void WeChatCloud::unfollows(const std::string& openid) {
    {
        const std::lock_guard lock(mutex_);
        followers_.erase(openid);
        windows_.erase(openid);
    }
    deliver(openid, field("MsgType", "event") + field("Event", "unsubscribe") + field("EventKey", ""));
}

void WeChatCloud::scans(const std::string& openid, const std::string& link) {
    std::string scene;
    bool follower = false;
    {
        const std::lock_guard lock(mutex_);
        scene = scenes_.at(link);
        follower = followers_.contains(openid);
    }
    open_window(openid, 3);
    deliver(openid, field("MsgType", "event") + field("Event", follower ? "SCAN" : "subscribe") +
                        field("EventKey", (follower ? "" : "qrscene_") + scene) + field("Ticket", "T"));
}

void WeChatCloud::presses_menu(const std::string& openid, const std::string& key) {
    open_window(openid, 3);
    deliver(openid, field("MsgType", "event") + field("Event", "CLICK") + field("EventKey", key));
}

// Whoever writes, follows or scans is a follower from then on.
void WeChatCloud::open_window(const std::string& openid, int messages) {
    const std::lock_guard lock(mutex_);
    followers_.insert(openid);
    windows_[openid] = std::max(windows_[openid], messages);
}

std::string WeChatCloud::next_id() {
    const std::lock_guard lock(mutex_);
    return std::to_string(7'000'000'000'000'000'000 + next_++);
}

// --- deliveries -------------------------------------------------------------------------------------------------

void WeChatCloud::deliver(const std::string& openid, const std::string& fields, int repeats) {
    const std::lock_guard lock(mutex_);
    const std::string message = "<xml>" + field("ToUserName", account_.original_id) + field("FromUserName", openid) +
                                "<CreateTime>" + std::to_string(clock_++) + "</CreateTime>" + fields + "</xml>";
    Parcel parcel;
    parcel.chat = openid;
    parcel.tries = tries;
    parcel.repeats = repeats;
    parcel.request = [this, message, openid] {
        const std::lock_guard inner(mutex_);
        const std::string timestamp = std::to_string(now() + passed_), nonce = std::to_string(1'000'000 + next_++);
        const std::string closed = envelope_of(account_).closed(message, "0123456789abcdef").value();
        web::Request out;
        out.method = "POST";
        out.url = webhook_ + signed_query(account_, timestamp, nonce) + "&openid=" + openid +
                  "&encrypt_type=aes&msg_signature=" + wechat::signature({account_.token, timestamp, nonce, closed});
        out.headers = {{"Content-Type", "text/xml"}};
        out.body = "<xml>" + field("ToUserName", account_.original_id) + field("Encrypt", closed) + "</xml>";
        return out;
    };
    parcel.delivered = [this, openid](const web::Response& response) { hear_passive(openid, response); };
    courier_.send(std::move(parcel));
}

void WeChatCloud::hear_passive(const std::string& openid, const web::Response& answer) {
    if (answer.body.empty() || answer.body == "success") return;
    const auto sealed = wechat::read_body(answer.body);
    Said said;
    said.chat = openid;
    said.inline_ = true;
    said.text = "(WeChat: the account cannot serve you at the moment)";  // what she reads when the answer is garbage
    const auto is_ours = [&] {
        return (*sealed)["MsgSignature"] ==
               wechat::signature({account_.token, (*sealed)["TimeStamp"], (*sealed)["Nonce"], (*sealed)["Encrypt"]});
    };
    if (sealed.ok() && is_ours()) {
        const auto opened = envelope_of(account_).opened((*sealed)["Encrypt"]);
        const auto body = opened.ok() ? wechat::read_body(*opened) : Result<wechat::Body>(opened.error());
        if (body.ok() && (*body)["ToUserName"] == openid) said.text = (*body)["Content"];
    }
    const std::lock_guard lock(mutex_);
    hear(std::move(said));
}

// --- the API ----------------------------------------------------------------------------------------------------

void WeChatCloud::pass(Millis time) {
    const std::lock_guard lock(mutex_);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    clock_ += seconds;
    passed_ += seconds;
}

void WeChatCloud::expire_token() {
    const std::lock_guard lock(mutex_);
    access_token_.clear();
}

std::string WeChatCloud::method_of(const web::Request& request) const {
    const std::string path = request.path();
    return path.starts_with(api_prefix) ? path.substr(api_prefix.size()) : path;
}

web::Response WeChatCloud::refusal(const Mood& mood) const {
    if (mood.refuses == 429) return said_no(45011, "api minute-quota reach limit");
    return {mood.refuses, {{"Content-Type", "text/html"}}, "<html>refused</html>"};
}

web::Response WeChatCloud::perform(Call& call, Lock& lock) {
    if (call.method == "message/custom/send") {
        lock.unlock();
        courier_.let_finish(json::parse(call.request.body, nullptr, false).value("touser", ""));
        lock.lock();
    }
    web::Response out = answer_to(call);
    const json read = json::parse(out.body, nullptr, false);
    call.done = out.status == 200 && (!read.is_object() || read.value("errcode", 0) == 0);
    return out;
}

web::Response WeChatCloud::answer_to(Call& call) {
    if (call.method == "stable_token") {
        const json asked = json::parse(call.request.body, nullptr, false);
        if (asked.value("appid", "") != account_.app_id) return said_no(40013, "invalid appid");
        if (asked.value("secret", "") != account_.app_secret) return said_no(40125, "invalid appsecret");
        if (access_token_.empty()) access_token_ = "ACCESS_" + std::to_string(next_++);
        return said_yes({{"access_token", access_token_}, {"expires_in", 7200}});
    }
    const std::string token = call.request.query("access_token").value_or("");
    if (token.empty()) return said_no(41001, "access_token missing");
    if (token != access_token_) return said_no(42001, "access_token expired");
    if (call.method == "message/custom/send") return send(call.request);
    if (call.method == "media/upload") {
        const std::string id = "upload_" + std::to_string(next_++);
        media_[id] = parts_of(call.request)["media"];
        return said_yes({{"type", call.request.query("type").value_or("")}, {"media_id", id}, {"created_at", now()}});
    }
    if (call.method == "media/get") {
        const auto file = media_.find(call.request.query("media_id").value_or(""));
        if (file == media_.end()) return said_no(40007, "invalid media_id");
        return {200,
                {{"Content-Type", "image/png"}, {"Content-disposition", "attachment; filename=\"picture.png\""}},
                file->second};
    }
    if (call.method == "qrcode/create") {
        const json asked = json::parse(call.request.body, nullptr, false);
        const std::string scene = asked["action_info"]["scene"].value("scene_str", "");
        if (scene.empty() || scene.size() > 64) return said_no(40053, "invalid action info");
        const std::string link = "http://weixin.qq.com/q/fake" + std::to_string(next_++);
        scenes_[link] = scene;
        return said_yes({{"ticket", "T"}, {"expire_seconds", asked.value("expire_seconds", 0)}, {"url", link}});
    }
    return said_no(40066, "invalid url");
}

web::Response WeChatCloud::send(const web::Request& request) {
    if (request.body.find("\\u") != std::string::npos) return said_no(40033, "invalid charset");
    const json asked = json::parse(request.body, nullptr, false);
    const std::string openid = asked.value("touser", "");
    if (!followers_.contains(openid)) return said_no(43004, "require subscribe");
    Said said;
    said.chat = openid;
    if (asked.value("msgtype", "") == "text") {
        said.text = asked["text"].value("content", "");
        if (said.text.empty()) return said_no(44004, "empty content");
        if (said.text.size() > 2048) return said_no(45002, "content size out of limit");
    } else if (asked.value("msgtype", "") == "image") {
        const auto file = media_.find(asked["image"].value("media_id", ""));
        if (file == media_.end()) return said_no(40007, "invalid media_id");
        said.picture = file->second;
    } else if (asked.value("msgtype", "") == "voice") {
        const auto file = media_.find(asked["voice"].value("media_id", ""));
        if (file == media_.end()) return said_no(40007, "invalid media_id");
        said.voice = file->second;
    } else {
        return said_no(40008, "invalid message type");
    }
    int& left = windows_[openid];
    if (left == 0) return said_no(45047, "out of response count limit");
    --left;
    hear(std::move(said));
    return said_no(0, "ok");
}

}  // namespace noticeboard::fakes
