// Key: 32 secret bytes that wipe themselves, and the file that holds the master key.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "bot/model/moment.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::crypto {

class Key {
 public:
    static Key random(Random& random);
    static Result<Key> from(std::string_view bytes);  // exactly 32 bytes

    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();

    std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

    // Another key for one purpose; nothing about this key follows from it (HMAC-SHA-256 over the label).
    Key derived(std::string_view label) const;

    // 16 hexadecimal digits that name this key and tell nothing of it; the database keeps those of its master key.
    std::string fingerprint() const;

 private:
    Key() = default;
    std::array<char, 32> bytes_{};
};

// The key in a file as 64 hexadecimal digits. Refuses a file that group or others may read or write, and one that holds
// anything else. `not_found` when there is no such file.
Result<Key> load_key(const std::filesystem::path& file);

// A new key in a new file, mode 0600, on disk when this returns. `conflict` when the file exists: a key is never
// overwritten.
Result<Key> make_key(const std::filesystem::path& file, Random& random);

}  // namespace noticeboard::crypto
