// Windows: where a platform lets the bot write only for a while after a person did, and only so many messages.
#pragma once

#include "bot/model/ids.hpp"
#include "bot/model/platform.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::delivery {

// Her event opened the window `name` of this chat anew (WeChat: 5 messages for 48 h after her message).
void open_window(store::Session& session, ChatId chat, const Platform& platform, std::string_view name, TimePoint at);

// Takes one message out of the window that shuts first; false when all are shut or spent.
bool take_from_window(store::Session& session, ChatId chat, TimePoint now);

// Whether one could be taken now.
bool window_is_open(store::Session& session, ChatId chat, TimePoint now);

}  // namespace noticeboard::delivery
