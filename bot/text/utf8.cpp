// UTF-8 measured, mended and cut.
#include "bot/text/utf8.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

namespace noticeboard::text {
namespace {

std::size_t units(Point point, TextUnit unit) {
    switch (unit) {
        case TextUnit::bytes:
            return point.size;
        case TextUnit::utf16:
            return point.code > 0xFFFF ? 2 : 1;
        case TextUnit::code_points:
            return 1;
    }
    return 1;
}

// Finds where one character as a reader sees it ends: UAX 29's rules GB3, GB9, GB9a, GB12, and GB11 without looking
// back further than the joiner.
class Boundary {
 public:
    bool before(std::int32_t right) {
        const auto kind =
            right < 0x80 && right >= 0 ? ascii_kind(right) : u_getIntPropertyValue(right, UCHAR_GRAPHEME_CLUSTER_BREAK);
        bool parted = true;
        if (kind == U_GCB_EXTEND || kind == U_GCB_ZWJ || kind == U_GCB_SPACING_MARK) parted = false;
        if (last_ == U_GCB_ZWJ && u_hasBinaryProperty(right, UCHAR_EXTENDED_PICTOGRAPHIC)) parted = false;
        if (last_ == U_GCB_CR && kind == U_GCB_LF) parted = false;
        if (kind == U_GCB_REGIONAL_INDICATOR && flags_ % 2 == 1) parted = false;
        flags_ = kind == U_GCB_REGIONAL_INDICATOR ? flags_ + 1 : 0;
        last_ = kind;
        return parted;
    }

 private:
    static int ascii_kind(std::int32_t c) { return c == '\r' ? U_GCB_CR : c == '\n' ? U_GCB_LF : U_GCB_OTHER; }

    int last_ = U_GCB_OTHER;
    int flags_ = 0;
};

bool blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string_view without_front_blanks(std::string_view text) {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    return text;
}

std::string_view without_back_blanks(std::string_view text) {
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// Where the last of `marks` in `text` ends, if that is past `least`; 0 when there is none.
std::size_t end_of_last(std::string_view text, std::size_t least, std::initializer_list<std::string_view> marks) {
    std::size_t best = 0;
    for (const auto mark : marks) {
        const auto at = text.rfind(mark);
        if (at != std::string_view::npos && at + mark.size() > least) best = std::max(best, at + mark.size());
    }
    return best;
}

// How much of `window`, which is as much as fits, to take: up to the best break in its second half.
std::size_t good_cut(std::string_view window) {
    const std::size_t half = window.size() / 2;
    if (const auto cut = end_of_last(window, half, {"\n\n", "\n\r\n"})) return cut;
    if (const auto cut = end_of_last(window, half, {"\n"})) return cut;
    if (const auto cut = end_of_last(window, half, {"。", "！", "？", "…", "；", ". ", "! ", "? ", "; "})) return cut;
    if (const auto cut = end_of_last(window, half, {" ", "\t", "，", "、", "　"})) return cut;
    return window.size();
}

}  // namespace

Point point_at(std::string_view text, std::size_t at) {
    UChar32 code = 0;
    const std::size_t start = at;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    U8_NEXT(bytes, at, text.size(), code);
    return {code, at - start};
}

bool valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const Point point = point_at(text, at);
        if (point.code < 0) return false;
        at += point.size;
    }
    return true;
}

bool acceptable(std::string_view text) {
    return text.find('\0') == std::string_view::npos && valid_utf8(text);
}

std::string repaired(std::string_view text) {
    if (acceptable(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Point point = point_at(text, at);
        if (point.code < 0) {
            out += "\xEF\xBF\xBD";
        } else if (point.code != 0) {
            out.append(text.substr(at, point.size));
        }
        at += point.size;
    }
    return out;
}

std::size_t length(std::string_view text, TextUnit unit) {
    if (unit == TextUnit::bytes) return text.size();
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Point point = point_at(text, at);
        count += units(point, unit);
        at += point.size;
    }
    return count;
}

std::string_view beginning(std::string_view text, std::size_t limit, TextUnit unit) {
    Boundary boundary;
    std::size_t used = 0, at = 0, last_boundary = 0;
    while (at < text.size()) {
        const Point point = point_at(text, at);
        if (boundary.before(point.code)) last_boundary = at;
        if (used + units(point, unit) > limit) return text.substr(0, last_boundary > 0 ? last_boundary : at);
        used += units(point, unit);
        at += point.size;
    }
    return text;
}

std::vector<std::string> pieces(std::string_view text, std::size_t limit, TextUnit unit) {
    if (limit < 4) throw std::invalid_argument("pieces of less than 4 units may not hold one character");
    std::vector<std::string> out;
    text = without_back_blanks(without_front_blanks(text));
    while (!text.empty()) {
        const auto window = beginning(text, limit, unit);
        const bool word_ends = window.size() < text.size() && blank(text[window.size()]);
        const auto piece =
            window.size() == text.size() ? window : text.substr(0, good_cut(text.substr(0, window.size() + word_ends)));
        out.emplace_back(without_back_blanks(piece));
        text = without_front_blanks(text.substr(piece.size()));
    }
    return out;
}

}  // namespace noticeboard::text
