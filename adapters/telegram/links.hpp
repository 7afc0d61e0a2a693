// The addresses that a message of Telegram carries: in its entities, in its preview, on the buttons under it.
#pragma once

#include "adapters/telegram/json.hpp"
#include "bot/model/event.hpp"

namespace noticeboard::telegram {

// `length` UTF-16 units of a text from `offset`: how entities are measured.
std::string_view stretch(std::string_view text, std::int64_t offset, std::int64_t length);

// Puts them into `to`, whose text is there already. `entities_key`: "entities", or "caption_entities".
void note_links(Message& to, const object& message, std::string_view entities_key);

}  // namespace noticeboard::telegram
