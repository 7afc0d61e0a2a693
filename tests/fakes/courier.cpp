// Courier: see courier.hpp.
#include "tests/fakes/courier.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <future>
#include <stdexcept>

namespace noticeboard::fakes {
namespace {

web::Client client_on(web::Loops& loops) {
    auto opened = web::Client::open(loops.at(0), {});
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(*opened);
}

}  // namespace

Courier::Courier(Habits habits) : habits_(habits), client_(client_on(loops_)) {
    for (std::size_t i = 0; i < habits_.hands; ++i) hands_.emplace_back([this] { work(); });
}

Courier::~Courier() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& hand : hands_) hand.join();
    loops_.stop();
}

void Courier::send(Parcel parcel) {
    {
        const std::lock_guard lock(mutex_);
        Queue& queue = queues_[parcel.chat];
        queue.parcels.push_back(std::move(parcel));
    }
    changed_.notify_all();
}

bool Courier::wait_idle(Millis longest) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, longest, [this] { return queues_.empty(); });
}

void Courier::let_finish(const std::string& chat) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 1s, [&] {
        const auto it = queues_.find(chat);
        return it == queues_.end() || !it->second.busy;
    });
}

std::size_t Courier::tries() const {
    const std::lock_guard lock(mutex_);
    return tries_;
}

std::size_t Courier::given_up() const {
    const std::lock_guard lock(mutex_);
    return given_up_;
}

// A chat whose first parcel may be tried now; the end when there is none. Under the lock.
std::map<std::string, Courier::Queue>::iterator Courier::ready() {
    const auto now = Steady::now();
    for (auto it = queues_.begin(); it != queues_.end(); ++it) {
        if (!it->second.busy && it->second.due <= now) return it;
    }
    return queues_.end();
}

void Courier::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const auto it = ready();
        if (it == queues_.end()) {
            Steady::time_point next = Steady::time_point::max();
            for (const auto& [chat, queue] : queues_) {
                if (!queue.busy) next = std::min(next, queue.due);
            }
            if (next == Steady::time_point::max())
                changed_.wait(lock);
            else
                changed_.wait_until(lock, next);
            continue;
        }
        Queue& queue = it->second;  // stays where it is while it is busy
        queue.busy = true;
        ++tries_;
        const Parcel parcel = queue.parcels.front();
        lock.unlock();
        const web::Fetched fetched = carry(parcel);
        lock.lock();
        queue.busy = false;
        settle(queue, fetched);
        if (queue.parcels.empty()) queues_.erase(it);
        changed_.notify_all();
    }
}

web::Fetched Courier::carry(const Parcel& parcel) {
    auto promise = std::make_shared<std::promise<web::Fetched>>();
    web::Request request = parcel.request();
    boost::asio::co_spawn(loops_.at(0), client_.fetch(std::move(request), habits_.patience),
                          [promise](std::exception_ptr bug, web::Fetched fetched) {
                              if (bug)
                                  promise->set_exception(bug);
                              else
                                  promise->set_value(std::move(fetched));
                          });
    web::Fetched fetched = promise->get_future().get();
    const auto* response = std::get_if<web::Response>(&fetched);
    if (response != nullptr && response->status / 100 == 2 && parcel.delivered) parcel.delivered(*response);
    return fetched;
}

// Under the lock.
void Courier::settle(Queue& queue, const web::Fetched& fetched) {
    Parcel& parcel = queue.parcels.front();
    const auto* response = std::get_if<web::Response>(&fetched);
    const bool accepted = response != nullptr && response->status / 100 == 2;
    if (accepted && parcel.repeats > 0) {
        --parcel.repeats;
        parcel.delivered = nullptr;
        return;
    }
    ++queue.tried;
    const bool over = parcel.tries > 0 && queue.tried >= parcel.tries;
    if (!accepted && !over) {
        Millis wait = habits_.first_wait * (1 << std::min(queue.tried - 1, 10));
        if (response != nullptr && response->headers.find("Retry-After") != nullptr) {
            wait = Millis(1000 * std::stol(std::string(response->headers.value("Retry-After"))));
        }
        queue.due = Steady::now() + std::min(wait, habits_.longest_wait);
        return;
    }
    if (!accepted) ++given_up_;
    queue.tried = 0;
    queue.due = {};
    queue.parcels.pop_front();
}

}  // namespace noticeboard::fakes
