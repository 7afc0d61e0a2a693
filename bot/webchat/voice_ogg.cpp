// Ogg with Opus: the comment packet is emptied, its pages get their new checksum.
#include <array>
#include <vector>

#include "bot/webchat/voice_kinds.hpp"

namespace noticeboard::webchat {
namespace {

constexpr std::size_t head_size = 27, checksum_at = 22;
constexpr std::string_view no_comments("OpusTags\0\0\0\0\0\0\0\0", 16);  // no vendor, no comments (RFC 7845, 5.2)

struct Page {
    std::size_t begin, body, size;  // size: of the whole page
    std::string_view serial;
    bool begins_stream, continues;
    std::string_view lacing;
};

bool read_page(const std::string& bytes, std::size_t at, Page& out) {
    const std::string_view all(bytes);
    if (all.size() - at < head_size || all.substr(at, 5) != std::string_view("OggS\0", 5)) return false;
    const auto segments = static_cast<unsigned char>(bytes[at + 26]);
    if (all.size() - at - head_size < segments) return false;
    out.begin = at;
    out.serial = all.substr(at + 14, 4);
    out.continues = (bytes[at + 5] & 1) != 0;
    out.begins_stream = (bytes[at + 5] & 2) != 0;
    out.lacing = all.substr(at + head_size, segments);
    out.body = at + head_size + segments;
    std::size_t body = 0;
    for (unsigned char length : out.lacing) body += length;
    out.size = head_size + segments + body;
    return all.size() - at >= out.size;
}

std::uint32_t checksum(std::string_view page) {  // RFC 3533, 6: CRC-32 with 0x04c11db7, nothing reflected
    static const std::array<std::uint32_t, 256> table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i << 24;
            for (int bit = 0; bit < 8; ++bit) value = (value << 1) ^ ((value & 0x80000000U) != 0 ? 0x04c11db7U : 0U);
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t out = 0;
    for (unsigned char byte : page) out = (out << 8) ^ table[(out >> 24) ^ byte];
    return out;
}

void seal(std::string& bytes, const Page& page) {
    for (std::size_t i = 0; i < 4; ++i) bytes[page.begin + checksum_at + i] = 0;
    std::uint32_t sum = checksum(std::string_view(bytes).substr(page.begin, page.size));
    for (std::size_t i = 0; i < 4; ++i, sum >>= 8) bytes[page.begin + checksum_at + i] = static_cast<char>(sum & 255);
}

}  // namespace

bool clean_ogg(std::string& bytes) {
    std::vector<Page> comments;          // the pages of the second packet
    std::size_t pages = 0, written = 0;  // bytes of the second packet
    bool whole = false;
    std::string serial;
    for (std::size_t at = 0; at < bytes.size(); ++pages) {
        Page page;
        if (!read_page(bytes, at, page)) return false;
        if (pages == 0) {
            if (!page.begins_stream || std::string_view(bytes).substr(page.body, 8) != "OpusHead") return false;
            serial = page.serial;
        } else if (page.begins_stream || page.serial != serial) {
            return false;  // another stream beside it
        } else if (!whole) {
            if (page.continues != !comments.empty()) return false;
            comments.push_back(page);
            std::size_t body = page.body;
            for (unsigned char length : page.lacing) {
                for (std::size_t i = 0; i < length; ++i, ++body, ++written) {
                    if (written < 8 && bytes[body] != no_comments[written]) return false;
                    bytes[body] = written < no_comments.size() ? no_comments[written] : '\0';
                }
                if (length < 255) {
                    whole = true;
                    break;
                }
            }
        }
        at += page.size;
    }
    if (!whole || written < no_comments.size()) return false;
    for (const Page& page : comments) seal(bytes, page);
    return true;
}

}  // namespace noticeboard::webchat
