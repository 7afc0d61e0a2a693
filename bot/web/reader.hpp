// RequestReader and ResponseReader: turn bytes into one message. They touch no socket, so tests feed them what they
// like.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <string_view>

#include "bot/web/limits.hpp"
#include "bot/web/message.hpp"

namespace noticeboard::web {

// RFC 9112; refuses what could be read in two ways (RFC 9112 6.3, 11.2).
class RequestReader final : private boost::beast::http::basic_parser<true> {
 public:
    explicit RequestReader(const Limits& limits);  // which must outlive it

    std::size_t feed(std::string_view bytes);  // gives how many it used; the rest come again, with what follows them

    bool begun() const { return got_some(); }
    bool head_done() const { return head_done_; }
    bool done() const { return is_done(); }
    int refusal() const { return refusal_; }  // 0, or the status to refuse with
    bool should_continue();                   // once, where the client waits to be asked for the body (RFC 9110 10.1.1)
    bool keeps_alive() const { return keep_alive(); }
    bool is_1_0() const { return is_1_0_; }

    Request take() { return std::move(request_); }  // `url` holds the request target as it came

 private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error&) override;
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(boost::beast::http::field, Text name, Text value, Error&) override;
    void on_header_impl(Error&) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) override;
    std::size_t on_body_impl(Text bytes, Error&) override;
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error&) override;
    void on_finish_impl(Error&) override {}

    const Limits& limits_;
    Request request_;
    std::size_t unread_ = 0;  // bytes that were fed and not used
    int hosts_ = 0;
    int refusal_ = 0;
    bool is_1_0_ = false;
    bool begun_line_ = false;  // the request line has been read
    bool head_done_ = false;
    bool expect_ = false;
};

class ResponseReader final : private boost::beast::http::basic_parser<false> {
 public:
    ResponseReader(std::size_t body_limit, bool to_head);  // bytes; whether it answers a HEAD request

    std::size_t feed(std::string_view bytes);
    void end();  // the connection has ended

    bool begun() const { return got_some(); }
    bool done() const { return is_done(); }
    bool broken() const { return broken_; }
    bool too_large() const { return too_large_; }
    bool keeps_alive() const { return keep_alive(); }

    Response take() { return std::move(response_); }

 private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, Text, Text, int, Error&) override {}
    void on_response_impl(int status, Text reason, int version, Error&) override;
    void on_field_impl(boost::beast::http::field, Text name, Text value, Error&) override;
    void on_header_impl(Error&) override { head_done_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) override;
    std::size_t on_body_impl(Text bytes, Error&) override;
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error&) override;
    void on_finish_impl(Error&) override {}
    void note(const Error& error);

    std::size_t unread_ = 0;  // bytes that were fed and not used
    Response response_;
    bool head_done_ = false;
    bool broken_ = false;
    bool too_large_ = false;
};

}  // namespace noticeboard::web
