// The addresses of the landing page: /g/<number>[/<tag>][/join|/ask|/way], any case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/join/join.hpp"

namespace noticeboard::plugins::joining {

struct Path {
    std::string number;  // 8 digits
    std::string tag;     // 8 characters in capitals, or empty
    std::string step;    // "", "join", "ask", "way"
    std::string base() const { return "/g/" + number + (tag.empty() ? "" : "/" + tag); }
};
std::optional<Path> read_path(std::string_view path);

// A key for one press of one form: pressing twice is once.
std::string nonce_for(const View& view);

// A link that opens the private talk in this browser, where one can be opened: t.me never inside WeChat.
std::optional<std::string> talk_link(const Site& site, Browser browser, const std::string& ticket);

// How one gets in, for whoever holds a seat (or waits): GET …/way.
void show_way(View& view, const Path& path, const Group& group);

}  // namespace noticeboard::plugins::joining
