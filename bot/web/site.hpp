// Site: what all connections of one server share, on all its threads.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/ssl/context.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "bot/web/proxies.hpp"
#include "bot/web/server.hpp"

namespace noticeboard::web {

class Guests {  // counts open connections, all and by peer
 public:
    // False when there is no room; else leave() must follow.
    bool enter(const Address& peer, const Limits& limits, bool is_proxy) {
        const std::lock_guard lock(mutex_);
        if (total_ >= limits.connections) return false;
        std::size_t& here = by_peer_[key(peer)];
        if (here >= limits.connections_per_peer && !is_proxy) return false;
        ++here;
        ++total_;
        return true;
    }

    void leave(const Address& peer) {
        const std::lock_guard lock(mutex_);
        --total_;
        const auto found = by_peer_.find(key(peer));
        if (--found->second == 0) by_peer_.erase(found);
    }

 private:
    using Key = std::array<unsigned char, 8>;

    static Key key(const Address& peer) {  // an IPv4 address, or the /64 of an IPv6 address
        Key out{};
        if (peer.is_v4()) {
            const auto bytes = peer.to_v4().to_bytes();
            std::copy(bytes.begin(), bytes.end(), out.begin());
        } else {
            const auto bytes = peer.to_v6().to_bytes();
            std::copy_n(bytes.begin(), out.size(), out.begin());
        }
        return out;
    }

    std::mutex mutex_;
    std::size_t total_ = 0;
    std::map<Key, std::size_t> by_peer_;
};

struct Site {
    Site(ServerOptions given, Handler handle, Proxies known)
        : options(std::move(given)), handler(std::move(handle)), proxies(std::move(known)) {}

    const ServerOptions options;
    const Handler handler;
    const Proxies proxies;
    Guests guests;
    std::atomic<bool> draining{false};  // every answer says Connection: close

    std::shared_ptr<boost::asio::ssl::context> tls() {  // null: plain
        const std::lock_guard lock(tls_mutex_);
        return tls_;
    }
    void use(std::shared_ptr<boost::asio::ssl::context> context) {
        const std::lock_guard lock(tls_mutex_);
        tls_ = std::move(context);
    }
    void report(std::string_view type) const {
        if (options.on_exception) options.on_exception(type);
    }

 private:
    std::mutex tls_mutex_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
};

}  // namespace noticeboard::web
