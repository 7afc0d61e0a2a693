// Recordings as phones and browsers make them, with a marker wherever they could say whose they are. Their sound is
// none.
#pragma once

#include <cstdint>
#include <string>

namespace noticeboard::tests {

inline const std::string marker = "HomeOfWang";

inline std::string number(std::uint64_t value, std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t i = size; i > 0; --i, value >>= 8) out[i - 1] = static_cast<char>(value & 255);
    return out;
}

inline std::string ogg_page(int flags, int order, const std::string& packet, const std::string& serial = "wang") {
    return std::string("OggS\0", 5) + static_cast<char>(flags) + std::string(8, '\0') + serial +
           static_cast<char>(order) + std::string(7, '\0') + '\1' + static_cast<char>(packet.size()) + packet;
}
inline const std::string opus_head("OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0", 19);
inline std::string an_ogg() {
    const std::string comment = "LOCATION=" + marker;
    const std::string tags = std::string("OpusTags\4\0\0\0Wang\1\0\0\0", 20) + static_cast<char>(comment.size()) +
                             std::string(3, '\0') + comment;
    return ogg_page(2, 0, opus_head) + ogg_page(0, 1, tags) + ogg_page(4, 2, "\xf8\xff\xfe" + std::string("sound"));
}

inline std::string element(std::uint64_t id, std::size_t id_size, const std::string& data) {
    return number(id, id_size) + static_cast<char>(0x80U | data.size()) + data;
}
inline std::string a_webm(const std::string& codec = "A_OPUS", int tracks = 1) {
    std::string track =
        element(0xD7, 1, "\1") + element(0x83, 1, "\2") + element(0x86, 1, codec) + element(0x536E, 2, marker);
    std::string all;
    for (int i = 0; i < tracks; ++i) all += element(0xAE, 1, track);
    const std::string info =
        element(0x2AD7B1, 3, number(1'000'000, 3)) + element(0x4D80, 2, marker) + element(0x7BA9, 2, marker);
    const std::string endless = "\x01\xff\xff\xff\xff\xff\xff\xff";
    return element(0x1A45DFA3, 4, element(0x4282, 2, "webm")) + number(0x18538067, 4) + endless +
           element(0x1549A966, 4, info) + element(0x1654AE6B, 4, all) + number(0x1F43B675, 4) + endless +
           element(0xE7, 1, std::string(1, '\0')) + element(0xA3, 1, std::string("\x81\0\0\x80sound", 9)) +
           element(0x1254C367, 4, marker);
}

inline std::string box(const char* type, const std::string& data) {
    return number(data.size() + 8, 4) + type + data;
}
inline std::string an_mp4(const char* handler = "soun", const char* format = "mp4a") {
    const std::string date = number(0, 4) + "datedate" + std::string(12, '\0');
    const std::string hdlr = box("hdlr", number(0, 8) + handler + std::string(12, '\0') + marker);
    const std::string stsd = box("stsd", number(0, 4) + number(1, 4) + box(format, std::string(28, '\0')));
    const std::string media = box("mdia", box("mdhd", date) + hdlr + box("minf", box("stbl", stsd)));
    const std::string moov =
        box("moov", box("mvhd", date) + box("trak", box("tkhd", date) + media + box("udta", marker)) +
                        box("udta", box("loci", marker)));
    return box("ftyp", "M4A " + number(0, 4)) + moov + box("mdat", "sound") + box("uuid", marker);
}

}  // namespace noticeboard::tests
