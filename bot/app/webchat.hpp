// WebChat: the built-in chat's pages, forms, files and live updates over HTTP; and where the bot's messages to it land.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <string>

#include "bot/app/pages.hpp"
#include "bot/app/readers.hpp"
#include "bot/delivery/sender.hpp"
#include "bot/webchat/hub.hpp"
#include "bot/webchat/submit.hpp"

namespace noticeboard::app {

class WebChat final : public delivery::LocalPlatform {
 public:
    WebChat(turn::Services& services, Readers& readers, Pages& pages, std::function<bool(turn::Job)> offer,
            webchat::Rules rules);

    static bool serves(std::string_view path) { return path == "/chat" || path.starts_with("/chat/"); }
    web::Task<web::Answer> answer(const web::Request& request);

    const webchat::Rules& rules() const { return rules_; }
    void sweep();  // once a second: private talks whose time is over are shut

    Outcome apply(community::Scope& scope, const delivery::Row& row, std::optional<Event>& caused) override;
    void landed(const delivery::Row& row) override;

 private:
    using Asked = std::shared_ptr<const PageRequest>;

    template <class T>
    web::Task<std::optional<T>> read(Asked asked, std::function<T(webchat::Visit&)> look);
    web::Task<web::Answer> look(const web::Request& request, Asked asked, const webchat::Address& at);
    web::Task<web::Answer> live(const web::Request& request, Asked asked, const webchat::Address& at);
    web::Task<web::Answer> file(const web::Request& request, Asked asked, const webchat::Address& at);
    web::Task<web::Answer> submit(const web::Request& request, Asked asked, const webchat::Address& at);
    web::Task<web::Answer> send_on(const web::Request& request, Asked asked, const webchat::Address& at,
                                   webchat::Went went);
    web::Task<std::string> unpack(const web::Request& request, PageRequest& asked, webchat::Sent& sent);
    web::Task<Result<webchat::Cleaned>> clean(std::string_view bytes, bool picture);
    web::Answer busy(const web::Request& request, const PageRequest& asked) const;
    void tell(const std::string& place, webchat::Listeners listeners);

    turn::Services& services_;
    Readers& readers_;
    Pages& pages_;
    std::function<bool(turn::Job)> offer_;
    const webchat::Rules rules_;
    webchat::Glances glances_;
    webchat::Flood flood_;
    webchat::Hub hub_;
    boost::asio::thread_pool drawing_{1};  // pictures take their time
};

}  // namespace noticeboard::app
