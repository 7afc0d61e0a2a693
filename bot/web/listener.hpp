// Listener: one I/O thread's share of a server: its acceptor, its open connections, and the watch over their deadlines.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <span>
#include <unordered_set>

#include "bot/web/task.hpp"

namespace noticeboard::web {

class Session;
struct Site;

// After start() everything happens on the thread of its io_context. One clock ticks for all connections: setting a
// deadline is a store, not a timer.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
    using Acceptor = boost::asio::ip::tcp::acceptor;

    Listener(boost::asio::io_context& context, Acceptor acceptor, std::shared_ptr<Site> site);

    void start();
    boost::asio::io_context& context() { return context_; }
    Site& site() { return *site_; }

    // How a stop goes on, step by step.
    void refuse_newcomers();  // new handshakes are dropped; those under way complete and are accepted
    void close(std::function<void()> when_deserted);  // the queue is accepted first; idle connections are closed
    void abort_all();

    void add(Session& session);
    void remove(Session& session);
    std::span<char> scratch() { return scratch_; }  // for bytes that are used before anything else runs on this thread

 private:
    Task<> accept_all();
    void admit(boost::asio::ip::tcp::socket socket);
    void tick();
    void tell_if_deserted();

    boost::asio::io_context& context_;
    Acceptor acceptor_;
    std::shared_ptr<Site> site_;
    boost::asio::steady_timer clock_;
    const Steady::duration period_;
    bool ticking_ = false;
    std::unordered_set<Session*> sessions_;
    std::size_t turned_away_ = 0;
    std::function<void()> when_deserted_;
    std::array<char, 64 * 1024> scratch_{};
};

}  // namespace noticeboard::web
