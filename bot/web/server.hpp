// Server: HTTP/1.1 on all I/O threads; to it the application is one function from Request to Answer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/model/result.hpp"
#include "bot/web/limits.hpp"
#include "bot/web/loops.hpp"
#include "bot/web/message.hpp"
#include "bot/web/sse.hpp"
#include "bot/web/task.hpp"

namespace noticeboard::web {

struct Answer {
    Answer() = default;
    Answer(Response what) : response(std::move(what)) {}

    Response response;
    // Called once, on the connection's thread: true when all bytes were written, false when they were not and never
    // will be. With it set, a client that has hung up counts as not written.
    std::function<void(bool written)> after;
    std::optional<EventStream> events;  // instead of a body
    std::string route;                  // for the metrics: "/g", never the path itself
};

// Runs on the connection's thread and must not block it; it may wait there, e.g. for a Completion from another thread.
// What it throws becomes a 500.
using Handler = std::function<Task<Answer>(Request)>;

struct Observed {
    std::string_view route;
    int status = 0;
    std::chrono::nanoseconds took{};  // from the whole request to its last byte written
};

struct ServerOptions {
    std::string listen = "127.0.0.1:8080";  // or "[::]:8080"; port 0: any
    struct Tls {
        std::string certificate_chain;  // PEM files
        std::string private_key;
    };
    std::optional<Tls> tls;
    Limits limits;
    Deadlines deadlines;
    std::vector<std::string> trusted_proxies;      // addresses and networks
    std::string public_url;                        // scheme and host of what the public sees; empty: the Host field's
    std::function<void(const Observed&)> observe;  // on any I/O thread
    std::function<void(std::string_view type)> on_exception;  // the type of what a handler threw, never its words
};

class Server {
 public:
    // Listens at once. `conflict` when another program has the port, `invalid` for a bad address, proxy or certificate.
    static Result<std::unique_ptr<Server>> open(Loops& loops, ServerOptions options, Handler handler);
    ~Server();  // stop(0)
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;

    // Reads the certificate and key files again; connections that are open keep theirs.
    Result<Done> renew_certificate();

    // Goes on accepting for `deadlines.drain` while every answer says Connection: close, then closes the door without
    // resetting a connection, lets requests in flight finish, closes idle connections and event streams. After `grace`
    // closes what is left. True when nothing was cut off. Not from an I/O thread.
    bool stop(Millis grace);

 private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace noticeboard::web
