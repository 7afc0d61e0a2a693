// Readers: see readers.hpp.
#include "bot/app/readers.hpp"

namespace noticeboard::app {

Readers::Readers(std::vector<std::unique_ptr<store::Session>> sessions, std::size_t room)
    : room_(room), sessions_(std::move(sessions)) {
    for (auto& session : sessions_) threads_.emplace_back([this, &session] { work(*session); });
}

Readers::~Readers() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool Readers::ask(Read read) {
    {
        const std::lock_guard guard(mutex_);
        if (stopping_ || waiting_.size() >= room_) return false;
        waiting_.push_back(std::move(read));
    }
    arrived_.notify_one();
    return true;
}

void Readers::work(store::Session& session) {
    while (true) {
        Read read;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            read = std::move(waiting_.front());
            waiting_.pop_front();
        }
        read(session);
    }
}

}  // namespace noticeboard::app
