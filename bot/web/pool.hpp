// Pool: the connections of a Client, kept by place, a limited number per place.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "bot/model/moment.hpp"
#include "bot/web/task.hpp"

namespace noticeboard::web {

struct Place {  // where a connection goes
    bool tls = false;
    std::string host;  // a name or an address, without the brackets of IPv6
    std::string port;

    bool operator<(const Place& other) const {
        return std::tie(tls, host, port) < std::tie(other.tls, other.host, other.port);
    }
};

struct Line {  // one connection; a request has it alone while it runs
    explicit Line(boost::asio::io_context& context) : socket(context) {}

    boost::asio::ip::tcp::socket socket;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls;
    Steady::time_point idle_since{};

    // Nothing may come on an idle connection: after its end, or bytes nobody asked for, it is of no use.
    bool is_alive();
};

// All on the thread of its io_context.
class Pool : public std::enable_shared_from_this<Pool> {
    struct Lines {
        std::size_t in_use = 0;
        std::list<std::unique_ptr<Line>> idle;         // the last one used in front
        std::list<boost::asio::steady_timer> waiting;  // for their turn, in order; woken by cancelling
    };

 public:
    Pool(boost::asio::io_context& context, std::size_t per_place, std::size_t idle_per_place, Millis idle);

    class Seat {  // the right to one connection; ends with its scope
     public:
        Seat(Pool& pool, Lines& lines);
        ~Seat();
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;

        std::unique_ptr<Line> kept_line();  // one that is alive, or null
        void keep(std::unique_ptr<Line> line);

     private:
        Pool& pool_;
        Lines& lines_;
    };

    Task<std::unique_ptr<Seat>> seat(const Place& place);  // waits while all are taken

 private:
    class Turn;  // a place in the queue
    void sweep();

    boost::asio::io_context& context_;
    const std::size_t per_place_;
    const std::size_t idle_per_place_;
    const Millis idle_;
    boost::asio::steady_timer clock_;
    bool sweeping_ = false;
    std::map<Place, Lines> places_;
};

}  // namespace noticeboard::web
