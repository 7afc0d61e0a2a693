// The whole program behind a platform's fake cloud: real webhooks over loopback, real API calls, real pages.
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/app.hpp"
#include "bot/app/home.hpp"
#include "bot/crypto/random.hpp"
#include "bot/turn/clock.hpp"
#include "tests/fakes/telegram_cloud.hpp"
#include "tests/fakes/wechat_cloud.hpp"
#include "tests/support.hpp"
#include "tests/talks/browser.hpp"
#include "tests/talks/theatres.hpp"

namespace noticeboard::tests {
namespace {

using nlohmann::json;

constexpr int tool_node = 77;

class CloudTheatre : public Theatre {
 public:
    CloudTheatre(const TalkSettings& settings, fakes::Cloud& cloud, std::string user_agent)
        : settings_(settings),
          cloud_(cloud),
          clock_(std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now())),
          browser_(std::move(user_agent)) {}

    void pass(Millis time) override {
        const TimePoint end = clock_.now() + time;
        time_passes(time);
        while (clock_.now() < end) {  // by the hour, so that what is due rings when it is due
            clock_.pass(std::min<Millis>(1h, end - clock_.now()));
            settle();
        }
    }

    void restart() override {
        app_.reset();
        open();
        settle();
    }

    void again() override { throw std::runtime_error("only on the stage: tests/fakes redeliver by themselves"); }

    // Somebody else holds the store while the next event waits, until the platform's deadline is over.
    void slow_down() override { slow_ = true; }

    PageSeen get(const std::string& who, const std::string& path) override {
        return settled(browser_.get(site(), who, path));
    }
    PageSeen post(const std::string& who, const PageSeen::Form& form) override {
        return settled(browser_.post(site(), who, form));
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
            one.in_answer = said[said_].inline_;
            for (const auto& button : said[said_].buttons)
                one.buttons.push_back({button.label, button.token, button.url});
            out.push_back(std::move(one));
        }
        return out;
    }

    community::Scope scope() override { return {*session_, home_->vault(), ids_, {clock_.now(), random_}}; }
    const community::Roles& roles() const override { return settings_.config.roles; }

 protected:
    virtual json adapter() const = 0;
    virtual void started() {}
    virtual void time_passes(Millis) {}  // on the platform too
    virtual std::vector<Heard> acts() { return {}; }
    virtual std::string name_of(const std::string& chat) = 0;

    void open() {
        const std::string file = folder_.file("noticeboard.json");
        std::ofstream(file) << json{
            {"listen", "127.0.0.1:" + std::to_string(port_)},
            {"public_url", "http://127.0.0.1:" + std::to_string(port_)},
            {"store", "sqlite:noticeboard.db"},
            {"operator", {{"name", "Talk"}, {"contact", "0572"}}},
            {"languages", {"en", "zh"}},
            {"log", {{"level", std::getenv("TALK_LOG") != nullptr ? std::getenv("TALK_LOG") : "off"}}},
            {"adapters", {{account(), adapter()}}}};
        const auto config = load_config(file);
        if (!config) throw std::runtime_error(config.error().message);
        AppOptions options;
        options.clock = &clock_;
        options.threads = 1;
        options.locales = settings_.locales;
        auto app = App::start(*config, options);
        if (!app) throw std::runtime_error(app.error().message);
        app_ = std::move(*app);
        home_ = *app::Home::open(*config, app::Home::Use::tool);
        session_ = home_->database().session(store::Access::write);
        started();
    }

    // Everything that was set off has happened: no delivery, turn or call is under way.
    void settle() {
        for (int rounds = 0; rounds < 4; ++rounds) {
            if (!wait_deliveries()) throw std::runtime_error("a delivery did not end");
            app_->settle();
            if (app_->waiting() == 0 && rounds > 0) return;
            if (app_->waiting() > 0) clock_.pass(1s);  // the platform's pace: one message a second to a chat
        }
    }
    virtual bool wait_deliveries() = 0;

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

    PageSeen settled(PageSeen page) {
        settle();
        return page;
    }
    std::string site() const { return "http://127.0.0.1:" + std::to_string(port_); }

    const TalkSettings& settings_;
    fakes::Cloud& cloud_;
    TempFolder folder_;
    turn::SetClock clock_;
    int port_ = free_port();
    std::unique_ptr<App> app_;
    std::optional<app::Home> home_;
    std::unique_ptr<store::Session> session_;
    store::IdMaker ids_{tool_node};
    crypto::SystemRandom random_;
    Browser browser_;
    std::size_t said_ = 0, calls_ = 0;
    std::function<void()> last_;
    bool slow_ = false;
};

class TelegramTheatre final : public CloudTheatre {
 public:
    explicit TelegramTheatre(const TalkSettings& settings)
        : CloudTheatre(settings, telegram_,
                       "Mozilla/5.0 (Linux; Android 12) Mobile Safari/537.36 Telegram-Android/10.0.5") {
        open();
    }
    ~TelegramTheatre() override { app_.reset(); }

    void write(const std::string& who, const std::string& text, bool in_chat) override {
        happen([this, user = user(who), text, in_chat] {
            if (in_chat)
                telegram_.says(user, group_, text);
            else
                telegram_.says(user, text);
        });
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
    Place chat_place() const override {
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

    std::vector<Heard> acts() override {
        std::vector<Heard> out;
        const auto calls = telegram_.calls();
        for (; calls_ < calls.size(); ++calls_) {
            const fakes::Call& call = calls[calls_];
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
    int files_ = 0;
};

class WeChatTheatre final : public CloudTheatre {
 public:
    explicit WeChatTheatre(const TalkSettings& settings)
        : CloudTheatre(settings, wechat_,
                       "Mozilla/5.0 (Linux; Android 8.1.0) Mobile Safari/537.36 MicroMessenger/8.0.28") {
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
            happen([this, who = id_of(who), bytes] { wechat_.sends_voice(who, bytes); });
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
    Place chat_place() const override { throw std::runtime_error("WeChat has no groups with a bot inside"); }
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
    void started() override {
        if (!wechat_.set_webhook(site() + "/in/wechat")) throw std::runtime_error("the bot failed WeChat's question");
    }
    void time_passes(Millis time) override { wechat_.pass(time); }
    bool wait_deliveries() override { return wechat_.wait_idle(); }
    std::string name_of(const std::string& chat) override {
        const auto it = names_.find(chat);
        return it == names_.end() ? chat : it->second;
    }

    fakes::WeChatCloud wechat_;
    std::map<std::string, std::string> names_;
};

}  // namespace

std::unique_ptr<Theatre> telegram_theatre(const TalkSettings& settings) {
    return std::make_unique<TelegramTheatre>(settings);
}
std::unique_ptr<Theatre> wechat_theatre(const TalkSettings& settings) {
    return std::make_unique<WeChatTheatre>(settings);
}

}  // namespace noticeboard::tests
