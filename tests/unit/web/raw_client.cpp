// Blocking sockets with a time limit.
#include "tests/unit/web/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace noticeboard::web {

std::string RawReply::field(std::string_view name) const {
    const std::string start = "\r\n" + std::string(name) + ": ";
    const std::size_t begin = head.find(start);
    if (begin == std::string::npos) return "";
    const std::size_t value = begin + start.size();
    return head.substr(value, head.find("\r\n", value) - value);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit = {.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    ::close(std::exchange(socket_, -1));
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), reset_(other.reset_), received_(std::move(other.received_)) {}

RawClient::~RawClient() {
    if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::more() {
    std::array<char, 16 * 1024> buffer{};
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == ECONNRESET) reset_ = true;
    if (got <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string RawClient::read_until(std::string_view end) {
    while (received_.find(end) == std::string::npos)
        if (!more()) return std::exchange(received_, std::string());
    const std::size_t size = received_.find(end) + end.size();
    std::string out = received_.substr(0, size);
    received_.erase(0, size);
    return out;
}

std::optional<RawReply> RawClient::reply(bool to_head) {
    RawReply reply;
    reply.head = read_until("\r\n\r\n");
    if (!reply.head.ends_with("\r\n\r\n") || !reply.head.starts_with("HTTP/1.1 ")) return std::nullopt;
    reply.status = std::atoi(reply.head.c_str() + 9);
    const std::size_t length =
        to_head ? 0 : static_cast<std::size_t>(std::atoll(reply.field("Content-Length").c_str()));
    while (received_.size() < length)
        if (!more()) return std::nullopt;
    reply.body = received_.substr(0, length);
    received_.erase(0, length);
    return reply;
}

bool RawClient::is_closed() {
    errno = 0;
    while (more()) {
    }
    return reset_ || errno != EAGAIN;
}

bool RawClient::hears_the_end() const {
    pollfd end = {.fd = socket_, .events = POLLRDHUP, .revents = 0};
    return ::poll(&end, 1, 10'000) == 1;
}

void RawClient::finish() {
    ::shutdown(socket_, SHUT_WR);
}

void RawClient::reset() {
    const linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
}

}  // namespace noticeboard::web
