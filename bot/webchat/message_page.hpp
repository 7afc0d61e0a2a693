// One message of a room by itself: to answer it, or to report it without anybody learning who did.
#pragma once

#include "bot/model/page.hpp"
#include "bot/webchat/row.hpp"
#include "bot/webchat/view.hpp"

namespace noticeboard::webchat {

// Somebody else's message that still stands in this room, by its sequence; nothing otherwise.
std::optional<Row> message_of(Visit& visit, const View& view, std::string_view seq);

// What the page of a message shows; `out` is the empty page of the built-in chat in layout::message.
void fill_message_page(Page& out, Visit& visit, const View& view, const Row& row);

// Answers and reports as a platform would deliver them: whom they answer, and what she had said.
void note_answered(Message& message, const Row& answered);

}  // namespace noticeboard::webchat
