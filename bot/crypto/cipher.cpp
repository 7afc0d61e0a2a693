// AES-256-CBC and AES-256-GCM over OpenSSL's EVP, one context per thread.
#include "bot/crypto/cipher.hpp"

#include <openssl/evp.h>

#include "bot/crypto/evp.hpp"

namespace noticeboard::crypto {
namespace {

enum class Way { decrypt = 0, encrypt = 1 };

class Cipher {
 public:
    explicit Cipher(const char* name)
        : algorithm_(EVP_CIPHER_fetch(nullptr, name, nullptr)), context_(EVP_CIPHER_CTX_new()) {
        must(algorithm_ != nullptr && context_ != nullptr, name);
    }

    EVP_CIPHER_CTX* start(Way way, std::string_view key, std::string_view iv) {
        const EVP_CIPHER* algorithm = started_ ? nullptr : algorithm_.get();  // naming it again would build it again
        started_ =
            EVP_CipherInit_ex2(context_.get(), algorithm, bytes(key), bytes(iv), static_cast<int>(way), nullptr) == 1;
        must(started_, "cipher key");
        return context_.get();
    }

 private:
    Owned<EVP_CIPHER, EVP_CIPHER_free> algorithm_;
    Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context_;
    bool started_ = false;
};

constexpr std::size_t most_text = std::size_t{1} << 30;  // EVP counts in int

Result<Done> checked(std::string_view key, std::string_view iv, std::size_t iv_size, std::string_view text) {
    if (key.size() != key_size) return invalid("an AES-256 key has 32 bytes");
    if (iv.size() != iv_size) return invalid("the initial vector has the wrong length");
    if (text.size() > most_text) return invalid("the text is too long to encrypt at once");
    return Done();
}

Result<std::string> cbc(Way way, std::string_view key, std::string_view iv, std::string_view text) {
    if (auto fit = checked(key, iv, block_size, text); !fit) return fit.error();
    if (text.size() % block_size != 0) return invalid("the text is not whole AES blocks");
    thread_local Cipher cipher("AES-256-CBC");
    EVP_CIPHER_CTX* context = cipher.start(way, key, iv);
    std::string out(text.size() + block_size, '\0');
    int size = 0, rest = 0;
    must(EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
             EVP_CipherUpdate(context, bytes(out), &size, bytes(text), static_cast<int>(text.size())) == 1 &&
             EVP_CipherFinal_ex(context, bytes(out) + size, &rest) == 1,
         "AES-CBC");
    out.resize(static_cast<std::size_t>(size + rest));
    return out;
}

Cipher& gcm() {
    thread_local Cipher cipher("AES-256-GCM");
    return cipher;
}

void feed(EVP_CIPHER_CTX* context, std::string_view bound, std::string_view text, unsigned char* out) {
    int size = 0;
    must(EVP_CipherUpdate(context, nullptr, &size, bytes(bound), static_cast<int>(bound.size())) == 1 &&
             EVP_CipherUpdate(context, out, &size, bytes(text), static_cast<int>(text.size())) == 1,
         "AES-GCM");
}

}  // namespace

Result<std::string> aes_cbc_encrypted(std::string_view key, std::string_view iv, std::string_view text) {
    return cbc(Way::encrypt, key, iv, text);
}

Result<std::string> aes_cbc_decrypted(std::string_view key, std::string_view iv, std::string_view text) {
    return cbc(Way::decrypt, key, iv, text);
}

Result<std::string> aes_gcm_encrypted(std::string_view key, std::string_view nonce, std::string_view text,
                                      std::string_view bound) {
    if (auto fit = checked(key, nonce, gcm_nonce_size, text); !fit) return fit.error();
    EVP_CIPHER_CTX* context = gcm().start(Way::encrypt, key, nonce);
    std::string out(text.size() + gcm_tag_size, '\0');
    feed(context, bound, text, bytes(out));
    unsigned char* tag = bytes(out) + text.size();
    int rest = 0;
    must(EVP_CipherFinal_ex(context, tag, &rest) == 1 &&
             EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, gcm_tag_size, tag) == 1,
         "AES-GCM tag");
    return out;
}

Result<std::string> aes_gcm_decrypted(std::string_view key, std::string_view nonce, std::string_view text,
                                      std::string_view bound) {
    if (auto fit = checked(key, nonce, gcm_nonce_size, text); !fit) return fit.error();
    if (text.size() < gcm_tag_size) return forbidden("the sealed text is cut short");
    std::string tag(text.substr(text.size() - gcm_tag_size));
    text.remove_suffix(gcm_tag_size);
    EVP_CIPHER_CTX* context = gcm().start(Way::decrypt, key, nonce);
    std::string out(text.size() + 1, '\0');
    feed(context, bound, text, bytes(out));
    int rest = 0;
    must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, gcm_tag_size, tag.data()) == 1, "AES-GCM tag");
    if (EVP_CipherFinal_ex(context, bytes(out), &rest) != 1) {
        OPENSSL_cleanse(out.data(), out.size());
        ERR_clear_error();
        return forbidden("the sealed text was changed, or belongs elsewhere");
    }
    out.resize(text.size());
    return out;
}

}  // namespace noticeboard::crypto
