// The pages of the built-in chat: GETs, which change nothing.
#pragma once

#include <string>

#include "bot/webchat/view.hpp"

namespace noticeboard::webchat {

// The page at an address: a room for who is in it, the four pictures for everything else that is not public. What has
// nothing private, what is shut and what does not exist look the same, to the byte but for the form's key.
Page show(Visit& visit, const Address& at);

// The four pictures, after some were touched; and the last look at those she chooses.
Page show_pictures(Visit& visit, std::string_view touched);
Page show_choice(Visit& visit, const std::string& id, std::string_view touched);

// The words for a refusal, of an address that one leads to; empty when it is none.
std::string note_in(const Visit& visit, std::string_view address);

std::string script_address();  // changes with the script

}  // namespace noticeboard::webchat
