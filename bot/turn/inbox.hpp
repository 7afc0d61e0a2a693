// The inbox: turn keys. A turn runs only if its key could be inserted; never look first and insert later.
#pragma once

#include <string_view>

#include "bot/store/migration.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::turn {

// True when the key is new, and now ours.
bool claim_key(store::Session& session, std::string_view account, std::string_view key, TimePoint now);

// Forgets at most `most` keys of an account older than `before`; returns how many.
std::int64_t purge_keys(store::Session& session, std::string_view account, TimePoint before, int most);

// Where an account's polling or look-ups go on; empty at first.
std::string cursor(store::Session& session, std::string_view account);
void keep_cursor(store::Session& session, std::string_view account, std::string_view cursor);

store::Migrations schema();

}  // namespace noticeboard::turn
