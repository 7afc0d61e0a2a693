// Hexadecimal and base64.
#include "bot/crypto/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace noticeboard::crypto {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values_of(std::string_view digits) {
    std::array<std::int8_t, 256> out{};
    out.fill(-1);
    for (std::size_t i = 0; i < digits.size(); ++i)
        out[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
    return out;
}

constexpr auto base64_values = values_of(base64_digits);

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Decodes digits without padding; `tail` becomes the unused bits of the last digit.
std::optional<std::string> decoded(std::string_view digits, std::uint32_t& tail) {
    if (digits.size() % 4 == 1) return std::nullopt;
    std::string out(digits.size() * 3 / 4, '\0');
    char* to = out.data();
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : digits) {
        const int value = base64_values[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        held = held << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *to++ = static_cast<char>(held >> bits & 0xFF);
        }
    }
    tail = held & ((1U << bits) - 1);
    return out;
}

std::string_view without_padding(std::string_view text) {
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string hex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(hex_digits[byte >> 4]);
        out.push_back(hex_digits[byte & 15]);
    }
    return out;
}

std::optional<std::string> unhex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high << 4 | low));
    }
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4, '=');
    char* to = out.data();
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
        std::uint32_t group = 0;  // three bytes, the missing ones zero
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0);
        const std::size_t digits = std::min<std::size_t>(3, bytes.size()) + 1;
        for (std::size_t i = 0; i < digits; ++i) to[i] = base64_digits[group >> (18 - 6 * i) & 63];
        to += 4;
    }
    return out;
}

std::optional<std::string> base64_decoded(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::uint32_t tail = 0;
    auto out = decoded(without_padding(text), tail);
    if (tail != 0) return std::nullopt;
    // "AA==" carries one byte, "AAA=" two; more padding than the digits need is refused
    if (out && (out->size() + 2) / 3 * 4 != text.size()) return std::nullopt;
    return out;
}

std::optional<std::string> base64_lenient(std::string_view text) {
    std::uint32_t tail = 0;
    return decoded(without_padding(text), tail);
}

}  // namespace noticeboard::crypto
