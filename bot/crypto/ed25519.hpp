// Ed25519 signatures (RFC 8032): QQ's webhooks and our own audit anchors. Seeds and public keys are 32 bytes,
// signatures 64.
#pragma once

#include <string>
#include <string_view>

#include "bot/model/result.hpp"

namespace noticeboard::crypto {

Result<std::string> ed25519_public_key(std::string_view seed);
Result<std::string> ed25519_signature(std::string_view seed, std::string_view text);
bool ed25519_verified(std::string_view public_key, std::string_view text, std::string_view signature);

}  // namespace noticeboard::crypto
