// Windows: see window.hpp.
#include "bot/delivery/window.hpp"

namespace noticeboard::delivery {

void open_window(store::Session& session, ChatId chat, const Platform& platform, std::string_view name, TimePoint at) {
    for (const Window& window : platform.windows) {
        if (window.name != name) continue;
        session.run(
            "INSERT INTO sending_window (chat, name, messages, until) VALUES (:chat, :name, :messages, :until) "
            "ON CONFLICT (chat, name) DO UPDATE SET messages = excluded.messages, until = excluded.until "
            "WHERE sending_window.until < excluded.until",
            chat, name, window.messages, at + window.length);
    }
}

bool take_from_window(store::Session& session, ChatId chat, TimePoint now) {
    const auto name = session.one<std::string>(
        "SELECT name FROM sending_window WHERE chat = :chat AND messages > 0 AND until > :now ORDER BY until LIMIT 1",
        chat, now);
    if (!name) return false;
    return session.run(
               "UPDATE sending_window SET messages = messages - 1 WHERE chat = :chat AND name = :name AND "
               "messages > 0 AND until > :now",
               chat, *name, now) == 1;
}

bool window_is_open(store::Session& session, ChatId chat, TimePoint now) {
    return session
        .one<int>("SELECT 1 FROM sending_window WHERE chat = :chat AND messages > 0 AND until > :now LIMIT 1", chat,
                  now)
        .has_value();
}

}  // namespace noticeboard::delivery
