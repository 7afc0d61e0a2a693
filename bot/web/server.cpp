// Opening the ports, and the order in which a server stops.
#include "bot/web/server.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/ssl/context.hpp>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "bot/web/listener.hpp"
#include "bot/web/site.hpp"

namespace noticeboard::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr int accept_queue = 1024;
constexpr Millis handshakes_end = 100ms;  // how long a handshake that is under way may take

Result<tcp::endpoint> endpoint_from(const std::string& listen) {
    const std::size_t colon = listen.rfind(':');
    std::string host = listen.substr(0, colon);
    unsigned port = 65536;
    if (colon != std::string::npos) {
        const char* const end = listen.data() + listen.size();
        if (std::from_chars(listen.data() + colon + 1, end, port).ptr != end) port = 65536;
    }
    if (host.size() > 1 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    ErrorCode error;
    const auto address = asio::ip::make_address(host, error);
    if (error || port > 65535)
        return invalid("\"" + listen + "\" is not an address to listen on, such as 127.0.0.1:8080 or [::]:8080");
    return tcp::endpoint(address, static_cast<std::uint16_t>(port));
}

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

enum class Port { probed, shared };  // a shared port has a listening acceptor on every thread

Result<tcp::acceptor> take_port(asio::io_context& context, const tcp::endpoint& endpoint, Port port) {
    tcp::acceptor acceptor(context);
    ErrorCode error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
    if (!error && port == Port::shared) acceptor.set_option(ReusePort(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error && port == Port::shared) acceptor.listen(accept_queue, error);
    if (!error) return acceptor;
    const std::string where = endpoint.address().to_string() + ", port " + std::to_string(endpoint.port());
    if (error == asio::error::address_in_use) return conflict(where + ": another program listens there");
    return invalid("cannot listen on " + where + ": " + error.message());
}

Result<std::shared_ptr<asio::ssl::context>> load_tls(const ServerOptions::Tls& files) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context->native_handle(),
                            "ECDHE+AESGCM:ECDHE+CHACHA20");  // of TLS 1.2; those of 1.3 are all good
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    ErrorCode error;
    context->use_certificate_chain_file(files.certificate_chain, error);
    if (error) return invalid("cannot use the certificate " + files.certificate_chain + ": " + error.message());
    context->use_private_key_file(files.private_key, asio::ssl::context::pem, error);
    if (error) return invalid("cannot use the key " + files.private_key + ": " + error.message());
    return context;
}

}  // namespace

struct Server::Parts {
    std::shared_ptr<Site> site;
    std::vector<std::shared_ptr<Listener>> listeners;
    std::uint16_t port = 0;
    bool stopped = false;

    template <class Step>
    void on_each(Step step) {
        for (const auto& listener : listeners) asio::post(listener->context(), [listener, step] { step(*listener); });
    }
};

Result<std::unique_ptr<Server>> Server::open(Loops& loops, ServerOptions options, Handler handler) {
    Result<tcp::endpoint> endpoint = endpoint_from(options.listen);
    if (!endpoint) return endpoint.error();
    Result<Proxies> proxies = Proxies::parse(options.trusted_proxies);
    if (!proxies) return proxies.error();

    auto parts = std::make_unique<Parts>();
    parts->site = std::make_shared<Site>(std::move(options), std::move(handler), std::move(*proxies));
    if (parts->site->options.tls) {
        auto tls = load_tls(*parts->site->options.tls);
        if (!tls) return tls.error();
        parts->site->use(*tls);
    }
    if (endpoint->port() != 0) {  // another program that shares its port would let us in unnoticed
        const Result<tcp::acceptor> probe = take_port(loops.at(0), *endpoint, Port::probed);
        if (!probe) return probe.error();
    }
    for (std::size_t i = 0; i < loops.size(); ++i) {
        Result<tcp::acceptor> acceptor = take_port(loops.at(i), *endpoint, Port::shared);
        if (!acceptor) return acceptor.error();
        endpoint->port(acceptor->local_endpoint().port());
        parts->listeners.push_back(std::make_shared<Listener>(loops.at(i), std::move(*acceptor), parts->site));
    }
    parts->port = endpoint->port();
    parts->on_each([](Listener& listener) { listener.start(); });
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
    stop(0ms);
}

std::uint16_t Server::port() const {
    return parts_->port;
}

Result<Done> Server::renew_certificate() {
    Site& site = *parts_->site;
    if (!site.options.tls) return invalid("this server has no certificate");
    auto tls = load_tls(*site.options.tls);
    if (!tls) return tls.error();
    site.use(*tls);
    return Done();
}

bool Server::stop(Millis grace) {
    if (std::exchange(parts_->stopped, true)) return true;
    const auto deadline = Steady::now() + grace;
    parts_->site->draining = true;
    if (grace > 0ms) {
        std::this_thread::sleep_until(std::min(deadline, Steady::now() + parts_->site->options.deadlines.drain));
        parts_->on_each([](Listener& listener) { listener.refuse_newcomers(); });
        std::this_thread::sleep_for(handshakes_end);
    }

    struct Doors {
        std::mutex mutex;
        std::condition_variable deserted;
        std::size_t open;
    };
    const auto doors = std::make_shared<Doors>();
    doors->open = parts_->listeners.size();
    parts_->on_each([doors](Listener& listener) {
        listener.close([doors] {
            const std::lock_guard lock(doors->mutex);
            --doors->open;
            doors->deserted.notify_all();
        });
    });
    std::unique_lock lock(doors->mutex);
    const auto all_deserted = [&] { return doors->open == 0; };
    const bool in_time = doors->deserted.wait_until(lock, deadline, all_deserted);
    if (!in_time) {
        parts_->on_each([](Listener& listener) { listener.abort_all(); });
        doors->deserted.wait_for(lock, 1s,
                                 all_deserted);  // a handler that still waits keeps its connection object, no more
    }
    return in_time;
}

}  // namespace noticeboard::web
