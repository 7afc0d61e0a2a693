// Ed25519 over OpenSSL's EVP.
#include "bot/crypto/ed25519.hpp"

#include <openssl/evp.h>

#include "bot/crypto/evp.hpp"

namespace noticeboard::crypto {
namespace {

constexpr std::size_t seed_size = 32, signature_size = 64;

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Context = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

Result<Key> private_key(std::string_view seed) {
    if (seed.size() != seed_size) return invalid("an Ed25519 seed has 32 bytes");
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed), seed.size()));
    must(key != nullptr, "Ed25519 seed");
    return key;
}

}  // namespace

Result<std::string> ed25519_public_key(std::string_view seed) {
    auto key = private_key(seed);
    if (!key) return key.error();
    std::string out(seed_size, '\0');
    std::size_t size = out.size();
    must(EVP_PKEY_get_raw_public_key(key->get(), bytes(out), &size) == 1, "Ed25519 public key");
    return out;
}

Result<std::string> ed25519_signature(std::string_view seed, std::string_view text) {
    auto key = private_key(seed);
    if (!key) return key.error();
    Context context(EVP_MD_CTX_new());
    std::string out(signature_size, '\0');
    std::size_t size = out.size();
    must(context != nullptr && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key->get()) == 1 &&
             EVP_DigestSign(context.get(), bytes(out), &size, bytes(text), text.size()) == 1,
         "Ed25519 signature");
    return out;
}

bool ed25519_verified(std::string_view public_key, std::string_view text, std::string_view signature) {
    if (public_key.size() != seed_size || signature.size() != signature_size) return false;
    Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(public_key), public_key.size()));
    Context context(EVP_MD_CTX_new());
    const bool good =
        key != nullptr && context != nullptr &&
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
        EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace noticeboard::crypto
