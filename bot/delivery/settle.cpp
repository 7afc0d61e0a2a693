// settle(): see settle.hpp.
#include "bot/delivery/settle.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>

#include "bot/delivery/retry.hpp"
#include "bot/web/completion.hpp"

namespace noticeboard::delivery {

web::Task<turn::Settled> settle(boost::asio::io_context& context, Offer offer, Random& random, turn::Job job) {
    for (int tries = 1;; ++tries) {
        const web::Completion<turn::Settled> settled;
        turn::Job copy = job;
        copy.done = [settled](turn::Settled result) { settled.fulfil(std::move(result)); };
        if (offer(std::move(copy))) {
            turn::Settled result = co_await settled.wait();
            if (result.kind != turn::Settled::Kind::refused) co_return result;
        }
        boost::asio::steady_timer pause(context, wait_after(std::min(tries, 5), Millis{0}, random));
        co_await pause.async_wait(web::quietly);
    }
}

}  // namespace noticeboard::delivery
