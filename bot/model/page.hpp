// Page: an HTML page as a plugin makes it: a template and the values it shows. bot/web/page turns it into bytes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace noticeboard {

class Values {  // names → text, yes/no, or a list of further values
 public:
    using Value = std::variant<std::string, bool, std::vector<Values>>;

    Values& set(const std::string& name, std::string text) { return held_[name] = std::move(text), *this; }
    Values& set(const std::string& name, const char* text) { return held_[name] = std::string(text), *this; }
    Values& set(const std::string& name, bool yes) { return held_[name] = yes, *this; }
    Values& list(const std::string& name, std::vector<Values> items) { return held_[name] = std::move(items), *this; }

    const std::map<std::string, Value>& all() const { return held_; }

 private:
    std::map<std::string, Value> held_;
};

struct Page {
    int status = 200;
    std::string layout;  // a Mustache template, escaping by default
    Values values;
    std::string redirect;  // instead of a page: where to go (303)
    std::string picture;   // instead of a page: a PNG or JPEG
    std::string language = "en";
    bool personal = false;                       // shows something about one person: never cached, no referrer
    bool scripts = false;                        // loads script files of ours
    std::map<std::string, std::string> cookies;  // name → value, to set (empty: removed); HttpOnly, SameSite=Lax
    bool cookies_last = false;                   // for a year; else until the browser is closed
};

struct PageRequest {   // a GET or POST as a plugin sees it
    std::string path;  // "/g/30521074/ABCD1234"
    std::map<std::string, std::string> query;
    std::map<std::string, std::string> fields;  // of a form
    std::map<std::string, std::string> cookies;
    std::string user_agent;
    std::string language;  // the best of ours for its Accept-Language
    std::string peer;      // an address: for limits only, never kept
    std::string origin;    // scheme and host the public uses: "https://nb.example"
    bool counts = true;    // false: HEAD, prefetch, a crawler

    std::string value(const std::map<std::string, std::string>& of, const std::string& name) const {
        const auto it = of.find(name);
        return it == of.end() ? std::string() : it->second;
    }
};

}  // namespace noticeboard
