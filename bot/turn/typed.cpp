// Typed: see typed.hpp. U+3000 is the blank of Chinese keyboards.
#include "bot/turn/typed.hpp"

#include <algorithm>

#include "bot/text/fold.hpp"

namespace noticeboard::turn {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char byte) { return byte < 0x80; });
}

std::size_t word_end(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text.substr(i, 3) == "\u3000") return i;
    }
    return text.size();
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        if (text[0] == ' ' || text[0] == '\n' || text[0] == '\t' || text[0] == '\r')
            text.remove_prefix(1);
        else if (text.starts_with("\u3000"))
            text.remove_prefix(3);
        else
            break;
    }
    while (!text.empty()) {
        if (text.back() == ' ' || text.back() == '\n' || text.back() == '\t' || text.back() == '\r')
            text.remove_suffix(1);
        else if (text.ends_with("\u3000"))
            text.remove_suffix(3);
        else
            break;
    }
    return text;
}

std::optional<Slash> slash_command(std::string_view text) {
    if (text.starts_with("/"))
        text.remove_prefix(1);
    else if (text.starts_with("／"))
        text.remove_prefix(std::string_view("／").size());
    else
        return std::nullopt;
    const std::size_t end = word_end(text);
    Slash out;
    out.name = text::folded(text.substr(0, end));
    out.args = trimmed(text.substr(end));
    if (const std::size_t at = out.name.find('@'); at != std::string::npos) {
        out.bot = out.name.substr(at + 1);
        out.name.resize(at);
    }
    return out;
}

}  // namespace noticeboard::turn
