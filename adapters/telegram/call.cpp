// The calls we make to the Bot API: see call.hpp.
#include "adapters/telegram/call.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bot/crypto/encoding.hpp"
#include "bot/model/voice.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::telegram {
namespace {

using nlohmann::json;

constexpr std::size_t caption_limit = 1024;  // UTF-16 units
constexpr std::size_t notice_limit = 200;    // of what answers a press
constexpr std::size_t link_name_limit = 32;
constexpr Millis shortest_penalty = 31s;  // a mute or ban that ends within 30 s is for ever
constexpr Millis refused_pause = 5min;    // between two tries of a token that was refused

// Without `chat_member` in it that kind is never sent.
constexpr const char* wanted_updates[] = {"message",        "edited_message", "channel_post",     "callback_query",
                                          "my_chat_member", "chat_member",    "chat_join_request"};
constexpr const char* send_permissions[] = {"can_send_messages",        "can_send_audios", "can_send_documents",
                                            "can_send_photos",          "can_send_videos", "can_send_video_notes",
                                            "can_send_voice_notes",     "can_send_polls",  "can_send_other_messages",
                                            "can_add_web_page_previews"};

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
    struct File {
        std::string field;  // "photo", "voice"
        std::string name, mime, bytes;
    } file;
};

std::string written(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json number_or_text(const std::string& id) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error == std::errc() && end == id.data() + id.size()) return number;
    return id;
}

std::int64_t seconds(TimePoint at) {
    return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

std::int64_t penalty_end(TimePoint until, TimePoint now) {
    return seconds(std::max(until, now + shortest_penalty));
}

json keyboard(const std::vector<OutgoingButton>& buttons) {
    json rows = json::array();
    for (const OutgoingButton& button : buttons) {  // one a row: names are whole on a small telephone
        json key = {{"text", button.label}};
        if (button.url.empty())
            key["callback_data"] = button.token;
        else
            key["url"] = button.url;
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

bool fits_caption(const Say& say) {
    return text::length(say.text, TextUnit::utf16) <= caption_limit;
}

// What a message carries besides its text.
Call::File file_of(const Say& say) {
    if (!say.picture.empty()) return {"photo", "picture.png", "image/png", say.picture};
    if (say.voice.empty()) return {};
    const VoiceKind kind = voice_kind(say.voice);
    return {"voice", "voice." + std::string(kind.ending), std::string(kind.mime), say.voice};
}

// A text is one call; a file with a caption too; a file whose text is longer than a caption is followed by it.
Call call_of(const Outgoing& outgoing, const Say& say) {
    const bool file = !say.is_text() && outgoing.step.empty();
    Call out = call_to(outgoing, !file ? "sendMessage" : say.picture.empty() ? "sendVoice" : "sendPhoto");
    if (!outgoing.place.thread.empty()) out.parameters["message_thread_id"] = number_or_text(outgoing.place.thread);
    if (!outgoing.reply_to.empty()) {
        out.parameters["reply_parameters"] = {{"message_id", number_or_text(outgoing.reply_to)},
                                              {"allow_sending_without_reply", true}};
    }
    if (file) out.file = file_of(say);
    if (file && !fits_caption(say)) return out;
    if (!say.text.empty()) out.parameters[file ? "caption" : "text"] = say.text;
    if (!say.buttons.empty()) out.parameters["reply_markup"] = keyboard(say.buttons);
    return out;
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
        case Kind::approve:
            return on_user("approveChatJoinRequest");
        case Kind::decline:
            return on_user("declineChatJoinRequest");
        case Kind::mute: {
            Call out = restricted(false);
            if (action.until()) out.parameters["until_date"] = penalty_end(*action.until(), now);
            return out;
        }
        case Kind::unmute:
            return restricted(true);
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
        case Kind::clear: {
            Call out = call_to(outgoing, "deleteMessages");
            out.parameters["message_ids"] = json::array();
            std::istringstream ids(action.text());
            for (std::string id; ids >> id;) out.parameters["message_ids"].push_back(number_or_text(id));
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
        case Kind::count_members:
            return call_to(outgoing, "getChatMemberCount");
        case Kind::leave:
            return call_to(outgoing, "leaveChat");
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
        case Kind::make_scene:
            break;
    }
    return invalid("on Telegram a link carries the ticket");
}

std::string part(const std::string& boundary, const std::string& name, const std::string& more,
                 const std::string& content) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + content +
           "\r\n";
}

web::Request posted(const std::string& base, const Call& call) {
    web::Request out;
    out.method = "POST";
    out.url = base + call.method;
    out.headers = {{"Content-Type", "application/json"}};
    out.body = written(call.parameters);
    return out;
}

web::Request posted_with_file(const std::string& base, const Call& call, Random& random) {
    const std::string boundary = "noticeboard-" + crypto::hex(random.bytes(16));
    web::Request out;
    out.method = "POST";
    out.url = base + call.method;
    out.headers = {{"Content-Type", "multipart/form-data; boundary=" + boundary}};
    for (const auto& [name, value] : call.parameters.items()) {
        out.body += part(boundary, name, "", value.is_string() ? value.get<std::string>() : written(value));
    }
    out.body += part(boundary, call.file.field,
                     "; filename=\"" + call.file.name + "\"\r\nContent-Type: " + call.file.mime, call.file.bytes);
    out.body += "--" + boundary + "--\r\n";
    return out;
}

}  // namespace

Result<web::Request> call_for(const Outgoing& outgoing, const std::string& base, const Moment& moment) {
    if (const Say* say = outgoing.say()) {
        const Call call = call_of(outgoing, *say);
        return call.file.bytes.empty() ? posted(base, call) : posted_with_file(base, call, moment.random);
    }
    const auto call = call_of(outgoing, *outgoing.action(), moment.now);
    if (!call) return call.error();
    return posted(base, *call);
}

std::string inline_call(const Outgoing& outgoing) {
    Call call = call_of(outgoing, *outgoing.say());
    call.parameters["method"] = call.method;
    return written(call.parameters);
}

bool text_follows(const Outgoing& outgoing) {
    const Say* say = outgoing.say();
    return say != nullptr && outgoing.step.empty() && !say->is_text() && !fits_caption(*say);
}

web::Request get_updates(const std::string& base, std::string_view offset) {
    Call call;
    call.method = "getUpdates";
    if (!offset.empty()) call.parameters["offset"] = number_or_text(std::string(offset));
    call.parameters["limit"] = 100;
    call.parameters["timeout"] = poll_seconds;
    call.parameters["allowed_updates"] = wanted_updates;
    return posted(base, call);
}

web::Request set_webhook(const std::string& base, std::string_view url, const std::string& secret) {
    Call call;
    call.method = "setWebhook";
    call.parameters["url"] = url;
    call.parameters["secret_token"] = secret;
    call.parameters["allowed_updates"] = wanted_updates;
    call.parameters["max_connections"] = 40;
    return posted(base, call);
}

web::Request delete_webhook(const std::string& base) {
    Call call;
    call.method = "deleteWebhook";
    return posted(base, call);
}

web::Request set_commands(const std::string& base, const std::vector<MenuEntry>& menu, const std::string& language,
                          bool alone) {
    Call call;
    call.method = "setMyCommands";
    call.parameters["commands"] = json::array();
    for (const MenuEntry& entry : menu) {
        const auto words = entry.description.find(language);
        if (words == entry.description.end()) continue;
        call.parameters["commands"].push_back({{"command", entry.command}, {"description", words->second}});
    }
    if (alone) call.parameters["language_code"] = language;
    return posted(base, call);
}

Outcome meaning_of(const Answer& answer) {
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

bool is_plain(std::string_view text, std::string_view more) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [more](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != more.npos;
    });
}

Result<std::string> deep_link(std::string_view bot_name, std::string_view kind, std::string_view payload) {
    if (bot_name.empty()) return invalid("the bot's name is not known");
    if (payload.empty() || payload.size() > 64) return invalid("a payload has 1 to 64 characters");
    if (!is_plain(payload, "_-")) return invalid("a payload has no other characters than A-Z a-z 0-9 _ -");
    return "https://t.me/" + std::string(bot_name) + "?" + std::string(kind) + "=" + std::string(payload);
}

}  // namespace noticeboard::telegram
