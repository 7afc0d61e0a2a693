// HTML pages: templates that escape by default, the headers every page has, cookies, and who may post a form.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "bot/model/page.hpp"
#include "bot/model/result.hpp"
#include "bot/web/message.hpp"

namespace noticeboard::web {

// A Mustache template: {{name}} escaped, {{{name}}} as it is, {{#name}}…{{/name}}, {{^name}}…{{/name}}, {{>part}}. A
// name that has no value is empty, and false.
class Template {
 public:
    using Parts = std::map<std::string, std::string>;

    // `invalid` says where the template is wrong.
    static Result<Template> parse(const std::string& text, const Parts& parts = {});

    std::string fill(const Values& values) const;  // from any thread

 private:
    struct Parsed;
    explicit Template(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
    std::shared_ptr<const Parsed> parsed_;
};

std::string html_escaped(std::string_view text);

enum class Privacy { open, personal };  // open: asked for again each time; personal: never kept by browser or proxy
enum class Scripts { none, own };       // own: files and live updates from this server

// A whole page with its security headers: nothing from elsewhere, no frames, forms only to this server, our addresses
// told to nobody. The referrer policy is same-origin, because under no-referrer a browser sends `Origin: null` even to
// ourselves (Fetch standard, "append a request Origin header"), and is_same_origin() would refuse every form.
Response html_page(std::string html, Privacy privacy, Scripts scripts = Scripts::none, int status = 200);

Response redirect(std::string location);  // 303: go on there with GET
Response picture(std::string bytes);       // a PNG or JPEG that anyone may see

// A cookie that scripts cannot read and other sites' forms do not carry; Secure where the request came by https.
struct Cookie {
    std::string name;
    std::string value;  // RFC 6265's cookie-octets: no space, quote, comma, semicolon or backslash
    std::optional<std::chrono::seconds> max_age;  // none: until the browser is closed; 0: now
};
void set_cookie(Response& response, const Request& request, const Cookie& cookie);

// Whether a form was sent by a page of this very origin. Without an Origin field the Referer counts; without both, no.
bool is_same_origin(const Request& request);

// Makes responses of pages; keeps parsed layouts. From any thread.
class Pages {
 public:
    explicit Pages(Template::Parts parts = {}) : parts_(std::move(parts)) {}  // what layouts share, such as a footer

    // `invalid` when the layout is no template.
    Result<Response> response(const Page& page, const Request& request);

 private:
    Result<Template> parsed(const std::string& layout);

    const Template::Parts parts_;
    std::mutex mutex_;
    std::unordered_map<std::string, Template> layouts_;
};

}  // namespace noticeboard::web
