// Request and Response: HTTP messages as plain structs, the same for what comes in and what goes out.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace noticeboard::web {

class Headers {  // in order, names compared without case (RFC 9110 5.1)
 public:
    Headers() = default;
    Headers(std::initializer_list<std::pair<std::string, std::string>> list) : list_(list) {}

    const std::string* find(std::string_view name) const;  // the first of that name, or null
    std::string_view value(std::string_view name) const;   // the first of that name, or ""
    void set(std::string_view name, std::string value);    // replaces all of that name
    void add(std::string name, std::string value) { list_.emplace_back(std::move(name), std::move(value)); }
    void reserve(std::size_t count) { list_.reserve(count); }
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }

 private:
    std::vector<std::pair<std::string, std::string>> list_;
};

struct Request {
    std::string method = "GET";
    std::string url;  // whole: scheme, host, path, query; for what comes in, as the public sees it (Twilio signs it)
    Headers headers;
    std::string body;
    std::string peer;  // the address that sent it, past the trusted proxies; empty on what goes out

    std::string path() const;                                       // percent-decoded, "/" when there is none
    std::optional<std::string> query(std::string_view name) const;  // percent-decoded; a literal + stays a +
    std::optional<std::string> cookie(std::string_view name) const;
    std::optional<std::string> field(std::string_view name) const;  // of an x-www-form-urlencoded body
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

std::string percent_encoded(std::string_view text);  // everything but RFC 3986's unreserved characters

}  // namespace noticeboard::web
