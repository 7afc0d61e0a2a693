// Login: see login.hpp.
#include "bot/delivery/login.hpp"

#include <variant>

namespace noticeboard::delivery {
namespace {
constexpr Millis margin = 5min;  // renewed this long before it expires
}

Login::Login(boost::asio::io_context& context, const Adapter& adapter, const web::Client& client,
             const turn::Clock& clock, Random& random)
    : adapter_(adapter),
      client_(client),
      clock_(clock),
      random_(random),
      renewed_(context, web::Steady::time_point::max()) {}

web::Task<bool> Login::ready() {
    for (int round = 0; round < 2; ++round) {
        Moment moment{clock_.now(), random_};
        auto request = adapter_.renew(moment);
        if (!request) co_return true;
        if (!credential_.token.empty() && credential_.expires - margin > clock_.now()) co_return true;
        if (renewing_) {
            co_await renewed_.async_wait(web::quietly);
            continue;
        }
        co_await renew(std::move(*request));
        break;
    }
    co_return !credential_.token.empty() && credential_.expires > clock_.now();
}

web::Task<> Login::renew(web::Request call) {
    struct Ending {  // also when something throws: nobody may wait for ever
        Login& login;
        ~Ending() {
            login.renewing_ = false;
            login.renewed_.cancel();
        }
    };
    renewing_ = true;
    const Ending ending{*this};
    const web::Fetched fetched = co_await client_.fetch(std::move(call), adapter_.platform().call_deadline);
    if (const auto* response = std::get_if<web::Response>(&fetched)) {
        Moment moment{clock_.now(), random_};
        auto fresh = adapter_.renewed(*response, moment);
        if (fresh) credential_ = std::move(*fresh);
    }
}

void Login::refused(const Credential& used) {
    if (credential_.token == used.token) credential_ = {};
}

}  // namespace noticeboard::delivery
