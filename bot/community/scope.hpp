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

    TimePoint now() const { return moment.now; }
    template <class I>
    I make_id() {
        return ids.make<I>(moment.now);
    }
};

}  // namespace noticeboard::community
