// HttpServer: a small HTTP/1.1 server for fakes, one thread a connection. Not bot/web's: it must be able to misbehave.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

#include "bot/web/message.hpp"

namespace noticeboard::fakes {

struct Told {  // what the server does with a request
    web::Response response;
    bool cut = false;  // closes the line instead of answering
};

class HttpServer {
 public:
    explicit HttpServer(std::function<Told(const web::Request&)> handle);  // on a loopback port of its own
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
    void accept_all();
    void serve(int socket);

    std::function<Told(const web::Request&)> handle_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::condition_variable empty_;
    std::set<int> open_;  // sockets of connections whose threads run
    bool stopping_ = false;
    std::thread acceptor_;
};

}  // namespace noticeboard::fakes
