// Login: an account's credential, renewed in time: one renewal under way at once, everybody else waits for it.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "bot/adapter.hpp"
#include "bot/turn/clock.hpp"
#include "bot/web/client.hpp"
#include "bot/web/task.hpp"

namespace noticeboard::delivery {

class Login {  // of one thread
 public:
    Login(boost::asio::io_context& context, const Adapter& adapter, const web::Client& client, const turn::Clock& clock,
          Random& random);

    // True when `credential` is good, or the platform wants none.
    web::Task<bool> ready();
    const Credential& credential() const { return credential_; }
    void refused(const Credential& used);  // the platform calls it stale: the next `ready` renews it

 private:
    web::Task<> renew(web::Request call);

    const Adapter& adapter_;
    const web::Client& client_;
    const turn::Clock& clock_;
    Random& random_;
    Credential credential_;
    bool renewing_ = false;
    boost::asio::steady_timer renewed_;  // cancelled when a renewal ends: wakes those who wait for it
};

}  // namespace noticeboard::delivery
