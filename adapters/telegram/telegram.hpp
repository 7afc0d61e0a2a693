// Telegram: a bot of the Bot API (https://core.telegram.org/bots/api), by webhook or long polling.
#pragma once

#include <memory>

#include "bot/adapter.hpp"

namespace noticeboard {

// Keys: token, secret_token (webhook: 8 to 256 of A-Z a-z 0-9 _ -), mode (webhook | polling), bot_name, api. Error: a
// sentence that names the key.
Result<std::unique_ptr<Adapter>> make_telegram(const AdapterSettings& settings);

}  // namespace noticeboard
