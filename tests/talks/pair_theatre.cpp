// WeChat, and beside it the built-in chat for whom a scene seats there: one program, two platforms.
#include <set>

#include "tests/talks/house_theatre.hpp"

namespace noticeboard::tests {
namespace {

class PairTheatre final : public Theatre {
 public:
    explicit PairTheatre(const TalkSettings& settings)
        : house_(std::make_shared<House>()),
          wechat_(wechat_theatre(settings, house_)),
          web_(web_theatre(settings, house_)) {}

    void seat(const std::string& who) override { seated_.insert(who); }
    std::string account() const override { return "wechat"; }
    std::string account_of(const std::string& who) const override { return seated_.contains(who) ? "web" : "wechat"; }

    void write(const std::string& who, const std::string& text, bool in_chat) override {
        of(who).write(who, text, in_chat);
    }
    void send(const std::string& who, Attachment::Kind kind, const std::string& bytes) override {
        of(who).send(who, kind, bytes);
    }
    void press(const std::string& who, const std::string& token, bool in_chat) override {
        of(who).press(who, token, in_chat);
    }
    void open_talk(const std::string& who, const std::string& ticket) override { of(who).open_talk(who, ticket); }
    void ask_to_enter(const std::string& who) override { of(who).ask_to_enter(who); }
    void enter(const std::string& who) override { of(who).enter(who); }
    void leave(const std::string& who) override { of(who).leave(who); }
    PageSeen get(const std::string& who, const std::string& path) override { return of(who).get(who, path); }
    PageSeen post(const std::string& who, const PageSeen::Form& form) override { return of(who).post(who, form); }
    std::string left(const std::string& who) override { return of(who).left(who); }
    std::string id_of(const std::string& who) override { return of(who).id_of(who); }

    void again() override { wechat_->again(); }
    void slow_down() override { wechat_->slow_down(); }
    void pass(Millis time) override { wechat_->pass(time); }
    void restart() override { wechat_->restart(); }
    std::vector<Heard> heard() override {
        std::vector<Heard> out = wechat_->heard();
        for (Heard& one : web_->heard()) out.push_back(std::move(one));
        return out;
    }
    std::string folder() override { return wechat_->folder(); }
    community::Scope scope() override { return wechat_->scope(); }
    const community::Roles& roles() const override { return wechat_->roles(); }
    Place chat_place() override { return wechat_->chat_place(); }

 private:
    Theatre& of(const std::string& who) { return seated_.contains(who) ? *web_ : *wechat_; }

    const std::shared_ptr<House> house_;
    const std::unique_ptr<Theatre> wechat_, web_;  // the second is closed first
    std::set<std::string> seated_;
};

}  // namespace

std::unique_ptr<Theatre> pair_theatre(const TalkSettings& settings) {
    return std::make_unique<PairTheatre>(settings);
}

}  // namespace noticeboard::tests
