// What the server allows a client: sizes, numbers and times.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "bot/model/moment.hpp"

namespace noticeboard::web {

struct Limits {
    std::size_t url = 4 * 1024;                                  // 414 beyond
    std::size_t head = 16 * 1024;                                // request line and header fields; 431 beyond
    std::size_t body = 1024 * 1024;                              // 413 beyond
    std::function<std::size_t(std::string_view path)> body_for;  // another body limit by raw path, on any I/O thread
    std::size_t connections = 10'000;                            // 503 beyond
    std::size_t connections_per_peer = 512;                      // 503 beyond; an IPv6 peer is its /64; not for proxies
};

struct Deadlines {
    Millis head = 10s;       // from the first byte to the end of the header fields, and for a TLS handshake; 408 beyond
    Millis body = 20s;       // for the body, and a second more per 8 KiB that have come; 408 beyond
    Millis write = 30s;      // without the client taking a single byte
    Millis idle = 75s;       // between two requests
    Millis linger = 2s;      // for the client to close after us, so that it can read its last answer
    Millis drain = 2s;       // how long a stopping server goes on accepting
    Millis heartbeat = 15s;  // of event streams
};

}  // namespace noticeboard::web
