// Randomness from OpenSSL's generator, drawn in pages: one call per nonce would cost as much as the sealing itself.
#include "bot/crypto/random.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "bot/crypto/evp.hpp"

namespace noticeboard::crypto {
namespace {

void draw(std::span<std::byte> bytes) {
    must(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) == 1, "randomness");
}

struct Page {  // what one thread has drawn and not used; every byte is given once and wiped
    std::array<std::byte, 512> bytes;
    std::size_t used = sizeof bytes;

    ~Page() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

    void give(std::span<std::byte> out) {
        if (bytes.size() - used < out.size()) {
            draw(bytes);
            used = 0;
        }
        std::memcpy(out.data(), bytes.data() + used, out.size());
        OPENSSL_cleanse(bytes.data() + used, out.size());
        used += out.size();
    }
};

}  // namespace

void SystemRandom::fill(std::span<std::byte> bytes) {
    thread_local Page page;
    if (bytes.empty()) return;
    if (bytes.size() <= 32) return page.give(bytes);
    constexpr std::size_t slice = 1 << 20;
    for (std::size_t at = 0; at < bytes.size(); at += slice)
        draw(bytes.subspan(at, std::min(slice, bytes.size() - at)));
}

}  // namespace noticeboard::crypto
