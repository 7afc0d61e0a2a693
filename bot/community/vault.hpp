// Vault: the keys of the federation's data: marks that find a person without naming her, and her own sealing key.
#pragma once

#include <string>
#include <string_view>

#include "bot/crypto/seal.hpp"
#include "bot/model/ids.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

class Vault {
 public:
    explicit Vault(const crypto::Key& master);

    // A keyed hash under which a platform id is looked up; without the master key it tells nothing.
    std::string mark(std::string_view account, std::string_view platform_id) const;

    const crypto::Sealer& sealer() const { return sealer_; }
    const crypto::Key& content() const { return content_; }  // what belongs to no person: group texts, dead letters

    // A fresh key for a person, wrapped for the store; and the key again.
    std::string new_key(PersonId person, Random& random) const;
    Result<crypto::Key> key(PersonId person, std::string_view wrapped) const;

 private:
    crypto::Sealer sealer_;
    crypto::Key marks_;
    crypto::Key content_;
};

struct KeyAtHand {  // the key of who wrote, once it was unwrapped
    PersonId person;
    crypto::Key key;
};

struct Scope;

// Her key. Error: not_found, she was forgotten or never known.
Result<crypto::Key> key_of(Scope& scope, PersonId person);

}  // namespace noticeboard::community
