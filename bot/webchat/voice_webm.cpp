// WebM with Opus: of its elements only those that playing needs stay; the others become Void in place.
#include <algorithm>
#include <array>
#include <optional>

#include "bot/webchat/voice_kinds.hpp"

namespace noticeboard::webchat {
namespace {

using Id = std::uint32_t;

struct Element {
    Id id = 0;
    std::size_t begin = 0, data = 0, end = 0;
    bool endless = false;  // its size is not said: it lasts until something of a higher level begins
};

// Element ids of RFC 9559.
constexpr Id ebml = 0x1A45DFA3, segment = 0x18538067, seek_head = 0x114D9B74, cluster = 0x1F43B675, cues = 0x1C53BB6B;
constexpr Id info = 0x1549A966, tracks = 0x1654AE6B, track = 0xAE, block_group = 0xA0, filler = 0xEC;
constexpr Id track_type = 0x83, codec = 0x86, muxing_app = 0x4D80, writing_app = 0x5741;

constexpr Id cluster_parts[] = {0xE7, 0xA3, 0xA7, 0xAB};  // Timestamp, SimpleBlock, Position, PrevSize
constexpr Id group_parts[] = {0xA1, 0x9B, 0xFB, 0x75A2};  // Block, its duration, reference, padding
constexpr Id info_parts[] = {0x2AD7B1, 0x4489};           // TimestampScale, Duration
constexpr Id track_parts[] = {0xD7,   0x73C5, 0x83, 0x86, 0x63A2, 0xE1,
                              0x56AA, 0x56BB, 0x9C, 0x88, 0xB9,   0x23E383};  // numbers, codec, sound, delays, flags

template <std::size_t N>
bool is_one_of(Id id, const Id (&list)[N]) {
    return std::find(std::begin(list), std::end(list), id) != std::end(list);
}

// A number of variable length (RFC 8794, 4): how many bytes it has stands in its first.
std::optional<std::uint64_t> read_number(std::string_view bytes, std::size_t& at, std::size_t longest, bool keep_mark,
                                         bool* all_ones = nullptr) {
    if (at >= bytes.size()) return std::nullopt;
    const auto first = static_cast<unsigned char>(bytes[at]);
    std::size_t length = 1;
    while (length <= longest && (first & (0x80U >> (length - 1))) == 0) ++length;
    if (length > longest || bytes.size() - at < length) return std::nullopt;
    std::uint64_t out = big_endian(bytes.substr(at, length));
    at += length;
    const std::uint64_t mask = (std::uint64_t{1} << (7 * length)) - 1;
    if (all_ones != nullptr) *all_ones = (out & mask) == mask;
    return keep_mark ? out : out & mask;
}

std::optional<Element> read_element(std::string_view bytes, std::size_t at, std::size_t end) {
    Element out;
    out.begin = at;
    const auto id = read_number(bytes.substr(0, end), at, 4, true);
    if (!id) return std::nullopt;
    out.id = static_cast<Id>(*id);
    const auto size = read_number(bytes.substr(0, end), at, 8, false, &out.endless);
    if (!size) return std::nullopt;
    out.data = at;
    if (!out.endless && *size > end - at) return std::nullopt;
    out.end = out.endless ? end : at + static_cast<std::size_t>(*size);
    return out;
}

void blank(std::string& bytes, const Element& element) {
    const std::size_t size = element.end - element.begin;
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(element.begin),
              bytes.begin() + static_cast<std::ptrdiff_t>(element.end), '\0');
    bytes[element.begin] = static_cast<char>(filler);
    if (size < 128) {
        bytes[element.begin + 1] = static_cast<char>(0x80U | (size - 2));
        return;
    }
    bytes[element.begin + 1] = '\x01';  // seven bytes of size follow
    std::uint64_t left = size - 9;
    for (std::size_t i = 8; i > 1; --i, left >>= 8) bytes[element.begin + i] = static_cast<char>(left & 255);
}

void zero(std::string& bytes, const Element& element) {  // a text: RFC 8794 lets it end before its element does
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(element.data),
              bytes.begin() + static_cast<std::ptrdiff_t>(element.end), '\0');
}

// Calls f for each element inside another; false when they do not fill it.
template <class F>
bool each(const std::string& bytes, const Element& parent, F&& f) {
    if (parent.endless) return false;
    for (std::size_t at = parent.data; at < parent.end;) {
        const auto element = read_element(bytes, at, parent.end);
        if (!element || element->endless || !f(*element)) return false;
        at = element->end;
    }
    return true;
}

bool clean_track(std::string& bytes, const Element& entry) {
    bool sound = false, opus = false;
    const bool whole = each(bytes, entry, [&](const Element& part) {
        const std::string_view data = std::string_view(bytes).substr(part.data, part.end - part.data);
        if (part.id == track_type) sound = big_endian(data) == 2;
        if (part.id == codec) opus = data == "A_OPUS";
        if (!is_one_of(part.id, track_parts)) blank(bytes, part);
        return true;
    });
    return whole && sound && opus;
}

}  // namespace

bool clean_webm(std::string& bytes) {
    int found = 0;
    // Segment and Cluster are stepped into, because a recorder does not know their size when it begins them.
    for (std::size_t at = 0; at < bytes.size();) {
        const auto element = read_element(bytes, at, bytes.size());
        if (!element) return false;
        at = element->end;
        if (element->id == segment || element->id == cluster) {
            at = element->data;
        } else if (element->endless) {
            return false;
        } else if (element->id == info) {
            const bool whole = each(bytes, *element, [&](const Element& part) {
                if (part.id == muxing_app || part.id == writing_app)
                    zero(bytes, part);
                else if (!is_one_of(part.id, info_parts))
                    blank(bytes, part);
                return true;
            });
            if (!whole) return false;
        } else if (element->id == tracks) {
            const bool whole = each(bytes, *element, [&](const Element& part) {
                if (part.id == track) return ++found == 1 && clean_track(bytes, part);
                blank(bytes, part);
                return true;
            });
            if (!whole) return false;
        } else if (element->id == block_group) {
            const bool whole = each(bytes, *element, [&](const Element& part) {
                if (!is_one_of(part.id, group_parts)) blank(bytes, part);
                return true;
            });
            if (!whole) return false;
        } else if (element->id != ebml && element->id != seek_head && element->id != cues &&
                   !is_one_of(element->id, cluster_parts)) {
            blank(bytes, *element);
        }
    }
    return found == 1;
}

}  // namespace noticeboard::webchat
