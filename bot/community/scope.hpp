// Scope: what the federation's functions work on: a session, the vault of keys, ids, the moment.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bot/model/moment.hpp"
#include "bot/model/result.hpp"
#include "bot/store/id.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::community {

class Vault;  // bot/community/vault.hpp, which no plugin may include
struct KeyAtHand;

struct Scope {
    store::Session& sql;
    const Vault& vault;
    store::IdMaker& ids;
    Moment moment;

    std::shared_ptr<KeyAtHand> at_hand{};  // of who wrote: one turn seals several things under it

    TimePoint now() const { return moment.now; }
    template <class I>
    I make_id() {
        return ids.make<I>(moment.now);
    }
};

}  // namespace noticeboard::community
