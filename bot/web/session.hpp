// Session: the life of one connection that a client opened.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bot/web/listener.hpp"
#include "bot/web/reader.hpp"
#include "bot/web/site.hpp"
#include "bot/web/wire.hpp"

namespace noticeboard::web {

class Session : public std::enable_shared_from_this<Session> {
 public:
    enum class Welcome { serve, turn_away };  // turned away: told 503 and nothing else

    Session(boost::asio::ip::tcp::socket socket, Address peer, std::shared_ptr<Listener> listener, Welcome welcome);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void start();

    // From the listener, on the same thread.
    void check(Steady::time_point now);  // ends what is past its deadline
    void retire();                       // the server stops: closes when idle
    void abort();
    Welcome welcome() const { return welcome_; }

 private:
    using Socket = boost::asio::ip::tcp::socket;
    enum class Stage { idle, head, body, busy };

    Task<> live();
    Task<bool> shake_hands();
    Task<bool> read_request();
    Task<std::string_view> receive();
    void take(std::string_view bytes);
    void enter(Stage stage);

    Task<bool> reply();
    Task<Answer> ask(Request request);
    Task<bool> send(const Response& response, Connection connection, bool head_only);
    Task<bool> refuse(int status);
    Task<bool> stream(const EventStream& events, bool head_only);
    Task<bool> write(std::string_view head, std::string_view body);
    Task<> part();
    bool peer_hung_up();

    void expect_within(Millis time) { deadline_ = Steady::now() + time; }
    void expect_whenever() { deadline_ = Steady::time_point::max(); }

    Socket socket_;
    const Address peer_;
    const std::string peer_text_;
    const bool from_proxy_;
    const Welcome welcome_;
    const std::shared_ptr<Listener> listener_;
    Site& site_;
    std::shared_ptr<boost::asio::ssl::context> tls_context_;
    std::optional<boost::asio::ssl::stream<Socket&>> tls_;
    std::unique_ptr<char[]> tls_input_;

    std::optional<RequestReader> reader_;
    std::string pending_;  // bytes that have come and are not used yet
    std::string head_;     // of the answer being written
    Stage stage_ = Stage::idle;
    Steady::time_point deadline_ = Steady::time_point::max();
    bool served_ = false;   // at least one request
    bool expired_ = false;  // a deadline has ended the operation under way
    bool retired_ = false;
    bool gone_ = false;  // the client has closed its side, or nothing can be sent to it any more
    std::optional<EventStream> streaming_;
    std::optional<boost::asio::steady_timer> bell_;
};

}  // namespace noticeboard::web
