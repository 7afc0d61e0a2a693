// What HTTP alone costs: our server with an empty handler beside a bare Beast session, under the same load, CPU per
// request.
//   bench_empty_http [connections] [seconds]
#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bot/web/completion.hpp"
#include "bot/web/server.hpp"

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

// A webhook as Telegram sends it, behind a proxy.
std::string webhook() {
    const std::string body =
        R"({"update_id":871234567,"message":{"message_id":4711,"from":{"id":5123456789,"is_bot":false,"first_name":"Wang",)"
        R"("language_code":"zh-hans"},"chat":{"id":5123456789,"first_name":"Wang","type":"private"},"date":1753000000,)"
        R"("text":"/join 30521074","entities":[{"offset":0,"length":5,"type":"bot_command"}]}})";
    return "POST /in/telegram HTTP/1.1\r\nHost: nb.example.org\r\nContent-Type: application/json\r\nConnection: "
           "keep-alive\r\n"
           "Accept-Encoding: gzip, deflate\r\nX-Telegram-Bot-Api-Secret-Token: 0123456789abcdef0123456789abcdef\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Sends on every connection as soon as its answer has come; gives the number of answers.
std::size_t load(std::uint16_t port, int connections, double seconds) {
    const std::string request = webhook();
    std::vector<pollfd> sockets;
    for (int i = 0; i < connections; ++i) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) std::abort();
        if (::send(socket, request.data(), request.size(), 0) < 0) std::abort();
        sockets.push_back({socket, POLLIN, 0});
    }
    std::size_t answers = 0;
    std::array<char, 4096> buffer{};
    const auto end = Steady::now() + std::chrono::duration<double>(seconds);
    while (Steady::now() < end) {
        ::poll(sockets.data(), sockets.size(), 100);
        for (const pollfd& ready : sockets) {
            if (!(ready.revents & POLLIN)) continue;
            if (::recv(ready.fd, buffer.data(), buffer.size(), 0) <= 0) std::abort();  // an answer fits into one read
            ++answers;
            if (::send(ready.fd, request.data(), request.size(), 0) < 0) std::abort();
        }
    }
    return answers;
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// The load runs in a process of its own, so that only the server's CPU is counted here.
void measure(const char* name, std::uint16_t port, int connections, double seconds) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) std::abort();
    const double before = cpu_seconds();
    const pid_t child = ::fork();
    if (child == 0) {
        const std::size_t answers = load(port, connections, seconds);
        if (::write(pipe[1], &answers, sizeof answers) < 0) std::abort();
        ::_exit(0);
    }
    std::size_t answers = 0;
    if (::read(pipe[0], &answers, sizeof answers) < 0) std::abort();
    const double used = cpu_seconds() - before;
    ::waitpid(child, nullptr, 0);
    std::printf("%-34s %9.0f requests/s %7.2f us CPU\n", name, static_cast<double>(answers) / seconds,
                used * 1e6 / static_cast<double>(answers));
}

Response small() {
    Response response;
    response.headers.add("Content-Type", "application/json");
    response.body = "{\"method\":\"sendMessage\",\"chat_id\":5123456789,\"text\":\"Welcome\"}";
    return response;
}

Task<Answer> at_once(Request) {
    co_return Answer(small());
}

// A thread that answers all requests that have come since it last looked.
class Lane {
 public:
    Lane() : thread_([this] { work(); }) {}
    ~Lane() {
        add({});
        thread_.join();
    }
    Task<Answer> answer(Request) {
        const Completion<Response> completion;
        add(completion);
        Response response = co_await completion.wait();
        co_return Answer(std::move(response));
    }

 private:
    void add(std::optional<Completion<Response>> item) {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(item));
        if (queue_.size() == 1) changed_.notify_one();
    }
    void work() {
        while (true) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !queue_.empty(); });
            const auto batch = std::exchange(queue_, {});
            lock.unlock();
            for (const auto& completion : batch) {
                if (!completion) return;
                completion->fulfil(small());
            }
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::optional<Completion<Response>>> queue_;
    std::thread thread_;
};

Task<> bare_session(tcp::socket socket) {  // Beast as its examples show it
    boost::beast::tcp_stream stream(std::move(socket));
    boost::beast::flat_buffer buffer;
    while (true) {
        stream.expires_after(std::chrono::seconds(30));
        http::request<http::string_body> request;
        const auto [failure, count] = co_await http::async_read(stream, buffer, request, quietly);
        if (failure) co_return;
        http::response<http::string_body> response(http::status::ok, request.version());
        response.set(http::field::content_type, "application/json");
        response.keep_alive(request.keep_alive());
        response.body() = small().body;
        response.prepare_payload();
        const auto [broken, written] = co_await http::async_write(stream, response, quietly);
        if (broken) co_return;
    }
}

Task<> bare_server(tcp::acceptor& acceptor) {
    while (true) {
        auto [error, socket] = co_await acceptor.async_accept(quietly);
        if (error) co_return;
        socket.set_option(tcp::no_delay(true));
        asio::co_spawn(acceptor.get_executor(), bare_session(std::move(socket)), asio::detached);
    }
}

void measure_ours(const char* name, const Handler& handler, int connections, double seconds) {
    Loops loops(1);
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    auto server = Server::open(loops, options, handler);
    measure(name, (*server)->port(), connections, seconds);
}

void measure_bare(int connections, double seconds) {
    Loops loops(1);
    tcp::acceptor acceptor(loops.at(0), tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    asio::co_spawn(loops.at(0), bare_server(acceptor), asio::detached);
    measure("a bare Beast session", acceptor.local_endpoint().port(), connections, seconds);
    loops.stop();
}

}  // namespace

int main(int count, char** words) {
    const int connections = count > 1 ? std::atoi(words[1]) : 32;
    const double seconds = count > 2 ? std::atof(words[2]) : 2;
    for (int round = 0; round < 3; ++round) {
        measure_bare(connections, seconds);
        measure_ours("ours, answered at once", at_once, connections, seconds);
        Lane lane;
        const auto in_lane = [&lane](Request request) { return lane.answer(std::move(request)); };
        measure_ours("ours, answered by another thread", in_lane, connections, seconds);
    }
}
