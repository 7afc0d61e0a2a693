// Visit: one request of a browser to the built-in chat, and what it stands on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/community/scope.hpp"
#include "bot/model/page.hpp"
#include "bot/text/catalog.hpp"
#include "bot/webchat/visitor.hpp"

namespace noticeboard::webchat {

struct Visit {
    community::Scope& scope;
    const Rules& rules;
    Glances& glances;
    Flood& flood;
    const PageRequest& request;
    const text::Catalog& catalog;

    const std::string& language() const { return request.language; }
    std::string cookie() const { return request.value(request.cookies, cookie_name); }
    std::optional<Browser> browser() const { return find_browser(scope, cookie()); }
    std::string field(const std::string& name) const { return request.value(request.fields, name); }
    std::string nonce() const;  // a key for one press of one form: pressing twice is once
    template <class... Args>
    std::string tr(const char* english, const Args&... args) const {
        return catalog.tr(language(), english, args...);
    }
};

// Where it goes to: /chat/<id>/<step>/<rest>.
struct Address {
    enum class Kind { notices, talk, code, leave, ticket, number, place, other };
    std::string id, step, rest;
    Kind kind = Kind::other;
};
Address read_address(std::string_view path);

std::string address_of(std::string_view id, std::string_view step = {});

}  // namespace noticeboard::webchat
