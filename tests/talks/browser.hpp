// Browser: fetches pages of the server under test for one person after another, and reads what stands on them.
#pragma once

#include <map>
#include <string>

#include "bot/web/client.hpp"
#include "bot/web/loops.hpp"
#include "tests/talks/theatre.hpp"

namespace noticeboard::tests {

class Browser {
 public:
    explicit Browser(std::string user_agent);

    // Follows redirects; keeps each person's cookies.
    PageSeen get(const std::string& site, const std::string& who, const std::string& path);
    PageSeen post(const std::string& site, const std::string& who, const PageSeen::Form& form);

    std::string cookie(const std::string& who, const std::string& name) const;

 private:
    web::Response fetch(web::Request request, const std::string& who);
    PageSeen follow(const std::string& site, const std::string& who, web::Request request);

    std::string user_agent_;
    web::Loops loops_{1};
    web::Client client_;
    std::map<std::string, std::map<std::string, std::string>> cookies_;
};

// Title, text, forms and links of an HTML page of ours.
PageSeen read_page(const std::string& html);

}  // namespace noticeboard::tests
