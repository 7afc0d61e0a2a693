// TelegramCloud: see telegram_cloud.hpp. What it answers is what tdlib/telegram-bot-api answers.
#include "tests/fakes/telegram_cloud.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/text/utf8.hpp"

namespace noticeboard::fakes {
namespace {

using nlohmann::json;

constexpr std::int64_t date = 1'750'000'000;  // of everything; the bot's clock is another

json user_of(const TelegramUser& who) {
    return {{"id", who.id}, {"is_bot", false}, {"first_name", who.name}, {"language_code", who.language}};
}

json talk_with(const TelegramUser& who) {
    return {{"id", who.id}, {"type", "private"}, {"first_name", who.name}};
}

json chat_of(const TelegramGroup& group) {
    const bool super = group.id < -1'000'000'000'000;
    return {{"id", group.id}, {"type", super ? "supergroup" : "group"}, {"title", group.title}};
}

web::Response ok(const json& result) {
    return {200, {{"Content-Type", "application/json"}}, json{{"ok", true}, {"result", result}}.dump()};
}

web::Response no(int code, const std::string& description, json parameters = {}) {
    json out = {{"ok", false}, {"error_code", code}, {"description", description}};
    if (!parameters.is_null()) out["parameters"] = std::move(parameters);
    return {code, {{"Content-Type", "application/json"}}, out.dump()};
}

}  // namespace

struct TelegramCloud::Asked {
    std::string method;
    json parameters;
    std::string picture, voice;

    std::string text(const char* name) const {
        const auto it = parameters.find(name);
        if (it == parameters.end()) return {};
        return it->is_string() ? it->get<std::string>() : it->dump();
    }
};

TelegramCloud::TelegramCloud(Bot bot, Courier::Habits habits) : bot_(std::move(bot)), courier_(habits) {}

TelegramCloud::~TelegramCloud() {
    stop();
}

std::string TelegramCloud::webhook() const {
    const std::lock_guard lock(mutex_);
    return webhook_;
}

// --- what people do ---------------------------------------------------------------------------------------------

void TelegramCloud::says(const TelegramUser& who, const std::string& text) {
    const json message = {
        {"message_id", 1}, {"from", user_of(who)}, {"chat", talk_with(who)}, {"date", date}, {"text", text}};
    deliver("message", message.dump());
}

void TelegramCloud::says(const TelegramUser& who, const TelegramGroup& where, const std::string& text) {
    const json message = {
        {"message_id", 1}, {"from", user_of(who)}, {"chat", chat_of(where)}, {"date", date}, {"text", text}};
    deliver("message", message.dump());
}

void TelegramCloud::opens(const TelegramUser& who, const std::string& payload) {
    says(who, payload.empty() ? "/start" : "/start " + payload);
}

void TelegramCloud::presses(const TelegramUser& who, const Said& under, const std::string& label) {
    const auto button = std::find_if(under.buttons.begin(), under.buttons.end(),
                                     [&](const Said::Button& one) { return one.label == label; });
    const std::int64_t chat = std::stoll(under.chat);
    const json where = chat > 0 ? talk_with(who) : chat_of({chat, ""});
    const json message = {{"message_id", std::stoll(under.message_id)}, {"chat", where}, {"date", date}};
    deliver("callback_query", json{{"id", "press-" + button->token},
                                   {"from", user_of(who)},
                                   {"chat_instance", "1"},
                                   {"data", button->token},
                                   {"message", message}}
                                  .dump());
}

void TelegramCloud::asks_to_join(const TelegramUser& who, const TelegramGroup& where, const std::string& link) {
    {
        const std::lock_guard lock(mutex_);
        asking_[std::to_string(where.id) + " " + std::to_string(who.id)] = who;
    }
    deliver("chat_join_request", json{{"chat", chat_of(where)},
                                      {"from", user_of(who)},
                                      {"user_chat_id", who.id},
                                      {"date", date},
                                      {"invite_link", {{"invite_link", link}}}}
                                     .dump());
}

namespace {
json change(const json& chat, const json& actor, const json& member, const json& before, const json& after) {
    json old_member = before, new_member = after;
    old_member["user"] = new_member["user"] = member;
    return {{"chat", chat},
            {"from", actor},
            {"date", date},
            {"old_chat_member", old_member},
            {"new_chat_member", new_member}};
}
const json outside = {{"status", "left"}}, inside = {{"status", "member"}};
}  // namespace

void TelegramCloud::joins(const TelegramUser& who, const TelegramGroup& where) {
    deliver("chat_member", change(chat_of(where), user_of(who), user_of(who), outside, inside).dump());
}

void TelegramCloud::leaves(const TelegramUser& who, const TelegramGroup& where) {
    deliver("chat_member", change(chat_of(where), user_of(who), user_of(who), inside, outside).dump());
}

void TelegramCloud::adds_bot(const TelegramUser& who, const TelegramGroup& where, bool as_administrator) {
    json after = inside;
    if (as_administrator) {
        after = {{"status", "administrator"},
                 {"can_invite_users", true},
                 {"can_restrict_members", true},
                 {"can_delete_messages", true}};
    }
    const json bot = {{"id", 777}, {"is_bot", true}, {"first_name", "Bot"}, {"username", bot_.name}};
    deliver("my_chat_member", change(chat_of(where), user_of(who), bot, outside, after).dump());
}

void TelegramCloud::blocks_bot(const TelegramUser& who) {
    {
        const std::lock_guard lock(mutex_);
        unreachable_.insert(std::to_string(who.id));
    }
    const json bot = {{"id", 777}, {"is_bot", true}, {"first_name", "Bot"}, {"username", bot_.name}};
    deliver("my_chat_member",
            change(talk_with(who), user_of(who), bot, inside, {{"status", "kicked"}, {"until_date", 0}}).dump());
}

void TelegramCloud::moves(const TelegramGroup& from, const TelegramGroup& to) {
    {
        const std::lock_guard lock(mutex_);
        moved_[std::to_string(from.id)] = to.id;
    }
    const json bot = {{"id", 1087968824}, {"is_bot", true}, {"first_name", "Group"}};
    deliver(
        "message",
        json{{"message_id", 1}, {"from", bot}, {"chat", chat_of(from)}, {"date", date}, {"migrate_to_chat_id", to.id}}
            .dump());
    deliver(
        "message",
        json{{"message_id", 1}, {"from", bot}, {"chat", chat_of(to)}, {"date", date}, {"migrate_from_chat_id", from.id}}
            .dump());
}

void TelegramCloud::set_members(const TelegramGroup& where, int count) {
    const std::lock_guard lock(mutex_);
    members_[std::to_string(where.id)] = count;
}

void TelegramCloud::add_file(const std::string& file_id, std::string bytes) {
    const std::lock_guard lock(mutex_);
    files_[file_id] = std::move(bytes);
}

// --- updates ----------------------------------------------------------------------------------------------------

void TelegramCloud::deliver(const std::string& kind, const std::string& body, int repeats) {
    const json read = json::parse(body);
    const json& holder = kind == "callback_query" ? read.value("message", json::object()) : read;
    const std::lock_guard lock(mutex_);
    Update update;
    update.id = next_update_++;
    update.chat = holder.contains("chat") ? holder["chat"]["id"].dump() : "";
    update.json = json{{"update_id", update.id}, {kind, read}}.dump();
    hand_over(std::move(update), repeats);
}

// Under the lock.
void TelegramCloud::hand_over(Update update, int repeats) {
    if (webhook_.empty()) {
        waiting_.push_back(std::move(update));
        tell();
        return;
    }
    Parcel parcel;
    parcel.chat = update.chat;
    parcel.repeats = repeats;
    parcel.request = [this, json_text = update.json] {
        const std::lock_guard lock(mutex_);
        web::Request out;
        out.method = "POST";
        out.url = webhook_;
        out.headers = {{"Content-Type", "application/json"}, {"X-Telegram-Bot-Api-Secret-Token", secret_}};
        out.body = json_text;
        return out;
    };
    parcel.delivered = [this](const web::Response& response) { hear_inline(response); };
    courier_.send(std::move(parcel));
}

void TelegramCloud::hear_inline(const web::Response& answer) {
    const json read = json::parse(answer.body, nullptr, false);
    if (!read.is_object() || !read.contains("method")) return;
    const std::lock_guard lock(mutex_);
    say({read["method"], read, "", ""}, true);
}

bool TelegramCloud::wait_idle(Millis longest) {
    const auto deadline = std::chrono::steady_clock::now() + longest;
    const bool fetched = wait(
        [this] {
            const std::lock_guard lock(mutex_);
            return waiting_.empty();
        },
        longest);
    return fetched &&
           courier_.wait_idle(std::chrono::duration_cast<Millis>(deadline - std::chrono::steady_clock::now()));
}

// --- the Bot API ------------------------------------------------------------------------------------------------

std::string TelegramCloud::method_of(const web::Request& request) const {
    const std::string path = request.path();
    return path.starts_with("/file/") ? "file" : path.substr(path.rfind('/') + 1);
}

web::Response TelegramCloud::refusal(const Mood& mood) const {
    if (mood.refuses != 429) return no(mood.refuses, "Refused");
    const std::string words = "Too Many Requests: retry after " + std::to_string(mood.retry_after);
    return no(429, words, {{"retry_after", mood.retry_after}});
}

web::Response TelegramCloud::perform(Call& call, Lock& lock) {
    const std::string path = call.request.path();
    if (path.starts_with("/file/bot" + bot_.token + "/")) {
        const auto file = files_.find(path.substr(path.rfind('/') + 1));
        if (file == files_.end()) return no(404, "Not Found");
        call.done = true;
        return {200, {{"Content-Type", "application/octet-stream"}}, file->second};
    }
    if (!path.starts_with("/bot" + bot_.token + "/")) return no(401, "Unauthorized");
    Asked asked{call.method, json::parse(call.request.body, nullptr, false), "", ""};
    if (asked.parameters.is_discarded()) {
        asked.parameters = json::object();
        for (auto& [name, value] : parts_of(call.request)) {
            if (name == "photo")
                asked.picture = value;
            else if (name == "voice")
                asked.voice = value;
            else if (name == "reply_markup" || name == "reply_parameters")
                asked.parameters[name] = json::parse(value);
            else
                asked.parameters[name] = value;
        }
    }
    if (asked.method.starts_with("send")) {
        lock.unlock();
        courier_.let_finish(asked.text("chat_id"));
        lock.lock();
    }
    web::Response out = answer_to(asked, call, lock);
    call.done = out.status == 200;
    return out;
}

web::Response TelegramCloud::answer_to(const Asked& asked, Call& call, Lock& lock) {
    const std::string chat = asked.text("chat_id");
    if (const auto to = moved_.find(chat); to != moved_.end()) {
        return no(400, "Bad Request: group chat was upgraded to a supergroup chat",
                  {{"migrate_to_chat_id", to->second}});
    }
    if (unreachable_.contains(chat)) return no(403, "Forbidden: bot was blocked by the user");
    if (asked.method == "sendMessage" || asked.method == "sendPhoto" || asked.method == "sendVoice")
        return say(asked, false);
    if (asked.method == "getUpdates") return updates(asked, lock);
    if (asked.method == "setWebhook") {
        webhook_ = asked.text("url");
        secret_ = asked.text("secret_token");
        for (Update& update : waiting_) hand_over(std::move(update), 0);
        waiting_.clear();
        return ok(true);
    }
    if (asked.method == "deleteWebhook") {
        webhook_.clear();
        return ok(true);
    }
    if (asked.method == "createChatInviteLink") {
        return ok(
            {{"invite_link", "https://t.me/+fake" + std::to_string(next_link_++)}, {"creates_join_request", true}});
    }
    if (asked.method == "getChatMemberCount") return ok(members_.contains(chat) ? members_[chat] : 1);
    if (asked.method == "getFile") {
        const std::string id = asked.text("file_id");
        if (!files_.contains(id)) return no(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
        return ok({{"file_id", id}, {"file_path", "photos/" + id}});
    }
    if (asked.method == "approveChatJoinRequest") {
        if (!asking_.contains(chat + " " + asked.text("user_id")))
            return no(400, "Bad Request: HIDE_REQUESTER_MISSING");
        let_in(asked);
        return ok(true);
    }
    if (asked.method == "deleteMessages") {
        const json ids = asked.parameters.value("message_ids", json::array());
        if (ids.empty() || ids.size() > 100) return no(400, "Bad Request: wrong number of messages");
        for (const json& id : ids) take_away(chat, id.dump());
        return ok(true);
    }
    constexpr const char* silent[] = {
        "declineChatJoinRequest", "restrictChatMember",  "banChatMember", "unbanChatMember",
        "deleteMessage",          "answerCallbackQuery", "leaveChat",     "setMyCommands"};
    const bool known = std::find(std::begin(silent), std::end(silent), call.method) != std::end(silent);
    return known ? ok(true) : no(404, "Not Found");
}

web::Response TelegramCloud::say(const Asked& asked, bool inline_) {
    const bool photo = asked.method != "sendMessage";
    Said said;
    said.chat = asked.text("chat_id");
    said.text = asked.text(photo ? "caption" : "text");
    said.picture = asked.picture;
    said.voice = asked.voice;
    said.inline_ = inline_;
    const std::size_t length = text::length(said.text, TextUnit::utf16);
    if (length == 0 && !photo) return no(400, "Bad Request: message text is empty");
    if (length > (photo ? 1024 : 4096)) return no(400, "Bad Request: message is too long");
    const json markup = asked.parameters.value("reply_markup", json::object());
    for (const json& row : markup.value("inline_keyboard", json::array())) {
        for (const json& key : row) {
            if (key.value("callback_data", "").size() > 64) return no(400, "Bad Request: BUTTON_DATA_INVALID");
            said.buttons.push_back({key.value("text", ""), key.value("callback_data", ""), key.value("url", "")});
        }
    }
    const std::int64_t id = next_message_++;
    said.message_id = std::to_string(id);
    hear(std::move(said));
    return ok({{"message_id", id}, {"date", date}});
}

web::Response TelegramCloud::updates(const Asked& asked, Lock& lock) {
    if (!webhook_.empty()) return no(409, "Conflict: can't use getUpdates method while webhook is active");
    const std::string offset = asked.text("offset");
    while (!offset.empty() && !waiting_.empty() && waiting_.front().id < std::stoll(offset)) waiting_.pop_front();
    tell();
    const auto longest = std::chrono::seconds(asked.parameters.value("timeout", 0));
    changed_.wait_for(lock, longest, [this] { return !waiting_.empty() || stopping(); });
    json out = json::array();
    for (const Update& update : waiting_) out.push_back(json::parse(update.json));
    return ok(out);
}

// Who was let in is told as a member.
void TelegramCloud::let_in(const Asked& asked) {
    const std::string chat = asked.text("chat_id");
    const std::string key = chat + " " + asked.text("user_id");
    const TelegramUser who = asking_[key];
    asking_.erase(key);
    const json bot = {{"id", 777}, {"is_bot", true}, {"first_name", "Bot"}, {"username", bot_.name}};
    json told = change(chat_of({std::stoll(chat), ""}), bot, user_of(who), outside, inside);
    told["via_join_request"] = true;
    Update update;
    update.id = next_update_++;
    update.chat = chat;
    update.json = json{{"update_id", update.id}, {"chat_member", told}}.dump();
    hand_over(std::move(update), 0);
}

}  // namespace noticeboard::fakes
