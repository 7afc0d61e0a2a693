// Answered: see answered.hpp.
#include "bot/delivery/answered.hpp"

#include <utility>

#include "bot/delivery/outbox.hpp"

namespace noticeboard::delivery {

void Answered::note(OutboxId id) {
    {
        const std::lock_guard guard(mutex_);
        written_.push_back(id);
        if (std::exchange(offered_, true)) return;
    }
    const auto mine = std::make_shared<std::vector<OutboxId>>();
    turn::Job job;
    job.account = account_;
    job.shard = account_;
    job.can_wait = true;
    job.bookkeeping = [self = shared_from_this(), mine](community::Scope& scope) {
        self->take(*mine);
        for (const OutboxId one : *mine) mark_done(scope.sql, one, State::sent, {}, {});
    };
    job.done = [self = shared_from_this(), mine](const turn::Settled& result) {
        if (result.kind != turn::Settled::Kind::refused) return;
        const std::lock_guard guard(self->mutex_);
        self->written_.insert(self->written_.end(), mine->begin(), mine->end());
    };
    if (offer_(std::move(job))) return;
    const std::lock_guard guard(mutex_);
    offered_ = false;
}

void Answered::take(std::vector<OutboxId>& out) {  // a batch that runs again finds in `out` what it took the first time
    const std::lock_guard guard(mutex_);
    out.insert(out.end(), written_.begin(), written_.end());
    written_.clear();
    offered_ = false;
}

}  // namespace noticeboard::delivery
