// What Beast's parser finds, put into our plain structs, and what we refuse beyond what it refuses.
#include "bot/web/reader.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <utility>

namespace noticeboard::web {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t usual_fields = 12;
constexpr std::uint64_t trusted_length = 64 * 1024;  // what a Content-Length may reserve before its bytes are there

boost::asio::const_buffer as_buffer(std::string_view bytes) {
    return {bytes.data(), bytes.size()};
}

void reserve_body(std::string& body, const boost::optional<std::uint64_t>& length) {
    if (length) body.reserve(static_cast<std::size_t>(std::min(*length, trusted_length)));
}

}  // namespace

RequestReader::RequestReader(const Limits& limits) : limits_(limits) {
    header_limit(static_cast<std::uint32_t>(limits.head));
    body_limit(limits.body);
    eager(true);
    request_.headers.reserve(usual_fields);
}

std::size_t RequestReader::feed(std::string_view bytes) {
    std::size_t blank = 0;  // RFC 9112 2.2: empty lines before a request are ignored
    if (!begun()) blank = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
    if (blank == bytes.size()) return blank;
    if (bytes.size() <= unread_) return 0;  // nothing new: the parser counts on more than it has refused once
    Error error;
    const std::size_t used = blank + put(as_buffer(bytes.substr(blank)), error);
    if (refusal_ != 0) return used;
    if (!error || error == http::error::need_more) {
        const bool endless =
            head_done_ && !done() && bytes.size() - used > limits_.head;  // a chunk's head, or trailers
        if (endless) refusal_ = 400;
        unread_ = error ? bytes.size() - used : 0;
        return used;
    }
    if (error == http::error::header_limit) {
        const bool has_line = begun_line_ || bytes.substr(blank, limits_.head).find('\n') != std::string_view::npos;
        refusal_ = has_line ? 431 : 414;
    } else if (error == http::error::body_limit) {
        refusal_ = 413;
    } else {
        refusal_ = error == http::error::bad_version ? 505 : 400;
    }
    return used;
}

bool RequestReader::should_continue() {
    return head_done_ && !done() && refusal_ == 0 && std::exchange(expect_, false);
}

void RequestReader::on_request_impl(http::verb, Text method, Text target, int version, Error& error) {
    begun_line_ = true;
    is_1_0_ = version == 10;
    if (target.size() > limits_.url) {
        refusal_ = 414;
        error = http::error::bad_target;
        return;
    }
    request_.method.assign(method.data(), method.size());
    request_.url.assign(target.data(), target.size());
    if (limits_.body_for) body_limit(limits_.body_for(std::string_view(request_.url).substr(0, target.find('?'))));
}

void RequestReader::on_field_impl(http::field field, Text name, Text value, Error& error) {
    if (head_done_) return;  // trailers are dropped (RFC 9110 6.5.1)
    if (field == http::field::host) ++hosts_;
    if (field == http::field::expect && boost::beast::iequals(value, "100-continue")) expect_ = true;
    if (field == http::field::transfer_encoding && (is_1_0_ || !boost::beast::iequals(value, "chunked"))) {
        error = http::error::bad_transfer_encoding;
        return;
    }
    request_.headers.add(std::string(name), std::string(value));
}

void RequestReader::on_header_impl(Error& error) {
    head_done_ = true;
    if (hosts_ > 1 || (hosts_ == 0 && !is_1_0_)) error = http::error::bad_field;  // RFC 9112 3.2
}

void RequestReader::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) {
    reserve_body(request_.body, length);
}

std::size_t RequestReader::on_body_impl(Text bytes, Error&) {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t RequestReader::on_chunk_body_impl(std::uint64_t, Text bytes, Error&) {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

ResponseReader::ResponseReader(std::size_t limit, bool to_head) {
    header_limit(64 * 1024);
    body_limit(limit);
    eager(true);
    skip(to_head);
}

std::size_t ResponseReader::feed(std::string_view bytes) {
    if (bytes.size() <= unread_) return 0;
    Error error;
    const std::size_t used = put(as_buffer(bytes), error);
    unread_ = error == http::error::need_more ? bytes.size() - used : 0;
    note(error);
    return used;
}

void ResponseReader::end() {
    Error error = http::error::partial_message;
    if (begun()) put_eof(error);
    note(error);
}

void ResponseReader::note(const Error& error) {
    if (!error || error == http::error::need_more) return;
    broken_ = true;
    too_large_ = error == http::error::body_limit || error == http::error::header_limit;
}

void ResponseReader::on_response_impl(int status, Text, int, Error&) {
    response_.status = status;
}

void ResponseReader::on_field_impl(http::field, Text name, Text value, Error&) {
    if (!head_done_) response_.headers.add(std::string(name), std::string(value));
}

void ResponseReader::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) {
    reserve_body(response_.body, length);
}

std::size_t ResponseReader::on_body_impl(Text bytes, Error&) {
    response_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t ResponseReader::on_chunk_body_impl(std::uint64_t, Text bytes, Error&) {
    response_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

}  // namespace noticeboard::web
