// AES-256 as the platforms and our own sealed fields use it. Keys are 32 bytes; any other length is refused.
#pragma once

#include <string>
#include <string_view>

#include "bot/model/result.hpp"

namespace noticeboard::crypto {

inline constexpr std::size_t key_size = 32;        // bytes of an AES-256 key
inline constexpr std::size_t block_size = 16;      // bytes of an AES block, and of the CBC initial vector
inline constexpr std::size_t gcm_nonce_size = 12;  // bytes; NIST SP 800-38D 8.2
inline constexpr std::size_t gcm_tag_size = 16;    // bytes

// CBC without padding: the text must be whole blocks. WXBizMsgCrypt pads to 32, which is the adapter's business.
Result<std::string> aes_cbc_encrypted(std::string_view key, std::string_view iv, std::string_view text);
Result<std::string> aes_cbc_decrypted(std::string_view key, std::string_view iv, std::string_view text);

// GCM. The encrypted text is followed by its tag; `bound` is authenticated, not encrypted. Decryption is `forbidden`
// when a single bit of key, nonce, text, tag or `bound` differs.
Result<std::string> aes_gcm_encrypted(std::string_view key, std::string_view nonce, std::string_view text,
                                      std::string_view bound);
Result<std::string> aes_gcm_decrypted(std::string_view key, std::string_view nonce, std::string_view text,
                                      std::string_view bound);

}  // namespace noticeboard::crypto
