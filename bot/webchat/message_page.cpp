// One message of a room by itself: see message_page.hpp.
#include "bot/webchat/message_page.hpp"

#include <charconv>

namespace noticeboard::webchat {

std::optional<Row> message_of(Visit& visit, const View& view, std::string_view seq) {
    std::int64_t number = 0;
    std::from_chars(seq.data(), seq.data() + seq.size(), number);
    if (view.direct || number <= 0) return std::nullopt;
    for (Row& row : rows_after(visit.scope, view.chat.id, number - 1, 1)) {
        const bool hers = row.author.empty() || row.author == view.visitor;
        if (row.seq == number && row.kind == Row::Kind::said && !row.gone && !hers) return std::move(row);
    }
    return std::nullopt;
}

void fill_message_page(Page& out, Visit& visit, const View& view, const Row& row) {
    const std::string& place = view.chat.place.id;
    out.values.set("place", place)
        .set("seq", std::to_string(row.seq))
        .set("who", row.name.empty() ? visit.tr("A neighbour") : row.name)
        .set("said", row.text)
        .set("report", visit.tr("Report this message"))
        .set("promise", visit.tr("Nobody learns who reported it, the leader neither."))
        .set("label", visit.tr("Your answer"))
        .set("answer", visit.tr("Answer"))
        .set("back_to", address_of(place));
}

void note_answered(Message& message, const Row& answered) {
    message.reply_to = std::to_string(answered.id);
    message.answered = {answered.author, answered.name, {}, false};
    message.answered_text = answered.text;
}

}  // namespace noticeboard::webchat
