// Hashes over OpenSSL's EVP; one context per thread and algorithm, because fetching one costs more than hashing.
#include "bot/crypto/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "bot/crypto/evp.hpp"

namespace noticeboard::crypto {
namespace {

class Digest {
 public:
    explicit Digest(const char* name) : algorithm_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {
        must(algorithm_ != nullptr && context_ != nullptr, name);
    }

    std::string of(std::string_view text) {
        std::string out(static_cast<std::size_t>(EVP_MD_get_size(algorithm_.get())), '\0');
        must(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1 &&
                 EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1 &&
                 EVP_DigestFinal_ex(context_.get(), bytes(out), nullptr) == 1,
             "digest");
        return out;
    }

 private:
    Owned<EVP_MD, EVP_MD_free> algorithm_;
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context_;
};

class Hmac {
 public:
    explicit Hmac(const char* digest) : algorithm_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)) {
        must(algorithm_ != nullptr, "HMAC");
        context_.reset(EVP_MAC_CTX_new(algorithm_.get()));
        const OSSL_PARAM settings[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
            OSSL_PARAM_construct_end(),
        };
        must(context_ != nullptr && EVP_MAC_CTX_set_params(context_.get(), settings) == 1, digest);
    }

    std::string of(std::string_view key, std::string_view text) {
        static constexpr unsigned char nothing = 0;  // a null key would mean "the key of last time"
        const auto* key_bytes = key.empty() ? &nothing : bytes(key);
        must(EVP_MAC_init(context_.get(), key_bytes, key.size(), nullptr) == 1, "HMAC key");
        std::string out(EVP_MAC_CTX_get_mac_size(context_.get()), '\0');
        must(EVP_MAC_update(context_.get(), bytes(text), text.size()) == 1 &&
                 EVP_MAC_final(context_.get(), bytes(out), nullptr, out.size()) == 1,
             "HMAC");
        return out;
    }

 private:
    Owned<EVP_MAC, EVP_MAC_free> algorithm_;
    Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context_;
};

}  // namespace

std::string sha1(std::string_view text) {
    thread_local Digest digest("SHA1");
    return digest.of(text);
}

std::string sha256(std::string_view text) {
    thread_local Digest digest("SHA256");
    return digest.of(text);
}

std::string hmac_sha1(std::string_view key, std::string_view text) {
    thread_local Hmac hmac("SHA1");
    return hmac.of(key, text);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    thread_local Hmac hmac("SHA256");
    return hmac.of(key, text);
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace noticeboard::crypto
