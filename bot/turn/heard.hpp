// Heard: the ids of messages people wrote in private talks, for as long as a platform lets the bot take them away
// again. Ids alone, of everybody who writes there: they say nothing about what was said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/model/ids.hpp"
#include "bot/model/moment.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::turn {

void note_heard(store::Session& session, ChatId chat, std::string_view message_id, TimePoint at);

// The ids of what was said in a private talk since then, by her and by the bot; hers are forgotten with it.
std::vector<std::string> take_said(store::Session& session, ChatId chat, TimePoint since);

std::int64_t purge_heard(store::Session& session, TimePoint before, int most);  // how many

}  // namespace noticeboard::turn
