// The text of HTTP/1.1 heads as we write them.
#pragma once

#include <string>
#include <string_view>

#include "bot/web/message.hpp"

namespace noticeboard::web {

enum class Connection { keep, keep_1_0, close };
enum class Length { known, until_close };

// Appends status line and fields. Date, Content-Length, Connection and Transfer-Encoding are the server's: the
// response's own are left out. Line breaks inside a field become spaces.
void append_head(std::string& out, const Response& response, Connection connection, Length length);

// Whether a response of that status has a body at all (RFC 9110 6.4.1).
bool has_body(int status);

// A refusal of the server itself: a plain text of one line.
Response plain_refusal(int status);

// Appends request line and fields, with Host and Content-Length. `target` is path and query.
void append_head(std::string& out, const Request& request, std::string_view host, std::string_view target);

}  // namespace noticeboard::web
