// settle(): a job through the lanes, however often they have to be asked.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "bot/model/moment.hpp"
#include "bot/turn/job.hpp"
#include "bot/web/task.hpp"

namespace noticeboard::delivery {

using Offer = std::function<bool(turn::Job)>;

// What became of the job; never `refused`: a full lane or a store that is away is asked again, later and later.
web::Task<turn::Settled> settle(boost::asio::io_context& context, Offer offer, Random& random, turn::Job job);

}  // namespace noticeboard::delivery
