// Sealing and opening, and the wrapping of data keys.
#include "bot/crypto/seal.hpp"

#include <openssl/crypto.h>

#include <stdexcept>

#include "bot/crypto/cipher.hpp"
#include "bot/crypto/encoding.hpp"

namespace noticeboard::crypto {
namespace {

constexpr char version = 1;
constexpr std::size_t head_size = 1 + gcm_nonce_size;

std::string bound_to(std::string_view purpose) {
    std::string out(1, version);
    out.append(purpose);
    return out;
}

}  // namespace

std::string sealed(const Key& key, std::string_view text, std::string_view purpose, Random& random) {
    std::string out(1, version);
    out += random.bytes(gcm_nonce_size);
    const auto nonce = std::string_view(out).substr(1);
    const auto encrypted = aes_gcm_encrypted(key.bytes(), nonce, text, bound_to(purpose));
    if (!encrypted) throw std::length_error(encrypted.error().message);
    out += encrypted.value();
    return base64(out);
}

Result<std::string> opened(const Key& key, std::string_view sealed, std::string_view purpose) {
    const auto raw = base64_decoded(sealed);
    if (!raw || raw->size() < head_size + gcm_tag_size) return invalid("this is no sealed text");
    if (raw->front() != version) return invalid("sealed by a version that this program does not know");
    const std::string_view all(*raw);
    return aes_gcm_decrypted(key.bytes(), all.substr(1, gcm_nonce_size), all.substr(head_size), bound_to(purpose));
}

Sealer::Sealer(const Key& master) : master_(master), wrapping_(master.derived("noticeboard data keys")) {}

std::string Sealer::wrap(const Key& data_key, std::string_view owner, Random& random) const {
    return sealed(wrapping_, data_key.bytes(), owner, random);
}

Result<Key> Sealer::unwrap(std::string_view wrapped, std::string_view owner) const {
    auto bytes = opened(wrapping_, wrapped, owner);
    if (!bytes) return bytes.error();
    auto key = Key::from(*bytes);
    OPENSSL_cleanse(bytes->data(), bytes->size());
    return key;
}

}  // namespace noticeboard::crypto
