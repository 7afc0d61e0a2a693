// Folding over ICU and OpenCC. Plain ASCII, most of what arrives as a command, needs neither.
#include "bot/text/fold.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <opencc/SimpleConverter.hpp>
#include <stdexcept>

#include "bot/text/utf8.hpp"

namespace noticeboard::text {
namespace {

const icu::Normalizer2& normalizer() {
    static const icu::Normalizer2& one = []() -> const icu::Normalizer2& {
        UErrorCode error = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(error);
        if (found == nullptr || U_FAILURE(error)) throw std::runtime_error("ICU has no NFKC_Casefold data");
        return *found;
    }();
    return one;
}

std::string case_folded(std::string_view text) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    UErrorCode error = U_ZERO_ERROR;
    normalizer().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                               error);
    if (U_FAILURE(error)) throw std::runtime_error("ICU could not fold a text");
    return out;
}

// The ideographs of the basic plane, each with its simplified form as OpenCC gives it. Made once: OpenCC itself takes 1
// µs for each character, and its choice by neighbouring characters would fold a word differently inside a sentence.
class Simplified {
 public:
    Simplified() {
        std::string all;
        for (char32_t c = first; c <= last; ++c) {
            append(all, c);
            all.push_back('\n');
        }
        const std::string converted = opencc::SimpleConverter("t2s.json").Convert(all);
        std::size_t at = 0;
        for (char32_t c = first; c <= last; ++c) {
            const Point point = point_at(converted, at);
            const std::size_t end = converted.find('\n', at);
            forms_[c - first] = at + point.size == end ? static_cast<char32_t>(point.code) : c;
            at = end + 1;
        }
    }

    char32_t of(char32_t c) const { return c < first || c > last ? c : forms_[c - first]; }

    static void append(std::string& out, char32_t c) {
        char bytes[4];
        std::size_t size = 0;
        U8_APPEND_UNSAFE(bytes, size, c);
        out.append(bytes, size);
    }

 private:
    static constexpr char32_t first = 0x3400, last = 0x9FFF;
    std::array<char32_t, last - first + 1> forms_{};
};

std::string spaced_and_simplified(std::string_view text) {
    static const Simplified simplified;
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (std::size_t at = 0; at < text.size();) {
        const Point point = point_at(text, at);
        if (u_isUWhiteSpace(point.code) || (point.code < ' ' || point.code == 0x7F)) {
            gap = !out.empty();
        } else {
            if (gap) out.push_back(' ');
            gap = false;
            Simplified::append(out, simplified.of(static_cast<char32_t>(point.code)));
        }
        at += point.size;
    }
    return out;
}

bool plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string plain_folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) {
            gap = !out.empty();
            continue;
        }
        if (gap) out.push_back(' ');
        gap = false;
        out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return out;
}

}  // namespace

std::string folded(std::string_view text) {
    return plain(text) ? plain_folded(text) : spaced_and_simplified(case_folded(repaired(text)));
}

}  // namespace noticeboard::text
