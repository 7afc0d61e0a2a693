// View: what a browser may look into.
#pragma once

#include <optional>
#include <string>

#include "bot/model/community.hpp"
#include "bot/webchat/visit.hpp"

namespace noticeboard::webchat {

// Whether this browser may look into a room now: a member, or the owner of an open private talk. Nothing otherwise.
struct View {
    Chat chat;
    std::string visitor;
    std::optional<Browser> browser;
    bool direct = false;
    std::int64_t cut = 0;  // rows up to here are not shown
};
std::optional<View> view_of(Visit& visit, const std::string& place);

}  // namespace noticeboard::webchat
