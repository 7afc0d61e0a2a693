// Proxies: which senders may speak for somebody else, and who the client behind them is.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/result.hpp"
#include "bot/web/message.hpp"

namespace noticeboard::web {

using Address = boost::asio::ip::address;

Address plain(const Address& address);  // an IPv4 address that came as ::ffff:a.b.c.d, as IPv4

class Proxies {
 public:
    // Addresses ("10.0.0.7", "::1") and networks ("10.0.0.0/8"); `invalid` names the entry that is neither.
    static Result<Proxies> parse(const std::vector<std::string>& entries);

    bool trusts(const Address& sender) const;

    // The right-most entry of X-Forwarded-For that is no trusted proxy; the sender itself where it is not trusted.
    // Entries further left are whatever the client wrote. An entry that is no address ends the walk at the proxy that
    // reported it.
    std::string client(const Address& sender, const Headers& headers) const;

 private:
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

// The whole URL of a request, as the public sees it: `public_url` (scheme and host) where it is set, else the Host
// field and the scheme of the connection; X-Forwarded-Proto and -Host count only from a trusted proxy. `invalid` on a
// malformed host or target.
Result<std::string> whole_url(const Request& request, std::string_view public_url, bool tls, bool from_trusted);

}  // namespace noticeboard::web
