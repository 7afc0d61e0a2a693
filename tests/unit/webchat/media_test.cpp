// Pictures and voice messages: what they carry beside what is seen and heard is gone, and broken ones are refused.
#include <doctest/doctest.h>

#include "bot/webchat/picture.hpp"
#include "bot/webchat/voice.hpp"
#include "bot/webchat/voice_kinds.hpp"
#include "tests/recordings.hpp"

using namespace noticeboard;
using namespace noticeboard::webchat;
using namespace noticeboard::tests;

namespace {

// --- pictures

// Two pixels side by side, as a GIF.
const std::string two_pixels("GIF89a\2\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\2\0\1\0\0\2\2\4\x0a\0;", 35);
std::string a_jpeg() {
    return clean_picture(two_pixels)->bytes;
}

// A camera's note: held sideways, and whose it is.
std::string with_exif(const std::string& jpeg, int orientation) {
    const std::string text = marker + std::string(1, '\0');
    std::string tiff = std::string("MM\0\x2a", 4) + number(8, 4) + number(2, 2);
    tiff += number(0x010f, 2) + number(2, 2) + number(text.size(), 4) + number(8 + 2 + 24 + 4, 4);
    tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(static_cast<std::uint64_t>(orientation), 2) +
            number(0, 2);
    tiff += number(0, 4) + text;
    const std::string body = std::string("Exif\0\0", 6) + tiff;
    return jpeg.substr(0, 2) + "\xff\xe1" + number(body.size() + 2, 2) + body + jpeg.substr(2);
}

std::pair<std::uint64_t, std::uint64_t> size_of(const std::string& jpeg) {  // height, width: of its frame header
    for (std::size_t at = 2; at + 9 < jpeg.size();) {
        const auto kind = static_cast<unsigned char>(jpeg[at + 1]);
        if (kind >= 0xc0 && kind <= 0xc2)
            return {big_endian(std::string_view(jpeg).substr(at + 5, 2)),
                    big_endian(std::string_view(jpeg).substr(at + 7, 2))};
        at += 2 + big_endian(std::string_view(jpeg).substr(at + 2, 2));
    }
    return {0, 0};
}

}  // namespace

TEST_CASE("a picture loses its place, its camera and its tilt") {
    const std::string jpeg = a_jpeg();
    const auto [height, width] = size_of(jpeg);
    CHECK(height == 1);
    CHECK(width == 2);
    const std::string told = with_exif(jpeg, 6);
    REQUIRE(told.find(marker) != std::string::npos);
    const auto cleaned = clean_picture(told);
    REQUIRE(cleaned.ok());
    CHECK(cleaned->mime == "image/jpeg");
    CHECK(cleaned->bytes.find(marker) == std::string::npos);
    CHECK(cleaned->bytes.find("Exif") == std::string::npos);
    CHECK(size_of(cleaned->bytes) == std::pair(width, height));
}

TEST_CASE("what is no picture is refused, whatever it is called") {
    CHECK_FALSE(clean_picture("").ok());
    CHECK_FALSE(clean_picture("<svg xmlns='http://www.w3.org/2000/svg'/>").ok());
    CHECK_FALSE(clean_picture("\xff\xd8\xff and then nothing").ok());
    CHECK_FALSE(clean_picture("\x89PNG\r\n\x1a\n").ok());
}

TEST_CASE("a PNG that says it is enormous is refused before it is drawn") {
    const auto says = [](std::uint64_t side) {
        const std::string chunk = "IHDR" + number(side, 4) + number(side, 4) + std::string("\x08\x02\0\0\0", 5);
        std::uint32_t sum = 0xffffffff;  // PNG's CRC-32
        for (unsigned char byte : chunk) {
            sum ^= byte;
            for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xedb88320U : 0U);
        }
        return clean_picture("\x89PNG\r\n\x1a\n" + number(13, 4) + chunk + number(~sum & 0xffffffffU, 4) +
                             number(0, 4) + "IDAT" + std::string("\x35\xaf\x06\x1e", 4));
    };
    CHECK(says(9000).error().message == "this picture is too large");
    CHECK(says(10).ok());  // what is missing of it is grey
}

TEST_CASE("an Ogg recording keeps its sound and loses its comments") {
    const std::string told = an_ogg();
    REQUIRE(told.find(marker) != std::string::npos);
    const auto cleaned = clean_voice(told);
    REQUIRE(cleaned.ok());
    CHECK(cleaned->mime == "audio/ogg");
    CHECK(cleaned->bytes.size() == told.size());
    CHECK(cleaned->bytes.find(marker) == std::string::npos);
    CHECK(cleaned->bytes.find("Wang") == std::string::npos);
    CHECK(cleaned->bytes.find("sound") != std::string::npos);
    CHECK(clean_voice(cleaned->bytes)->bytes == cleaned->bytes);
}

TEST_CASE("a WebM recording keeps its sound and loses titles, tags and names") {
    const auto cleaned = clean_voice(a_webm());
    REQUIRE(cleaned.ok());
    CHECK(cleaned->mime == "audio/webm");
    CHECK(cleaned->bytes.size() == a_webm().size());
    CHECK(cleaned->bytes.find(marker) == std::string::npos);
    CHECK(cleaned->bytes.find("sound") != std::string::npos);
    CHECK(clean_voice(cleaned->bytes)->bytes == cleaned->bytes);
}

TEST_CASE("an MP4 recording keeps its sound and loses dates, places and names") {
    const auto cleaned = clean_voice(an_mp4());
    REQUIRE(cleaned.ok());
    CHECK(cleaned->mime == "audio/mp4");
    CHECK(cleaned->bytes.size() == an_mp4().size());
    CHECK(cleaned->bytes.find(marker) == std::string::npos);
    CHECK(cleaned->bytes.find("datedate") == std::string::npos);
    CHECK(cleaned->bytes.find("sound") != std::string::npos);
    CHECK(clean_voice(cleaned->bytes)->bytes == cleaned->bytes);
}

TEST_CASE("what is more or other than one voice is refused") {
    CHECK_FALSE(clean_voice("").ok());
    CHECK_FALSE(clean_voice("ID3 a song").ok());
    CHECK_FALSE(clean_voice(an_ogg() + ogg_page(2, 0, opus_head, "lili")).ok());
    CHECK_FALSE(clean_voice(ogg_page(2, 0, "\1vorbis and so on")).ok());
    CHECK_FALSE(clean_voice(a_webm("V_VP8")).ok());
    CHECK_FALSE(clean_voice(a_webm("A_OPUS", 2)).ok());
    CHECK_FALSE(clean_voice(an_mp4("vide")).ok());
    CHECK_FALSE(clean_voice(an_mp4("soun", "avc1")).ok());
}

TEST_CASE("a recording that is cut or bent anywhere is refused or cleaned, never read past its end") {
    for (const std::string& whole : {an_ogg(), a_webm(), an_mp4()}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = clean_voice(whole.substr(0, size));
            if (cut) CHECK(cut->bytes.size() == size);
            for (const int bent : {0, 1, 127, 128, 255}) {
                std::string other = whole;
                other[size] = static_cast<char>(bent);
                const auto cleaned = clean_voice(other);
                if (cleaned) CHECK(cleaned->bytes.size() == other.size());
            }
        }
    }
}
