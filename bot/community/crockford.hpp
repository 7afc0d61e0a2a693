// Crockford's base 32 (crockford.com/base32.html): codes that people read aloud and type from paper.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace noticeboard::community {

// The lowest 5 * `characters` bits of a number, the highest first; at most 12 characters.
std::string crockford(std::uint64_t number, int characters);

// What was typed as it would have been printed: capitals, O as 0, I and L as 1. None when it has any other character or
// another length; blanks and dashes are passed over.
std::optional<std::string> crockford_typed(std::string_view text, std::size_t characters);

// The number again; of text that crockford() wrote.
std::uint64_t crockford_number(std::string_view text);

}  // namespace noticeboard::community
