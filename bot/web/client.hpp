// Client: HTTP/1.1 requests to other servers, over connections that are kept and used again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "bot/model/moment.hpp"
#include "bot/model/result.hpp"
#include "bot/web/message.hpp"
#include "bot/web/task.hpp"

namespace noticeboard::web {

// Why there is no response. `passing`: network or time; `forbidden`: the certificate; `full`: the response is too
// large; `invalid`: the URL, or an answer that is not HTTP. Its message names the host, never path, query, headers or
// body.
struct Failure {
    Error error;
    bool sent = false;  // the server may have got the request and acted on it; false: it certainly has not
};

using Fetched = std::variant<Response, Failure>;

struct ClientOptions {
    std::string ca_file;                            // PEM, trusted besides the system's own
    std::size_t connections_per_place = 32;         // to one scheme, host and port; further requests wait their turn
    std::size_t idle_per_place = 8;                 // connections that are kept
    Millis idle = 20s;                              // for at most twice as long
    std::size_t response_limit = 20 * 1024 * 1024;  // bytes of a body
};

class Client {
 public:
    // Its connections live on that context, which must outlive it. `invalid` when the CA file cannot be used.
    static Result<Client> open(boost::asio::io_context& context, ClientOptions options);

    // One exchange within one deadline for all of it: name look-up, connection, TLS, writing, reading. Certificates and
    // host names are always checked; redirects are not followed. Only GET, HEAD and OPTIONS are ever sent a second
    // time: once, when a kept connection turns out to be dead. Works from any coroutine on any thread.
    Task<Fetched> fetch(Request request, Millis deadline) const;

 private:
    struct Parts;
    explicit Client(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
    std::shared_ptr<Parts> parts_;
};

}  // namespace noticeboard::web
