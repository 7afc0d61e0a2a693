// TelegramCloud: a Bot API server on the loopback and the people who use its bot.
#pragma once

#include <cstdint>
#include <deque>
#include <set>

#include "tests/fakes/cloud.hpp"
#include "tests/fakes/courier.hpp"

namespace noticeboard::fakes {

struct TelegramUser {
    std::int64_t id = 0;
    std::string name;
    std::string language = "zh-hans";
};

struct TelegramGroup {
    std::int64_t id = 0;  // -100… is a supergroup
    std::string title;
};

class TelegramCloud final : public Cloud {
 public:
    struct Bot {
        std::string token = "777:AAfake-token";
        std::string name = "fake_bot";
    };

    TelegramCloud() : TelegramCloud(Bot{}, Courier::Habits{}) {}
    explicit TelegramCloud(Bot bot, Courier::Habits habits = {});
    ~TelegramCloud();

    const Bot& bot() const { return bot_; }
    std::string webhook() const;  // as the bot set it, or empty

    // What people do. Each is an update, delivered to the webhook in the order of its chat, or kept for a poll.
    void says(const TelegramUser& who, const std::string& text);  // in private
    void says(const TelegramUser& who, const TelegramGroup& where, const std::string& text);
    void opens(const TelegramUser& who, const std::string& payload);  // t.me/bot?start=payload
    void presses(const TelegramUser& who, const Said& under, const std::string& label);
    void asks_to_join(const TelegramUser& who, const TelegramGroup& where, const std::string& link);
    void joins(const TelegramUser& who, const TelegramGroup& where);
    void leaves(const TelegramUser& who, const TelegramGroup& where);
    void adds_bot(const TelegramUser& who, const TelegramGroup& where, bool as_administrator);
    void blocks_bot(const TelegramUser& who);  // and calls to her are refused
    void moves(const TelegramGroup& from, const TelegramGroup& to);

    // Any update: its kind and the JSON of its body. `repeats`: delivered so many times more after it was accepted.
    void deliver(const std::string& kind, const std::string& body, int repeats = 0);

    void set_members(const TelegramGroup& where, int count);
    void add_file(const std::string& file_id, std::string bytes);

    // Waits until every update is accepted or fetched; false when it took longer.
    bool wait_idle(Millis longest = 10s);
    Courier& courier() { return courier_; }

 private:
    struct Update {
        std::int64_t id = 0;
        std::string chat;
        std::string json;
    };

    web::Response perform(Call& call, Lock& lock) override;
    std::string method_of(const web::Request& request) const override;
    web::Response refusal(const Mood& mood) const override;

    struct Asked;  // a call's parameters
    web::Response answer_to(const Asked& asked, Call& call, Lock& lock);
    web::Response say(const Asked& asked, bool inline_);
    web::Response updates(const Asked& asked, Lock& lock);
    void let_in(const Asked& asked);
    void hear_inline(const web::Response& answer);
    void hand_over(Update update, int repeats);

    const Bot bot_;
    std::string webhook_, secret_;
    std::int64_t next_update_ = 870'000'000;
    std::int64_t next_message_ = 1000;
    std::int64_t next_link_ = 1;
    std::deque<Update> waiting_;                  // for a poll
    std::map<std::string, TelegramUser> asking_;  // "chat user": who asked to join
    std::map<std::string, int> members_;
    std::map<std::string, std::string> files_;
    std::map<std::string, std::int64_t> moved_;
    std::set<std::string> unreachable_;
    Courier courier_;
};

}  // namespace noticeboard::fakes
