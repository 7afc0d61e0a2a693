// The floor of the webhook bench: a bare Beast server that answers every POST with the same bytes.
//   bench_beast_server PORT THREADS [telegram]     … or as Telegram answers a sent message
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdlib>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

std::string answer = R"({"method":"sendMessage","chat_id":1,"text":"ok"})";

asio::awaitable<void> serve(tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    try {
        while (true) {
            http::request<http::string_body> request;
            co_await http::async_read(socket, buffer, request, asio::use_awaitable);
            http::response<http::string_body> response(http::status::ok, 11);
            response.set(http::field::content_type, "application/json");
            response.body() = answer;
            response.prepare_payload();
            co_await http::async_write(socket, response, asio::use_awaitable);
        }
    } catch (const std::exception&) {  // the client has gone
    }
}

asio::awaitable<void> accept(unsigned short port) {
    using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    const auto executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(executor);
    acceptor.open(tcp::v4());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.set_option(reuse_port(true));
    acceptor.bind(tcp::endpoint(asio::ip::address_v4::loopback(), port));
    acceptor.listen();
    while (true) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) return 2;
    if (count > 3) answer = R"({"ok":true,"result":{"message_id":1}})";
    std::vector<std::thread> threads;
    for (int i = 0; i < std::atoi(arguments[2]); ++i) {
        threads.emplace_back([port = static_cast<unsigned short>(std::atoi(arguments[1]))] {
            asio::io_context context(1);
            asio::co_spawn(context, accept(port), asio::detached);
            context.run();
        });
    }
    for (std::thread& thread : threads) thread.join();
}
