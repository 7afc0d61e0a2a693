// Accepting, counting, watching deadlines, and closing a door without hitting anybody who is in it.
#include "bot/web/listener.hpp"

#include <linux/filter.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "bot/web/session.hpp"
#include "bot/web/site.hpp"

namespace noticeboard::web {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr std::size_t turned_away_at_once = 100;  // more are closed without a word

// Often enough for the shortest deadline, and never more than a hundred times a second.
Steady::duration clock_period(const Deadlines& deadlines) {
    const Millis shortest =
        std::min({deadlines.head, deadlines.body, deadlines.write, deadlines.idle, deadlines.linger});
    return std::clamp<Millis>(shortest / 8, 10ms, 500ms);
}

// Makes the kernel drop every packet with SYN that arrives at a listening socket (classic BPF; byte 13 of a TCP header
// holds the flags). A connection can then only reach the accept queue if its handshake was already under way.
void drop_handshakes(int listening_socket) {
    std::array<sock_filter, 4> program = {{
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x02, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
    }};
    const sock_fprog filter = {.len = program.size(), .filter = program.data()};
    setsockopt(listening_socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

}  // namespace

Listener::Listener(asio::io_context& context, Acceptor acceptor, std::shared_ptr<Site> site)
    : context_(context),
      acceptor_(std::move(acceptor)),
      site_(std::move(site)),
      clock_(context),
      period_(clock_period(site_->options.deadlines)) {}

void Listener::start() {
    auto fence = [self = shared_from_this()](std::exception_ptr bug) {
        if (bug) std::rethrow_exception(bug);
    };
    asio::co_spawn(context_, accept_all(), std::move(fence));
}

Task<> Listener::accept_all() {
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(quietly);
        if (!error) {
            admit(std::move(socket));
        } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
            asio::steady_timer pause(context_, Steady::duration(100ms));  // no descriptors left, most likely
            co_await pause.async_wait(quietly);
        }
    }
}

void Listener::admit(asio::ip::tcp::socket socket) {
    ErrorCode error;
    const auto sender = socket.remote_endpoint(error);
    if (error) return;
    const Address peer = plain(sender.address());
    auto welcome = Session::Welcome::serve;
    if (!site_->guests.enter(peer, site_->options.limits, site_->proxies.trusts(peer))) {
        if (turned_away_ >= turned_away_at_once || site_->tls()) return;
        welcome = Session::Welcome::turn_away;
    }
    std::make_shared<Session>(std::move(socket), peer, shared_from_this(), welcome)->start();
}

void Listener::add(Session& session) {
    sessions_.insert(&session);
    if (session.welcome() == Session::Welcome::turn_away) ++turned_away_;
    if (!std::exchange(ticking_, true)) tick();
}

void Listener::remove(Session& session) {
    sessions_.erase(&session);
    if (session.welcome() == Session::Welcome::turn_away) --turned_away_;
    tell_if_deserted();
}

void Listener::tick() {
    clock_.expires_after(period_);
    clock_.async_wait([self = shared_from_this()](const ErrorCode& error) {
        self->ticking_ = !error && !self->sessions_.empty();
        if (!self->ticking_) return;
        const auto now = Steady::now();
        for (Session* session : self->sessions_) session->check(now);
        self->tick();
    });
}

void Listener::refuse_newcomers() {
    drop_handshakes(acceptor_.native_handle());
}

void Listener::close(std::function<void()> when_deserted) {
    ErrorCode error;
    acceptor_.non_blocking(true, error);
    while (!error) {
        auto socket = acceptor_.accept(context_, error);
        if (!error) admit(std::move(socket));
    }
    acceptor_.close(error);
    when_deserted_ = std::move(when_deserted);
    for (Session* session : sessions_) session->retire();
    tell_if_deserted();
}

void Listener::abort_all() {
    for (Session* session : sessions_) session->abort();
}

void Listener::tell_if_deserted() {
    if (!sessions_.empty() || !when_deserted_) return;
    const auto tell = std::exchange(when_deserted_, nullptr);
    tell();
}

}  // namespace noticeboard::web
