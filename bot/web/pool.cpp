// Handing out connections in turn, and closing those that nobody has wanted for a while.
#include "bot/web/pool.hpp"

#include <boost/asio/buffer.hpp>
#include <utility>

namespace noticeboard::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

bool Line::is_alive() {
    char byte = 0;
    ErrorCode error;
    socket.non_blocking(true, error);
    socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    return error == asio::error::would_block;
}

Pool::Pool(asio::io_context& context, std::size_t per_place, std::size_t idle_per_place, Millis idle)
    : context_(context), per_place_(per_place), idle_per_place_(idle_per_place), idle_(idle), clock_(context) {}

Pool::Seat::Seat(Pool& pool, Lines& lines) : pool_(pool), lines_(lines) {
    ++lines_.in_use;
}

Pool::Seat::~Seat() {
    --lines_.in_use;
    if (!lines_.waiting.empty()) lines_.waiting.front().cancel();
}

std::unique_ptr<Line> Pool::Seat::kept_line() {
    while (!lines_.idle.empty()) {
        std::unique_ptr<Line> line = std::move(lines_.idle.front());
        lines_.idle.pop_front();
        if (line->is_alive()) return line;
    }
    return nullptr;
}

void Pool::Seat::keep(std::unique_ptr<Line> line) {
    line->idle_since = Steady::now();
    lines_.idle.push_front(std::move(line));
    if (lines_.idle.size() > pool_.idle_per_place_) lines_.idle.pop_back();
    if (!std::exchange(pool_.sweeping_, true)) pool_.sweep();
}

class Pool::Turn {
 public:
    Turn(Pool& pool, Lines& lines)
        : pool_(pool),
          lines_(lines),
          bell_(lines.waiting.emplace(lines.waiting.end(), pool.context_, Steady::time_point::max())) {}
    ~Turn() {  // two who leave at once call the same one: he passes the second call on
        lines_.waiting.erase(bell_);
        if (lines_.in_use < pool_.per_place_ && !lines_.waiting.empty()) lines_.waiting.front().cancel();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    asio::steady_timer& bell() { return *bell_; }

 private:
    Pool& pool_;
    Lines& lines_;
    std::list<asio::steady_timer>::iterator bell_;
};

Task<std::unique_ptr<Pool::Seat>> Pool::seat(const Place& place) {
    Lines& lines = places_[place];
    std::optional<Turn> turn;
    while (lines.in_use >= per_place_) {
        if (!turn) turn.emplace(*this, lines);
        co_await turn->bell().async_wait(quietly);
    }
    co_return std::make_unique<Seat>(*this, lines);
}

void Pool::sweep() {
    clock_.expires_after(idle_);
    clock_.async_wait([weak = weak_from_this()](const ErrorCode& error) {
        const auto self = weak.lock();
        if (!self || error) return;
        const auto too_old = Steady::now() - self->idle_;
        bool any = false;
        for (auto place = self->places_.begin(); place != self->places_.end();) {
            Lines& lines = place->second;
            std::erase_if(lines.idle, [&](const auto& line) { return line->idle_since <= too_old; });
            any = any || !lines.idle.empty();
            const bool unused = lines.idle.empty() && lines.in_use == 0 && lines.waiting.empty();
            place = unused ? self->places_.erase(place) : std::next(place);
        }
        self->sweeping_ = any;
        if (any) self->sweep();
    });
}

}  // namespace noticeboard::web
