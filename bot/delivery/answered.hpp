// Answered: inline rows whose answer was written and that are not yet marked so in the store.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bot/delivery/settle.hpp"
#include "bot/model/ids.hpp"

namespace noticeboard::delivery {

class Answered : public std::enable_shared_from_this<Answered> {  // thread-safe
 public:
    Answered(std::string account, Offer offer) : account_(std::move(account)), offer_(std::move(offer)) {}

    // Marks it as sent, those of one moment together. If the lane is full, the next one brings them; what a crash
    // leaves `inline_` is presumed sent at the next start.
    void note(OutboxId id);

 private:
    void take(std::vector<OutboxId>& out);

    const std::string account_;
    const Offer offer_;
    std::mutex mutex_;
    std::vector<OutboxId> written_;
    bool offered_ = false;
};

}  // namespace noticeboard::delivery
