// WeChatCloud: WeChat's servers on the loopback and the people who follow its account.
#pragma once

#include <set>

#include "tests/fakes/cloud.hpp"
#include "tests/fakes/courier.hpp"

namespace noticeboard::fakes {

class WeChatCloud final : public Cloud {
 public:
    struct Account {
        std::string app_id = "wx1234567890abcdef";
        std::string app_secret = "fake-app-secret";
        std::string token = "fakeToken01";
        std::string encoding_aes_key = "hTtjoL0dMASymjKVtxLkHOud66HxHWJ5wQws1FH2FDE";
        std::string original_id = "gh_fake00000001";
    };

    WeChatCloud() : WeChatCloud(Account{}, Courier::Habits{}) {}
    explicit WeChatCloud(Account account, Courier::Habits habits = {});
    ~WeChatCloud();

    const Account& account() const { return account_; }

    // What the operator does in the console: gives the address. True when it answered WeChat's question rightly.
    bool set_webhook(const std::string& url);

    // What people do. WeChat tries each delivery three times.
    void says(const std::string& openid, const std::string& text);
    void sends_picture(const std::string& openid, std::string bytes);
    void sends_voice(const std::string& openid, std::string bytes);
    void follows(const std::string& openid);
    void unfollows(const std::string& openid);
    void scans(const std::string& openid, const std::string& link);  // of a scene code that the bot made
    void presses_menu(const std::string& openid, const std::string& key);

    // Any message: the XML of the fields but sender, receiver and time. `repeats`: so many times more after it was
    // accepted.
    void deliver(const std::string& openid, const std::string& fields, int repeats = 0);

    void pass(Millis time);  // its clock, which stamps and signs deliveries, goes on

    void expire_token();  // the next call with it is refused

    bool wait_idle(Millis longest = 10s) { return courier_.wait_idle(longest); }
    Courier& courier() { return courier_; }

 private:
    web::Response perform(Call& call, Lock& lock) override;
    std::string method_of(const web::Request& request) const override;
    web::Response refusal(const Mood& mood) const override;

    web::Response answer_to(Call& call);
    web::Response send(const web::Request& request);
    void hear_passive(const std::string& openid, const web::Response& answer);
    void sends_file(const std::string& openid, const std::string& kind, std::string bytes);
    void open_window(const std::string& openid, int messages);
    std::string next_id();

    const Account account_;
    std::string webhook_;
    std::int64_t clock_;       // seconds; every delivery gets one of its own, as events are known by sender and second
    std::int64_t passed_ = 0;  // seconds by which it was set forward
    std::int64_t next_ = 1;
    std::string access_token_;
    std::set<std::string> followers_;
    std::map<std::string, int> windows_;         // openid → messages that may still be written
    std::map<std::string, std::string> scenes_;  // link → scene
    std::map<std::string, std::string> media_;
    Courier courier_;
};

}  // namespace noticeboard::fakes
