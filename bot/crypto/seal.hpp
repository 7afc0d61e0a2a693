// Sealed fields: texts that the database may hold and only we can read, each under the key of its person or request.
//
// A sealed text is base64 over: version (1 byte) | nonce (12) | AES-256-GCM ciphertext | tag (16). What it is for is
// bound to it, so that a row moved elsewhere does not open. Deleting a person's wrapped key makes all of hers
// unreadable for good.
#pragma once

#include <string>
#include <string_view>

#include "bot/crypto/key.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::crypto {

// Seals `text` for a purpose such as "person:123:name".
std::string sealed(const Key& key, std::string_view text, std::string_view purpose, Random& random);

// The text again. `forbidden` when key or purpose are others or a byte was changed; `invalid` when it is no sealed
// text.
Result<std::string> opened(const Key& key, std::string_view sealed, std::string_view purpose);

// Makes, wraps and unwraps the data keys of persons and requests under the master key.
class Sealer {
 public:
    explicit Sealer(const Key& master);

    // Whose key it is ("person:123") is bound to its wrapping.
    std::string wrap(const Key& data_key, std::string_view owner, Random& random) const;
    Result<Key> unwrap(std::string_view wrapped, std::string_view owner) const;

    // A key for what belongs to nobody yet (a dead letter, a form token), one per label.
    Key key_for(std::string_view label) const { return master_.derived(label); }

    std::string fingerprint() const { return master_.fingerprint(); }

 private:
    Key master_;
    Key wrapping_;
};

}  // namespace noticeboard::crypto
