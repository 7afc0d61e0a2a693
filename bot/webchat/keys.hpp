// What opens a private talk again: the four pictures she chose, and the code that brings her to another phone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/webchat/visitor.hpp"

namespace noticeboard::webchat {

inline constexpr int pictures_shown = 12;  // to choose from …
inline constexpr int pictures_chosen = 4;  // … in order, and one may come twice: 20,736 ways

// "3.0.11.3" as the page sends it: numbers below pictures_shown, at most four. None otherwise.
std::optional<std::string> read_pictures(std::string_view text);
bool is_whole(std::string_view pictures);  // four of them

bool has_pictures(community::Scope& scope, std::string_view visitor);
void set_pictures(community::Scope& scope, std::string_view visitor, std::string_view pictures);

// The visitor, among those whose talks were begun in this browser, who chose these. A wrong one counts: after
// Rules::tries none is right for Rules::pause.
std::optional<std::string> try_pictures(community::Scope& scope, Browser& browser, std::string_view pictures,
                                        const Rules& rules);

// A code for another phone: 60 bits, single use, for Rules::code_life. One at a time.
std::string make_code(community::Scope& scope, std::string_view visitor, const Rules& rules);
std::optional<std::string> code_of(community::Scope& scope, std::string_view visitor);  // while it holds

// Whose code it is; it is spent with that. Any case, blanks and dashes.
std::optional<std::string> spend_code(community::Scope& scope, std::string_view typed);

}  // namespace noticeboard::webchat
