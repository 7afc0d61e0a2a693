// The pages of the built-in chat: GETs, which change nothing.
#pragma once

#include <string>

#include "bot/model/community.hpp"
#include "bot/webchat/row.hpp"
#include "bot/webchat/visit.hpp"

namespace noticeboard::webchat {

// The page at an address: a room for who is in it, the four pictures for everything else that is not public. What has
// nothing private, what is shut and what does not exist look the same, to the byte but for the form's key.
Page show(Visit& visit, const Address& at);

// The four pictures, after some were touched; and the last look at those she chooses.
Page show_pictures(Visit& visit, std::string_view touched);
Page show_choice(Visit& visit, const std::string& id, std::string_view touched);

// Whether this browser may look into a room now: a member, or the owner of an open private talk. Nothing otherwise.
struct View {
    Chat chat;
    std::string visitor;
    std::optional<Browser> browser;
    bool direct = false;
    std::int64_t cut = 0;  // rows up to here are not shown
};
std::optional<View> view_of(Visit& visit, const std::string& place);

// The words for a refusal, of an address that one leads to; empty when it is none.
std::string note_in(const Visit& visit, std::string_view address);

// One row as the page shows it, for live updates.
struct RowLook {
    std::string place, visitor, language;
    const text::Catalog& catalog;
    std::string nonce;
};
std::string script_address();  // changes with the script
std::string row_html(const Row& row, const RowLook& look);

}  // namespace noticeboard::webchat
