// The calls we make: methods of the Bot API and their parameters, and what it means when one is refused.
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

// The same message as the answer of a webhook. It must have no picture.
std::string inline_call(const Outgoing& outgoing);

// Whether a picture's text is too long for a caption and follows it as a message of its own: the step "text".
bool text_follows(const Outgoing& outgoing);

web::Request get_updates(const std::string& base, std::string_view offset);
web::Request set_webhook(const std::string& base, std::string_view url, const std::string& secret);
web::Request delete_webhook(const std::string& base);

// The menu in one language; for it alone, or for every language that has no menu of its own.
web::Request set_commands(const std::string& base, const std::vector<MenuEntry>& menu, const std::string& language,
                          bool alone);

// What an answer means that is not ok.
Outcome meaning_of(const Answer& refusal);

}  // namespace noticeboard::telegram
