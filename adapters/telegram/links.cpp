// Links of a message: see links.hpp.
#include "adapters/telegram/links.hpp"

#include <algorithm>

#include "bot/text/utf8.hpp"

namespace noticeboard::telegram {
namespace {

void note_link(Message& to, std::string label, std::string address) {
    const bool known = std::any_of(to.links.begin(), to.links.end(),
                                   [&](const Link& link) { return link.address == address && link.label == label; });
    if (!known && !address.empty() && to.links.size() < Message::most_links)
        to.links.push_back({std::move(label), std::move(address)});
}

// What Telegram makes an address of, wherever it leads: `text_link` behind words, `url` in the words themselves.
void note_entities(Message& to, const object& message, std::string_view entities_key) {
    array entities;
    if (message[entities_key].get(entities) != simdjson::SUCCESS) return;
    for (const element item : entities) {
        object entity;
        if (to.links.size() == Message::most_links || item.get(entity) != simdjson::SUCCESS) continue;
        const std::string type = text_at(entity, "type");
        if (type == "text_link") note_link(to, {}, text_at(entity, "url"));
        if (type == "url")
            note_link(to, {}, std::string(stretch(to.text, number_at(entity, "offset"), number_at(entity, "length"))));
    }
}

// The buttons under a message: another bot's, or one that was passed on.
void note_buttons(Message& to, const object& message) {
    const auto markup = object_at(message, "reply_markup");
    array rows;
    if (!markup || (*markup)["inline_keyboard"].get(rows) != simdjson::SUCCESS) return;
    for (const element row : rows) {
        array buttons;
        if (row.get(buttons) != simdjson::SUCCESS) continue;
        for (const element item : buttons) {
            object button;
            if (to.links.size() == Message::most_links || item.get(button) != simdjson::SUCCESS) continue;
            std::string address = text_at(button, "url");
            for (const std::string_view key : {"web_app", "login_url"}) {
                if (const auto app = object_at(button, key); app && address.empty()) address = text_at(*app, "url");
            }
            note_link(to, text_at(button, "text"), std::move(address));
        }
    }
}

}  // namespace

std::string_view stretch(std::string_view text, std::int64_t offset, std::int64_t length) {
    const auto skip = [&](std::size_t from, std::int64_t units) {
        while (from < text.size() && units > 0) {
            const text::Point point = text::point_at(text, from);
            units -= point.code > 0xFFFF ? 2 : 1;
            from += point.size;
        }
        return from;
    };
    const std::size_t begin = skip(0, offset);
    return text.substr(begin, skip(begin, length) - begin);
}

void note_links(Message& to, const object& message, std::string_view entities_key) {
    note_entities(to, message, entities_key);
    if (const auto preview = object_at(message, "link_preview_options")) note_link(to, {}, text_at(*preview, "url"));
    note_buttons(to, message);
}

}  // namespace noticeboard::telegram
