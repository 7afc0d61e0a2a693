// Squeezing: see squeeze.hpp. Nearly every character folds to one character by itself, so a table made once from
// folded() does a text in one pass; a text with any other character goes the long way, with the same result.
#include "bot/text/squeeze.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>

#include "bot/text/fold.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::text {
namespace {

static_assert(std::endian::native == std::endian::little, "three_bytes() reads them so");

// What becomes of a character of the first two planes: one of the basic plane, or one of these, which are controls and
// never stay. Two bytes each, so that what a language uses of the table stays near the processor.
using Entry = std::uint16_t;
constexpr Entry separates = 0, vanishes = 1, long_way = 2;
constexpr std::uint32_t table_end = 0x20000;

const icu::Normalizer2& normalizer() {
    UErrorCode error = U_ZERO_ERROR;
    const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(error);
    if (found == nullptr || U_FAILURE(error)) throw std::runtime_error("ICU has no NFKC_Casefold data");
    return *found;
}

bool stays(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

void append(std::string& out, char32_t c) {
    char bytes[4];
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    out.append(bytes, size);
}

// What becomes of one character, whatever stands beside it.
Entry alone(const icu::Normalizer2& normal, char32_t c) {
    if (c == 0) return vanishes;
    if (c >= 0xD800 && c < 0xE000) return separates;
    if (c > 0xFFFF) return normal.isInert(static_cast<UChar32>(c)) && !stays(c) ? separates : long_way;
    if (!normal.hasBoundaryBefore(static_cast<UChar32>(c))) return long_way;
    std::string one = "x";  // before it, so that folded() does not trim what c begins with
    append(one, c);
    const bool ideograph = c >= 0x3400 && c <= 0x9FFF;
    if (!ideograph && normal.isInert(static_cast<UChar32>(c))) return stays(c) ? static_cast<Entry>(c) : separates;
    const std::string folded_one = folded(one).substr(1);
    if (folded_one.empty()) return u_isUWhiteSpace(static_cast<UChar32>(c)) ? separates : vanishes;
    const Point point = point_at(folded_one, 0);
    if (point.size != folded_one.size() || point.code > 0xFFFF) return long_way;
    return stays(static_cast<char32_t>(point.code)) ? static_cast<Entry>(point.code) : separates;
}

const Entry* table() {
    static const std::unique_ptr<const Entry[]> made = [] {
        auto out = std::make_unique<Entry[]>(table_end);
        const auto& normal = normalizer();
        for (std::uint32_t c = 0; c < table_end; ++c) out[c] = alone(normal, c);
        for (std::uint32_t c = 1; c < 0x20; ++c) out[c] = separates;  // folded() takes controls for blanks
        out[0x7F] = separates;
        return out;
    }();
    return made.get();
}

void note_break(Squeezed& into) {
    const auto at = static_cast<std::uint32_t>(into.text.size());
    if (at > 0 && (into.breaks.empty() || into.breaks.back() != at)) into.breaks.push_back(at);
}

void the_long_way(std::string_view text, Squeezed& into) {
    into.text.clear();
    into.breaks.clear();
    const std::string all = folded(text);
    for (std::size_t at = 0; at < all.size();) {
        const Point point = point_at(all, at);
        if (stays(static_cast<char32_t>(point.code)))
            into.text.append(all, at, point.size);
        else
            note_break(into);
        at += point.size;
    }
}

// The next four bytes, zeros after the end.
std::uint32_t four_at(std::string_view text, const unsigned char* at, const unsigned char* end) {
    std::uint32_t out = 0;
    const auto left = static_cast<std::size_t>(end - at);
    if (left >= 4) {
        std::memcpy(&out, at, 4);
    } else if (text.size() >= 4) {
        std::memcpy(&out, end - 4, 4);
        out >>= 8 * (4 - left);
    } else {
        std::memcpy(&out, at, left);
    }
    return out;
}

// The bits of a character of three bytes at the lower end of four; 0 when it is none (or an overlong one).
std::uint32_t three_bytes(std::uint32_t four) {
    if ((four & 0xC0C0F0) != 0x8080E0) return 0;
    const std::uint32_t code = (four & 0x0F) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
    return code >= 0x800 ? code : 0;
}
std::uint32_t four_bytes(std::uint32_t four) {  // … of one of four bytes
    if ((four & 0xC0C0C0F8) != 0x808080F0) return 0;
    const std::uint32_t code = (four & 0x07) << 18 | (four << 4 & 0x3F000) | (four >> 10 & 0xFC0) | (four >> 24 & 0x3F);
    return code >= 0x10000 && code < 0x110000 ? code : 0;
}
std::uint32_t as_three_bytes(Entry c) {
    return 0x8080E0 | c >> 12 | (c << 2 & 0x3F00) | static_cast<std::uint32_t>(c & 0x3F) << 16;
}

enum class Class { other, letter, digit };

// Of the character that begins at, or ends before, an offset. Scripts written with blanks have one or two bytes.
Class class_at(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0xE0) return Class::other;
    return byte >= '0' && byte <= '9' ? Class::digit : Class::letter;
}
std::size_t before(std::string_view text, std::size_t at) {
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

// One pass; `broke` hears the offset of every place where something visible went. Nothing when it takes the long way.
template <class Broke>
std::optional<std::string_view> quickly(std::string_view text, std::string& into, Broke&& broke) {
    const Entry* const becomes = table();
    const std::size_t room = text.size() * 2 + 4;  // a character grows by half at most; whole words are written
    if (into.size() < room) into.resize(room);
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    char* const begin = into.data();
    char* out = begin;
    const auto note = [&](Entry c, const char* here) {
        if constexpr (!std::is_null_pointer_v<std::remove_cvref_t<Broke>>) {
            if (c == separates) broke(static_cast<std::size_t>(here - begin));
        }
    };
    while (at < end) {
        Entry c = separates;
        if (*at < 0x80) {
            c = becomes[*at++];
        } else {
            const std::uint32_t four = four_at(text, at, end);
            std::uint32_t code = three_bytes(four);
            if (code != 0) {
                c = becomes[code];
                at += 3;
                if (c >= 0x800 || c == separates) {  // hardly a branch: Chinese, and its punctuation
                    note(c, out);
                    const std::uint32_t written = c == code ? four : as_three_bytes(c);
                    std::memcpy(out, &written, 4);
                    out += c == separates ? 0 : 3;
                    continue;
                }
            } else if ((code = four_bytes(four)) != 0) {
                c = code < table_end ? becomes[code] : long_way;
                at += 4;
            } else {
                const auto [point, size] = point_at(text, text.size() - static_cast<std::size_t>(end - at));
                c = point < 0 ? separates : point < static_cast<std::int32_t>(table_end) ? becomes[point] : long_way;
                at += size;
            }
        }
        if (c < 0x80 && c != long_way) {  // again: which of them comes next nobody can foretell
            note(c, out);
            *out = static_cast<char>(c);
            out += c > long_way ? 1 : 0;
        } else if (c == long_way) {
            return std::nullopt;
        } else {
            std::size_t size = 0;
            U8_APPEND_UNSAFE(out, size, c);
            out += size;
        }
    }
    return std::string_view(begin, static_cast<std::size_t>(out - begin));
}

}  // namespace

std::string_view squeeze(std::string_view text, std::string& room) {
    if (const auto done = quickly(text, room, nullptr)) return *done;
    Squeezed slow;
    the_long_way(text, slow);
    return room = std::move(slow.text);
}

Squeezed squeezed(std::string_view text) {
    Squeezed out;
    const auto broke = [&out](std::size_t at) {
        if (at > 0 && (out.breaks.empty() || out.breaks.back() != at))
            out.breaks.push_back(static_cast<std::uint32_t>(at));
    };
    if (const auto done = quickly(text, out.text, broke)) {
        out.text.resize(done->size());
    } else {
        out = {};
        the_long_way(text, out);
    }
    if (!out.breaks.empty() && out.breaks.back() == out.text.size()) out.breaks.pop_back();
    return out;
}

bool at_edge(const Squeezed& in, std::size_t offset) {
    if (offset == 0 || offset >= in.text.size()) return true;
    const Class left = class_at(in.text, before(in.text, offset));
    if (left == Class::other || left != class_at(in.text, offset)) return true;
    return std::binary_search(in.breaks.begin(), in.breaks.end(), static_cast<std::uint32_t>(offset));
}

}  // namespace noticeboard::text
