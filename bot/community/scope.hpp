// Scope: what the federation's functions work on: a session, the vault of keys, ids, the moment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bot/community/vault.hpp"
#include "bot/model/moment.hpp"
#include "bot/store/id.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::community {

struct Scope {
    store::Session& sql;
    const Vault& vault;
    store::IdMaker& ids;
    Moment moment;

    // The key of who wrote, once it was unwrapped: one turn seals several things under it.
    struct KeyAtHand {
        PersonId person;
        crypto::Key key;
    };
    std::optional<KeyAtHand> at_hand{};

    TimePoint now() const { return moment.now; }
    template <class I>
    I make_id() {
        return ids.make<I>(moment.now);
    }
};

}  // namespace noticeboard::community
