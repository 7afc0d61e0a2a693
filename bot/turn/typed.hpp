// Typed: the first look at what somebody typed: blanks of all kinds, a slash command and what stands behind it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace noticeboard::turn {

bool is_ascii(std::string_view text);
std::size_t word_end(std::string_view text);      // where the blank after the first word begins
std::string_view trimmed(std::string_view text);  // without blanks at its ends, the full-width one too

struct Slash {         // "/join@bot 3052 1074", "／加入 30521074"
    std::string name;  // folded, without slash and bot
    std::string bot;   // after the @, folded
    std::string_view args;
};
std::optional<Slash> slash_command(std::string_view text);

}  // namespace noticeboard::turn
