// Status line, request line and fields, appended to a buffer that is used again and again.
#include "bot/web/wire.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>

namespace noticeboard::web {
namespace {

namespace beast = boost::beast;

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

std::string_view reason(int status) {
    const auto text = beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(status)));
    return {text.data(), text.size()};
}

// IMF-fixdate (RFC 9110 5.6.7), made anew once a second.
std::string_view date_line() {
    thread_local std::time_t made = -1;
    thread_local std::array<char, 48> line{};
    thread_local std::size_t size = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        size = std::strftime(line.data(), line.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        made = now;
    }
    return {line.data(), size};
}

bool is_ours(std::string_view name) {
    static constexpr std::array<std::string_view, 4> ours = {"Date", "Connection", "Content-Length",
                                                             "Transfer-Encoding"};
    return std::any_of(ours.begin(), ours.end(), [&](std::string_view own) { return beast::iequals(own, name); });
}

void append_safely(std::string& out, std::string_view text) {
    const std::size_t begin = out.size();
    out += text;
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
        [](char letter) { return letter == '\r' || letter == '\n' || letter == '\0'; }, ' ');
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    append_safely(out, name);
    out += ": ";
    append_safely(out, value);
    out += "\r\n";
}

void append_length(std::string& out, std::size_t length) {
    out += "Content-Length: ";
    append_number(out, length);
    out += "\r\n";
}

}  // namespace

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

void append_head(std::string& out, const Response& response, Connection connection, Length length) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out += ' ';
    out += reason(response.status);
    out += "\r\n";
    out += date_line();
    for (const auto& [name, value] : response.headers)
        if (!is_ours(name)) append_field(out, name, value);
    if (length == Length::known && has_body(response.status)) append_length(out, response.body.size());
    if (connection == Connection::close) out += "Connection: close\r\n";
    if (connection == Connection::keep_1_0) out += "Connection: keep-alive\r\n";
    out += "\r\n";
}

Response plain_refusal(int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    response.body = std::string(reason(status)) + "\n";
    return response;
}

void append_head(std::string& out, const Request& request, std::string_view host, std::string_view target) {
    append_safely(out, request.method);
    out += ' ';
    append_safely(out, target);
    out += " HTTP/1.1\r\nHost: ";
    append_safely(out, host);
    out += "\r\n";
    for (const auto& [name, value] : request.headers)
        if (!is_ours(name) && !beast::iequals(name, "Host")) append_field(out, name, value);
    if (!request.headers.find("User-Agent")) out += "User-Agent: noticeboard\r\n";
    const bool has_content = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (has_content || !request.body.empty()) append_length(out, request.body.size());
    out += "\r\n";
}

}  // namespace noticeboard::web
