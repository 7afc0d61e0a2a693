// Derives and wraps keys: see vault.hpp.
#include "bot/community/vault.hpp"

#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"

namespace noticeboard::community {

Vault::Vault(const crypto::Key& master)
    : sealer_(master), marks_(master.derived("marks")), content_(master.derived("content")) {}

std::string Vault::mark(std::string_view account, std::string_view platform_id) const {
    std::string text(account);
    text += '\0';
    text += platform_id;
    return crypto::hex(crypto::hmac_sha256(marks_.bytes(), text).substr(0, 16));
}

std::string Vault::new_key(PersonId person, Random& random) const {
    return sealer_.wrap(crypto::Key::random(random), "person:" + to_string(person), random);
}

Result<crypto::Key> Vault::key(PersonId person, std::string_view wrapped) const {
    return sealer_.unwrap(wrapped, "person:" + to_string(person));
}

}  // namespace noticeboard::community
