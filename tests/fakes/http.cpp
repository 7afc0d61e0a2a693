// HttpServer: see http.hpp.
#include "tests/fakes/http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>

namespace noticeboard::fakes {
namespace {

class Line {  // a connection, read and written whole messages at a time
 public:
    explicit Line(int socket) : socket_(socket) {}

    std::optional<web::Request> read(const std::string& base) {
        std::size_t head = std::string::npos;
        while ((head = buffer_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return std::nullopt;
        }
        web::Request out = head_of(buffer_.substr(0, head + 2), base);
        buffer_.erase(0, head + 4);
        const std::string length(out.headers.value("Content-Length"));
        const std::size_t size = length.empty() ? 0 : std::stoul(length);
        while (buffer_.size() < size) {
            if (!more()) return std::nullopt;
        }
        out.body = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return out;
    }

    bool write(const web::Response& response) {
        std::string out = "HTTP/1.1 " + std::to_string(response.status) + " -\r\n";
        for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
        out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
        for (std::size_t sent = 0; sent < out.size();) {
            const ssize_t count = ::send(socket_, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
            if (count <= 0) return false;
            sent += static_cast<std::size_t>(count);
        }
        return true;
    }

 private:
    bool more() {
        char bytes[16 * 1024];
        const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    static web::Request head_of(const std::string& head, const std::string& base) {
        web::Request out;
        std::size_t at = head.find("\r\n");
        const std::string first = head.substr(0, at);
        const std::size_t blank = first.find(' ');
        out.method = first.substr(0, blank);
        out.url = base + first.substr(blank + 1, first.rfind(' ') - blank - 1);
        for (at += 2; at < head.size();) {
            const std::size_t end = head.find("\r\n", at);
            const std::size_t colon = head.find(':', at);
            const std::size_t value = head.find_first_not_of(' ', colon + 1);
            out.headers.add(head.substr(at, colon - at), head.substr(value, end - value));
            at = end + 2;
        }
        return out;
    }

    int socket_;
    std::string buffer_;
};

}  // namespace

HttpServer::HttpServer(std::function<Told(const web::Request&)> handle) : handle_(std::move(handle)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 256) != 0 ||
        ::getsockname(listener_, any, &size) != 0) {
        throw std::runtime_error("a fake cannot listen");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

HttpServer::~HttpServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    std::unique_lock lock(mutex_);
    empty_.wait(lock, [this] { return open_.empty(); });
}

void HttpServer::accept_all() {
    for (;;) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock(mutex_);
        if (stopping_ || socket < 0) {
            if (socket >= 0) ::close(socket);
            return;
        }
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        open_.insert(socket);
        std::thread([this, socket] { serve(socket); }).detach();
    }
}

void HttpServer::serve(int socket) {
    Line line(socket);
    const std::string base = url();
    while (const auto request = line.read(base)) {
        const Told told = handle_(*request);
        if (told.cut || !line.write(told.response)) break;
    }
    const std::lock_guard lock(mutex_);
    ::close(socket);
    open_.erase(socket);
    empty_.notify_all();
}

}  // namespace noticeboard::fakes
