// The whole program behind a platform's fake cloud: real webhooks over loopback, real API calls, real pages.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "bot/model/voice.hpp"
#include "bot/text/utf8.hpp"
#include "tests/fakes/telegram_cloud.hpp"
#include "tests/fakes/wechat_cloud.hpp"
#include "tests/talks/house_theatre.hpp"

namespace noticeboard::tests {
namespace {

using nlohmann::json;

class CloudTheatre : public HouseTheatre {
 public:
    CloudTheatre(const TalkSettings& settings, std::shared_ptr<House> house, fakes::Cloud& cloud,
                 std::string user_agent, std::vector<std::string_view> plays)
        : HouseTheatre(settings, std::move(house), std::move(user_agent)), cloud_(cloud), plays_(std::move(plays)) {}

    void again() override { throw std::runtime_error("only on the stage: tests/fakes redeliver by themselves"); }

    // Somebody else holds the store while the next event waits, until the platform's deadline is over.
    void slow_down() override { slow_ = true; }

    std::string left(const std::string& who) override {
        std::string out;
        for (const auto& one : cloud_.said()) {
            if (!one.removed && name_of(one.chat) == who) out += (out.empty() ? "" : " | ") + one.text;
        }
        return out;
    }

    std::vector<Heard> heard() override {
        settle();
        std::vector<Heard> out = acts();
        const auto said = cloud_.said();
        for (; said_ < said.size(); ++said_) {
            Heard one;
            one.to = name_of(said[said_].chat);
            one.text = said[said_].text;
            one.picture = !said[said_].picture.empty();
            one.voice = !said[said_].voice.empty();
            one.plays = std::find(plays_.begin(), plays_.end(), voice_kind(said[said_].voice).mime) != plays_.end();
            one.in_answer = said[said_].inline_;
            for (const auto& button : said[said_].buttons)
                one.buttons.push_back({button.label, button.token, button.url});
            out.push_back(std::move(one));
        }
        return out;
    }

 protected:
    virtual std::vector<Heard> acts() { return {}; }
    virtual std::string name_of(const std::string& chat) = 0;

    // Something happens on the platform.
    void happen(std::function<void()> what) {
        last_ = std::move(what);
        if (!std::exchange(slow_, false)) {
            last_();
            return settle();
        }
        session_->begin();
        last_();
        while (app_->idle()) std::this_thread::yield();
        clock_.pass(6s);
        session_->rollback();
        settle();
    }

    fakes::Cloud& cloud_;
    const std::vector<std::string_view> plays_;  // kinds of recordings
    std::size_t said_ = 0, calls_ = 0;
    std::function<void()> last_;
    bool slow_ = false;
};

class TelegramTheatre final : public CloudTheatre {
 public:
    explicit TelegramTheatre(const TalkSettings& settings)
        : CloudTheatre(settings, std::make_shared<House>(), telegram_,
                       "Mozilla/5.0 (Linux; Android 12) Mobile Safari/537.36 Telegram-Android/10.0.5",
                       {"audio/ogg", "audio/mp4", "audio/mpeg"}) {
        open();
    }
    ~TelegramTheatre() override { app_.reset(); }

    void write(const std::string& who, const std::string& text, bool in_chat) override {
        if (in_chat) return say_in_group(who, text, nullptr);
        happen([this, user = user(who), text] { telegram_.says(user, text); });
    }
    void answer(const std::string& who, const std::string& whom, const std::string& text) override {
        say_in_group(who, text, whom == "bot" ? last_of_the_bot() : said_in_group_.at(whom));
    }
    void send(const std::string& who, Attachment::Kind kind, const std::string& bytes) override {
        const std::string id = "file" + std::to_string(++files_);
        telegram_.add_file(id, bytes);
        const auto from = user(who);
        json message = {{"message_id", 100000 + files_},
                        {"date", 1790000000},
                        {"from", {{"id", from.id}, {"is_bot", false}, {"first_name", from.name}}},
                        {"chat", {{"id", from.id}, {"type", "private"}}}};
        const json file = {{"file_id", id}, {"file_unique_id", id}, {"file_size", bytes.size()}};
        if (kind == Attachment::Kind::picture) {
            message["photo"] = json::array({file});
        } else {
            message["voice"] = file;
            message["voice"]["duration"] = 7;
            message["voice"]["mime_type"] = "audio/ogg";
        }
        happen([this, message] { telegram_.deliver("message", message.dump()); });
    }
    void press(const std::string& who, const std::string& token, bool) override {
        for (const fakes::Said& said : telegram_.said()) {
            for (const auto& button : said.buttons) {
                if (button.token != token) continue;
                return happen(
                    [this, user = user(who), said, label = button.label] { telegram_.presses(user, said, label); });
            }
        }
        throw std::runtime_error("no such button");
    }
    void open_talk(const std::string& who, const std::string& ticket) override {
        happen([this, user = user(who), ticket] { telegram_.opens(user, ticket); });
    }
    void ask_to_enter(const std::string& who) override {
        happen([this, user = user(who)] { telegram_.asks_to_join(user, group_, "https://t.me/+beitang"); });
    }
    void enter(const std::string& who) override {
        happen([this, user = user(who)] { telegram_.joins(user, group_); });
    }
    void leave(const std::string& who) override {
        happen([this, user = user(who)] { telegram_.leaves(user, group_); });
    }
    std::string account() const override { return "telegram"; }
    Place chat_place() override {
        Place out;
        out.id = std::to_string(group_.id);
        out.room = Room::group;
        return out;
    }
    std::string id_of(const std::string& who) override { return std::to_string(user(who).id); }

 private:
    json adapter() const override {
        return {{"type", "telegram"},
                {"token", telegram_.bot().token},
                {"secret_token", "talk-secret-0123456789"},
                {"bot_name", telegram_.bot().name},
                {"api", telegram_.api_url()}};
    }
    void started() override {
        if (!telegram_.wait([this] { return !telegram_.webhook().empty(); }))
            throw std::runtime_error("the bot set no webhook");
    }
    bool wait_deliveries() override { return telegram_.wait_idle(); }

    // The bot's last message in the group, as Telegram shows it under an answer.
    json last_of_the_bot() const {
        const std::string group = std::to_string(group_.id);
        const auto said = telegram_.said();
        for (auto it = said.rbegin(); it != said.rend(); ++it) {
            if (it->chat != group) continue;
            const std::string& token = telegram_.bot().token;
            return {{"message_id", std::stoll(it->message_id)},
                    {"from", {{"id", std::stoll(token.substr(0, token.find(':')))}, {"is_bot", true}}},
                    {"chat", {{"id", group_.id}, {"type", "supergroup"}}}};
        }
        return nullptr;
    }

    // Words, and of “[words](https://address)” the words with a link behind them.
    static void put_words(json& message, const std::string& text) {
        std::smatch found;
        if (!std::regex_match(text, found, std::regex("(.*)\\[(.+)\\]\\((\\S+://\\S+)\\)(.*)"))) {
            message["text"] = text;
            return;
        }
        const std::string before = found[1], words = found[2], address = found[3], after = found[4];
        message["text"] = before + words + after;
        message["entities"] = {{{"type", "text_link"},
                                {"offset", text::length(before, TextUnit::utf16)},
                                {"length", text::length(words, TextUnit::utf16)},
                                {"url", address}}};
    }

    void say_in_group(const std::string& who, const std::string& text, const json& answered) {
        const auto from = user(who);
        json message = {{"message_id", ++group_messages_},
                        {"date", 1790000000},
                        {"from", {{"id", from.id}, {"is_bot", false}, {"first_name", from.name}}},
                        {"chat", {{"id", group_.id}, {"type", "supergroup"}, {"title", group_.title}}}};
        put_words(message, text);
        said_in_group_[who] = message;
        if (!answered.is_null()) message["reply_to_message"] = answered;
        happen([this, message] { telegram_.deliver("message", message.dump()); });
    }

    // What a call does in the chat, as a talk writes it: "mutes Wang".
    std::string deed(const fakes::Call& call) {
        const json body = json::parse(call.request.body, nullptr, false);
        const auto text = [&body](const char* key) {
            const json value = body.value(key, json());
            return value.is_string() ? value.get<std::string>() : value.dump();
        };
        if (call.method == "restrictChatMember") {
            const bool may = body["permissions"].value("can_send_messages", false);
            return (may ? "unmutes " : "mutes ") + name_of(text("user_id"));
        }
        if (call.method == "banChatMember")  // one without an end is the first half of a removal
            return (body.contains("until_date") ? "bans " : "removes ") + name_of(text("user_id"));
        if (call.method == "unbanChatMember") return "unbans " + name_of(text("user_id"));
        for (const auto& [who, message] : said_in_group_) {
            if (call.method == "deleteMessage" && message["message_id"].dump() == text("message_id"))
                return "deletes what " + who + " said";
        }
        return {};
    }

    std::vector<Heard> acts() override {
        std::vector<Heard> out;
        const auto calls = telegram_.calls();
        for (; calls_ < calls.size(); ++calls_) {
            const fakes::Call& call = calls[calls_];
            if (Heard done; !(done.text = deed(call)).empty()) {
                done.deed = true;
                out.push_back(std::move(done));
                continue;
            }
            const bool lets_in = call.method == "approveChatJoinRequest";
            if (!lets_in && call.method != "declineChatJoinRequest") continue;
            const json body = json::parse(call.request.body);
            const json& user = body.at("user_id");
            const std::string who = name_of(user.is_string() ? user.get<std::string>() : user.dump());
            Heard one;
            one.text = lets_in ? "lets " + who + " in" : "turns " + who + " away";
            out.push_back(std::move(one));
        }
        return out;
    }

    fakes::TelegramUser user(const std::string& who) {
        auto it = users_.find(who);
        if (it == users_.end())
            it = users_
                     .emplace(who, fakes::TelegramUser{5000 + static_cast<std::int64_t>(users_.size()), who,
                                                       chinese(who) ? "zh-hans" : "en"})
                     .first;
        return it->second;
    }
    static bool chinese(const std::string& who) { return static_cast<unsigned char>(who[0]) >= 0x80; }
    std::string name_of(const std::string& chat) override {
        for (const auto& [name, one] : users_) {
            if (std::to_string(one.id) == chat) return name;
        }
        return "the chat";
    }

    fakes::TelegramCloud telegram_;
    fakes::TelegramGroup group_{-1001234567890, "Beitang"};
    std::map<std::string, fakes::TelegramUser> users_;
    std::map<std::string, json> said_in_group_;  // the last message of each
    int files_ = 0, group_messages_ = 0;
};

class WeChatTheatre final : public CloudTheatre {
 public:
    WeChatTheatre(const TalkSettings& settings, std::shared_ptr<House> house, bool rooms)
        : CloudTheatre(settings, std::move(house), wechat_,
                       "Mozilla/5.0 (Linux; Android 8.1.0) Mobile Safari/537.36 MicroMessenger/8.0.28",
                       {"audio/amr", "audio/mpeg"}),
          rooms_(rooms) {
        wechat_.pass(clock_.now() - std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()));
        open();
    }
    ~WeChatTheatre() override { app_.reset(); }

    void write(const std::string& who, const std::string& text, bool) override {
        happen([this, who = id_of(who), text] { wechat_.says(who, text); });
    }
    void send(const std::string& who, Attachment::Kind kind, const std::string& bytes) override {
        if (kind == Attachment::Kind::picture)
            happen([this, who = id_of(who), bytes] { wechat_.sends_picture(who, bytes); });
        else
            happen([this, who = id_of(who), voice = bytes.starts_with("#!AMR") ? bytes : a_voice()] {
                wechat_.sends_voice(who, voice);
            });
    }
    void press(const std::string& who, const std::string& token, bool) override { write(who, token, false); }
    void open_talk(const std::string& who, const std::string& ticket) override {
        happen([this, id = id_of(who), ticket] {
            if (ticket.empty()) return wechat_.follows(id);
            wechat_.deliver(
                id,
                "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_" +
                    ticket + "]]></EventKey><Ticket><![CDATA[t]]></Ticket>");
        });
    }
    void ask_to_enter(const std::string&) override {
        throw std::runtime_error("WeChat has no groups with a bot inside");
    }
    void enter(const std::string&) override { throw std::runtime_error("WeChat has no groups with a bot inside"); }
    void leave(const std::string&) override { throw std::runtime_error("WeChat has no groups with a bot inside"); }
    std::string account() const override { return "wechat"; }
    Place chat_place() override { throw std::runtime_error("WeChat has no groups with a bot inside"); }
    std::string id_of(const std::string& who) override {
        for (const auto& [id, name] : names_) {
            if (name == who) return id;
        }
        const std::string id = "oTALKperson" + std::to_string(100000 + names_.size());
        names_[id] = who;
        return id;
    }

 private:
    json adapter() const override {
        const auto& account = wechat_.account();
        return {{"type", "wechat"},
                {"app_id", account.app_id},
                {"app_secret", account.app_secret},
                {"token", account.token},
                {"encoding_aes_key", account.encoding_aes_key},
                {"original_id", account.original_id},
                {"mode", "safe"},
                {"api", wechat_.api_url()}};
    }
    bool has_rooms() const override { return rooms_; }
    void started() override {
        if (!wechat_.set_webhook(site() + "/in/wechat")) throw std::runtime_error("the bot failed WeChat's question");
    }
    void time_passes(Millis time) override { wechat_.pass(time); }
    bool wait_deliveries() override { return wechat_.wait_idle(); }
    std::string name_of(const std::string& chat) override {
        const auto it = names_.find(chat);
        return it == names_.end() ? chat : it->second;
    }

    // Two seconds of silence: AMR frames of 4.75 kbit/s, 20 ms each.
    static std::string a_voice() {
        std::string out = "#!AMR\n";
        for (int i = 0; i < 100; ++i) out += '\4' + std::string(12, '\0');
        return out;
    }

    const bool rooms_;
    fakes::WeChatCloud wechat_;
    std::map<std::string, std::string> names_;
};

}  // namespace

std::unique_ptr<Theatre> telegram_theatre(const TalkSettings& settings) {
    return std::make_unique<TelegramTheatre>(settings);
}
std::unique_ptr<Theatre> wechat_theatre(const TalkSettings& settings) {
    return std::make_unique<WeChatTheatre>(settings, std::make_shared<House>(), false);
}
std::unique_ptr<Theatre> wechat_theatre(const TalkSettings& settings, std::shared_ptr<House> house) {
    return std::make_unique<WeChatTheatre>(settings, std::move(house), true);
}

}  // namespace noticeboard::tests
