// The Telegram adapter: what is verified, what our messages and acts are called there, what its refusals mean.
#include "adapters/telegram/telegram.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/telegram/wire.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard {
namespace telegram {
namespace {

using nlohmann::json;

constexpr std::string_view secret_header = "X-Telegram-Bot-Api-Secret-Token";
constexpr std::size_t shortest_secret = 8, longest_secret = 256;
constexpr std::size_t caption_limit = 1024;  // UTF-16 units
constexpr std::size_t notice_limit = 200;    // of what answers a press
constexpr std::size_t link_name_limit = 32;
constexpr int poll_seconds = 50;             // the longest the server allows
constexpr Millis shortest_penalty = 31s;     // a mute or ban that ends within 30 s is for ever
constexpr Millis refused_pause = 5min;       // between two tries of a token that was refused

// Without `chat_member` in it that kind is never sent.
constexpr const char* wanted_updates[] = {"message",        "edited_message", "channel_post",     "callback_query",
                                          "my_chat_member", "chat_member",    "chat_join_request"};
constexpr const char* send_permissions[] = {
    "can_send_messages",    "can_send_audios",      "can_send_documents", "can_send_photos",
    "can_send_videos",      "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews"};

// Refusals that mean something, by a part of their description in lower case; the first that fits counts.
struct Refusal {
    int code;
    std::string_view words;
    Outcome::Kind kind;
    const char* why;
};
constexpr Refusal refusals[] = {
    {400, "message is not modified", Outcome::Kind::sent, ""},
    {400, "message to delete not found", Outcome::Kind::sent, ""},
    {400, "query is too old", Outcome::Kind::sent, ""},
    {400, "user_already_participant", Outcome::Kind::sent, ""},
    {400, "hide_requester_missing", Outcome::Kind::never, "no such request"},
    {400, "chat not found", Outcome::Kind::gone, "chat not found"},
    {400, "peer_id_invalid", Outcome::Kind::gone, "chat not found"},
    {400, "not enough rights", Outcome::Kind::never, "not enough rights"},
    {400, "chat_admin_required", Outcome::Kind::never, "not enough rights"},
    {400, "chat owner", Outcome::Kind::never, "is an administrator"},
    {400, "administrator of the chat", Outcome::Kind::never, "is an administrator"},
    {400, "only for supergroup", Outcome::Kind::never, "only in supergroups"},
    {400, "message can't be deleted", Outcome::Kind::never, "cannot be deleted"},
    {400, "message is too long", Outcome::Kind::never, "too long"},
    {400, "caption is too long", Outcome::Kind::never, "too long"},
    {400, "file is too big", Outcome::Kind::never, "file too big"},
    {400, "file_id", Outcome::Kind::never, "no such file"},
    {403, "blocked by the user", Outcome::Kind::gone, "blocked"},
    {403, "user is deactivated", Outcome::Kind::gone, "deactivated"},
    {403, "bot was kicked", Outcome::Kind::gone, "removed"},
    {403, "not a member", Outcome::Kind::gone, "removed"},
    {403, "can't initiate conversation", Outcome::Kind::gone, "not started"},
};

struct Call {  // a method of the Bot API and its parameters
    std::string method;
    json parameters = json::object();
    std::string picture;  // PNG bytes, sent as `photo`
};

std::string written(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json number_or_text(const std::string& id) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error == std::errc() && end == id.data() + id.size()) return number;
    return id;
}

std::int64_t seconds(TimePoint at) { return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count(); }

std::int64_t penalty_end(TimePoint until, TimePoint now) { return seconds(std::max(until, now + shortest_penalty)); }

json keyboard(const std::vector<OutgoingButton>& buttons) {
    json rows = json::array();
    for (const OutgoingButton& button : buttons) {  // one a row: names are whole on a small telephone
        json key = {{"text", button.label}};
        if (button.url.empty()) key["callback_data"] = button.token;
        else key["url"] = button.url;
        rows.push_back(json::array({std::move(key)}));
    }
    return {{"inline_keyboard", std::move(rows)}};
}

Call call_to(const Outgoing& outgoing, std::string method) {
    Call out;
    out.method = std::move(method);
    out.parameters["chat_id"] = number_or_text(outgoing.place.id);
    return out;
}

// A text is one call; a picture with a caption too; a picture whose text is longer than a caption is followed by it.
Call call_of(const Outgoing& outgoing, const Say& say) {
    const bool caption = text::length(say.text, TextUnit::utf16) <= caption_limit;
    const bool photo = !say.picture.empty() && outgoing.step.empty();
    Call out = call_to(outgoing, photo ? "sendPhoto" : "sendMessage");
    if (!outgoing.place.thread.empty()) out.parameters["message_thread_id"] = number_or_text(outgoing.place.thread);
    if (!outgoing.reply_to.empty()) {
        out.parameters["reply_parameters"] = {{"message_id", number_or_text(outgoing.reply_to)},
                                              {"allow_sending_without_reply", true}};
    }
    if (photo) out.picture = say.picture;
    if (photo && !caption) return out;
    if (!say.text.empty()) out.parameters[photo ? "caption" : "text"] = say.text;
    if (!say.buttons.empty()) out.parameters["reply_markup"] = keyboard(say.buttons);
    return out;
}

bool wants_text_after(const Outgoing& outgoing) {
    const Say* say = outgoing.say();
    return say != nullptr && outgoing.step.empty() && !say->picture.empty() &&
           text::length(say->text, TextUnit::utf16) > caption_limit;
}

Result<Call> call_of(const Outgoing& outgoing, const Action& action, TimePoint now) {
    using Kind = Action::Kind;
    const auto on_user = [&](const char* method) {
        Call out = call_to(outgoing, method);
        out.parameters["user_id"] = number_or_text(action.user());
        return out;
    };
    const auto restricted = [&](bool may_send) {
        Call out = on_user("restrictChatMember");
        for (const char* permission : send_permissions) out.parameters["permissions"][permission] = may_send;
        return out;
    };
    switch (action.kind()) {
        case Kind::approve: return on_user("approveChatJoinRequest");
        case Kind::decline: return on_user("declineChatJoinRequest");
        case Kind::mute: {
            Call out = restricted(false);
            if (action.until()) out.parameters["until_date"] = penalty_end(*action.until(), now);
            return out;
        }
        case Kind::unmute: return restricted(true);
        case Kind::remove:  // out, and free to come back
            if (outgoing.step.empty()) return on_user("banChatMember");
            [[fallthrough]];
        case Kind::unban: {
            Call out = on_user("unbanChatMember");
            out.parameters["only_if_banned"] = true;  // else a member would be put out
            return out;
        }
        case Kind::ban: {
            Call out = on_user("banChatMember");
            if (action.until()) out.parameters["until_date"] = penalty_end(*action.until(), now);
            return out;
        }
        case Kind::delete_message: {
            Call out = call_to(outgoing, "deleteMessage");
            out.parameters["message_id"] = number_or_text(action.message());
            return out;
        }
        case Kind::make_invite: {
            Call out = call_to(outgoing, "createChatInviteLink");
            const std::string_view name = text::beginning(action.text(), link_name_limit, TextUnit::utf16);
            if (!name.empty()) out.parameters["name"] = name;
            if (action.until()) out.parameters["expire_date"] = seconds(*action.until());
            out.parameters["creates_join_request"] = true;
            return out;
        }
        case Kind::count_members: return call_to(outgoing, "getChatMemberCount");
        case Kind::leave: return call_to(outgoing, "leaveChat");
        case Kind::download: {
            Call out;
            out.method = "getFile";
            out.parameters["file_id"] = action.text();
            return out;
        }
        case Kind::answer_press: {
            Call out;
            out.method = "answerCallbackQuery";
            out.parameters["callback_query_id"] = action.message();
            const std::string_view notice = text::beginning(action.text(), notice_limit, TextUnit::utf16);
            if (!notice.empty()) out.parameters["text"] = notice;
            return out;
        }
        case Kind::make_scene: break;
    }
    return invalid("on Telegram a link carries the ticket");
}

bool plain_path(std::string_view path) {  // of a file: "photos/file_1.jpg"
    return !path.empty() && path.front() != '/' && path.find("..") == path.npos &&
           std::all_of(path.begin(), path.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '-' || c == '.' || c == '/';
           });
}

std::string part(const std::string& boundary, const std::string& name, const std::string& more,
                 const std::string& content) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + content +
           "\r\n";
}

// --- the adapter ------------------------------------------------------------------------------------------------

class Telegram final : public Adapter {
 public:
    Telegram(std::string token, std::string secret, bool polls, std::string bot_name, std::string api)
        : token_(std::move(token)),
          secret_(std::move(secret)),
          polls_(polls),
          api_(std::move(api)),
          self_{token_.substr(0, token_.find(':')), std::move(bot_name)} {
        platform_.name = "telegram";
        platform_.bot_name = self_.name;
        platform_.can = {Ability::read_group, Ability::write,         Ability::buttons, Ability::pictures,
                         Ability::invite_link, Ability::approve,      Ability::mute,    Ability::remove,
                         Ability::ban,        Ability::delete_message, Ability::count_members, Ability::download};
        if (!self_.name.empty()) platform_.can.add(Ability::deep_link);
        platform_.text_limit = 4096;
        platform_.text_unit = TextUnit::utf16;
        platform_.account_pace = {{30, 1s}};
        platform_.chat_pace = {{3, 3s}};
        platform_.group_pace = {{3, 3s}, {20, 60s}};
        platform_.inline_deadline = polls_ ? Millis{0} : Millis{10s};
        platform_.poll_deadline = Millis{(poll_seconds + 10) * 1000};
        platform_.key_life = 48h;
        platform_.redelivers_for = 24h;
        platform_.stays = "What you wrote stays in this chat on your phone until you delete the chat in Telegram.";
        platform_.secrets = {token_};
        if (!secret_.empty()) platform_.secrets.push_back(secret_);
    }

    const Platform& platform() const override { return platform_; }

    Result<Inbound> receive(const web::Request& request, const Moment& moment) const override {
        if (polls_) return forbidden("this bot is polled and has no webhook");
        if (!crypto::same(request.headers.value(secret_header), secret_)) return forbidden("wrong or missing secret");
        if (request.method != "POST") return invalid("not a POST");
        auto event = event_in(request.body, self_, moment.now);
        if (!event) return event.error();
        Inbound out;
        out.events.emplace_back(std::move(*event));
        return out;
    }

    web::Response answer(const Inbound&, const Outgoing* reply, const Moment&) const override {
        const Say* say = reply != nullptr ? reply->say() : nullptr;
        if (say == nullptr || !say->picture.empty()) return {};
        Call call = call_of(*reply, *say);
        call.parameters["method"] = call.method;
        return {200, {{"Content-Type", "application/json"}}, written(call.parameters)};
    }

    Result<web::Request> compose(const Outgoing& outgoing, const Credential&, const Moment& moment) const override {
        if (const Say* say = outgoing.say()) return request(call_of(outgoing, *say), moment);
        const Action& action = *outgoing.action();
        if (action.kind() == Action::Kind::download && !outgoing.step.empty()) {
            web::Request out;
            out.url = api_ + "/file/bot" + token_ + "/" + outgoing.step;
            return out;
        }
        auto call = call_of(outgoing, action, moment.now);
        if (!call) return call.error();
        return request(*call, moment);
    }

    Outcome confirm(const Outgoing& outgoing, const web::Response& response) const override {
        const Action* action = outgoing.action();
        const bool download = action != nullptr && action->kind() == Action::Kind::download;
        if (download && !outgoing.step.empty()) {  // the file's server answers with bytes, not with JSON
            if (response.status == 404) return Outcome::never("no such file");
            if (response.status != 200) return Outcome::again();
            Facts facts;
            facts.file = response.body;
            return Outcome::sent(std::move(facts));
        }
        const Answer answer = answer_in(response.body);
        if (!answer.readable) return Outcome::again();
        if (!answer.ok) return refused(answer);
        if (download) {
            return plain_path(answer.file_path) ? Outcome::then(answer.file_path) : Outcome::never("no such file");
        }
        if (action != nullptr && action->kind() == Action::Kind::remove && outgoing.step.empty()) {
            return Outcome::then("unban");
        }
        if (wants_text_after(outgoing)) return Outcome::then("text");
        Facts facts;
        facts.message_id = answer.message_id;
        facts.link = answer.invite_link;
        if (action != nullptr && action->kind() == Action::Kind::count_members) facts.members = answer.number;
        return Outcome::sent(std::move(facts));
    }

    std::optional<web::Request> poll(std::string_view cursor, const Credential&) const override {
        if (!polls_) return std::nullopt;
        Call call;
        call.method = "getUpdates";
        if (!cursor.empty()) call.parameters["offset"] = number_or_text(std::string(cursor));
        call.parameters["limit"] = 100;
        call.parameters["timeout"] = poll_seconds;
        call.parameters["allowed_updates"] = wanted_updates;
        return request(call);
    }

    Result<Inbound> polled(const web::Response& response, const Moment& moment) const override {
        auto updates = updates_in(response.body, self_, moment.now);
        if (!updates) return updates.error();
        Inbound out;
        for (Event& event : updates->events) out.events.emplace_back(std::move(event));
        out.cursor = std::move(updates->next);
        return out;
    }

    std::vector<web::Request> introduce(std::string_view webhook, const std::vector<MenuEntry>& menu,
                                        const Credential&) const override {
        std::vector<web::Request> out;
        if (polls_) {
            Call call;
            call.method = "deleteWebhook";
            out.push_back(request(call));
        } else if (!webhook.empty()) {
            Call call;
            call.method = "setWebhook";
            call.parameters["url"] = webhook;
            call.parameters["secret_token"] = secret_;
            call.parameters["allowed_updates"] = wanted_updates;
            call.parameters["max_connections"] = 40;
            out.push_back(request(call));
        }
        std::set<std::string> languages;
        for (const MenuEntry& entry : menu) {
            for (const auto& [language, words] : entry.description) languages.insert(language);
        }
        if (languages.contains("en")) out.push_back(commands(menu, "en", false));  // for every other language
        for (const std::string& language : languages) out.push_back(commands(menu, language, true));
        return out;
    }

    std::optional<std::string> invite(const Ticket& ticket) const override {
        std::string payload = "g" + ticket.number;
        if (!ticket.tag.empty()) payload += "-" + ticket.tag;
        auto link = deep_link(self_.name, "start", payload);
        if (!link) return std::nullopt;
        return std::move(*link);
    }

 private:
    web::Request commands(const std::vector<MenuEntry>& menu, const std::string& language, bool only) const {
        Call call;
        call.method = "setMyCommands";
        call.parameters["commands"] = json::array();
        for (const MenuEntry& entry : menu) {
            const auto words = entry.description.find(language);
            if (words == entry.description.end()) continue;
            call.parameters["commands"].push_back({{"command", entry.command}, {"description", words->second}});
        }
        if (only) call.parameters["language_code"] = language;
        return request(call);
    }

    web::Request request(const Call& call) const {
        web::Request out;
        out.method = "POST";
        out.url = api_ + "/bot" + token_ + "/" + call.method;
        out.headers = {{"Content-Type", "application/json"}};
        out.body = written(call.parameters);
        return out;
    }

    web::Request request(const Call& call, const Moment& moment) const {
        if (call.picture.empty()) return request(call);
        web::Request out = request(call);
        const std::string boundary = "noticeboard-" + crypto::hex(moment.random.bytes(16));
        out.headers = {{"Content-Type", "multipart/form-data; boundary=" + boundary}};
        out.body.clear();
        for (const auto& [name, value] : call.parameters.items()) {
            out.body += part(boundary, name, "", value.is_string() ? value.get<std::string>() : written(value));
        }
        out.body += part(boundary, "photo", "; filename=\"picture.png\"\r\nContent-Type: image/png", call.picture);
        out.body += "--" + boundary + "--\r\n";
        return out;
    }

    static Outcome refused(const Answer& answer) {
        if (!answer.migrate_to.empty()) return Outcome::moved(answer.migrate_to);
        if (answer.code == 429) return Outcome::again(answer.retry_after);
        if (answer.code == 401 || answer.code == 404) return Outcome::pause("token refused", refused_pause);
        if (answer.code >= 500 || answer.code == 0) return Outcome::again();
        for (const Refusal& refusal : refusals) {
            if (refusal.code != answer.code || answer.description.find(refusal.words) == std::string::npos) continue;
            if (refusal.kind == Outcome::Kind::sent) return Outcome::sent();
            if (refusal.kind == Outcome::Kind::gone) return Outcome::gone(refusal.why);
            return Outcome::never(refusal.why);
        }
        return Outcome::never("refused " + std::to_string(answer.code));
    }

    std::string token_, secret_;
    bool polls_;
    std::string api_;
    Self self_;
    Platform platform_;
};

bool plain_secret(std::string_view secret) {
    return std::all_of(secret.begin(), secret.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

}  // namespace
}  // namespace telegram

Result<std::unique_ptr<Adapter>> make_telegram(const AdapterSettings& settings) {
    const std::string here = "adapters." + settings.name + ".";
    const std::string token(settings.key("token"));
    const std::size_t colon = token.find(':');
    const std::string_view digits = std::string_view(token).substr(0, std::min(colon, token.size()));
    const bool numbered = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    if (colon == token.npos || !numbered || colon + 1 == token.size() ||
        !telegram::plain_secret(std::string_view(token).substr(colon + 1))) {
        return invalid(here + "token is not a token as BotFather gives it");
    }
    const std::string_view mode = settings.key("mode");
    if (!mode.empty() && mode != "webhook" && mode != "polling") return invalid(here + "mode is neither webhook nor polling");
    const bool polls = mode == "polling";
    const std::string secret(settings.key("secret_token"));
    const bool fits = secret.size() >= telegram::shortest_secret && secret.size() <= telegram::longest_secret &&
                      telegram::plain_secret(secret);
    if (!polls && !fits) return invalid(here + "secret_token has not 8 to 256 characters A-Z a-z 0-9 _ -");
    std::string api(settings.key("api").empty() ? "https://api.telegram.org" : settings.key("api"));
    while (api.ends_with('/')) api.pop_back();
    return std::unique_ptr<Adapter>(std::make_unique<telegram::Telegram>(
        token, polls ? std::string() : secret, polls, std::string(settings.key("bot_name")), std::move(api)));
}

}  // namespace noticeboard
