// SystemRandom: the operating system's randomness, for keys, nonces and codes.
#pragma once

#include "bot/model/moment.hpp"

namespace noticeboard::crypto {

// Safe to share between threads. Throws when the system has no randomness to give.
class SystemRandom final : public Random {
 public:
    void fill(std::span<std::byte> bytes) override;
};

}  // namespace noticeboard::crypto
