// The calls and links we make: methods of the Bot API, their parameters, and what it means when one is refused.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/telegram/wire.hpp"
#include "bot/adapter.hpp"

namespace noticeboard::telegram {

inline constexpr int poll_seconds = 50;  // the longest the server lets a poll wait

// All calls go to `base`: "https://api.telegram.org/bot<token>/".

// The call for an Outgoing at its step; the second call of a download is not one of the Bot API and not made here.
Result<web::Request> call_for(const Outgoing& outgoing, const std::string& base, const Moment& moment);

// The same message as the answer of a webhook. It must be text alone.
std::string inline_call(const Outgoing& outgoing);

// Whether a picture's or voice's text is too long for a caption and follows it as a message of its own: the step
// "text".
bool text_follows(const Outgoing& outgoing);

web::Request get_updates(const std::string& base, std::string_view offset);
web::Request set_webhook(const std::string& base, std::string_view url, const std::string& secret);
web::Request delete_webhook(const std::string& base);

// The menu in one language; for it alone, or for every language that has no menu of its own.
web::Request set_commands(const std::string& base, const std::vector<MenuEntry>& menu, const std::string& language,
                          bool alone);

// What an answer means that is not ok.
Outcome meaning_of(const Answer& refusal);

// Whether there is something and it is all A-Z a-z 0-9 and those of `more`.
bool is_plain(std::string_view text, std::string_view more);

// A link that opens the bot (kind "start") or adds it to a group ("startgroup") and carries a payload of 1 to 64
// characters A-Z a-z 0-9 _ -.
Result<std::string> deep_link(std::string_view bot_name, std::string_view kind, std::string_view payload);

}  // namespace noticeboard::telegram
