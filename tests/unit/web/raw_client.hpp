// RawClient: a bare TCP client for tests, which writes what it likes and sees every byte; gives up after ten seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace noticeboard::web {

struct RawReply {
    int status = 0;
    std::string head;  // status line and fields
    std::string body;

    std::string field(std::string_view name) const;  // "" when it is not there; name in the case it was written
};

class RawClient {
 public:
    explicit RawClient(std::uint16_t port, int receive_buffer = 0);  // 127.0.0.1; bytes, 0: the system's
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return socket_ >= 0; }
    bool send(std::string_view bytes) const;
    std::optional<RawReply> reply(bool to_head = false);  // one response with a Content-Length
    std::string read_until(std::string_view end);  // what came, up to and with `end`, or until the connection ended
    bool is_closed();                              // waits until the server has closed
    bool hears_the_end() const;                    // the same, without reading what is waiting
    bool was_reset() const { return reset_; }
    void finish();  // no more from us, but we listen
    void reset();   // gone at once, without a farewell

 private:
    bool more();

    int socket_ = -1;
    bool reset_ = false;
    std::string received_;
};

}  // namespace noticeboard::web
