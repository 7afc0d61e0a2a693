// Message ids of private talks, and clearing one: see heard.hpp.
#include "bot/turn/heard.hpp"

#include "bot/plugin.hpp"
#include "bot/store/id.hpp"
#include "bot/turn/frame.hpp"

namespace noticeboard {
namespace turn {

void note_heard(store::Session& session, ChatId chat, std::string_view message_id, TimePoint at) {
    session.run(
        "INSERT INTO heard_message (chat, message_id, at) VALUES (:chat, :message, :at) ON CONFLICT (chat, message_id) "
        "DO NOTHING",
        chat, message_id, at);
}

std::vector<std::string> take_said(store::Session& session, ChatId chat, TimePoint since) {
    auto out = session.all<std::string>(
        "SELECT message_id FROM heard_message WHERE chat = :chat AND at > :since ORDER BY at, message_id", chat, since);
    for (std::string& one : session.all<std::string>(
             "SELECT message_id FROM outbox WHERE chat = :chat AND id >= :first AND state = 4 AND message_id <> '' "
             "ORDER BY id",
             chat, store::first_id_of(since)))
        out.push_back(std::move(one));
    session.run("DELETE FROM heard_message WHERE chat = :chat", chat);
    session.run("UPDATE outbox SET message_id = '' WHERE chat = :chat AND state = 4", chat);
    return out;
}

std::int64_t purge_heard(store::Session& session, TimePoint before, int most) {
    return session.run(
        "DELETE FROM heard_message WHERE (chat, message_id) IN (SELECT chat, message_id FROM heard_message WHERE at < "
        ":before LIMIT :most)",
        before, most);
}

}  // namespace turn

void Turn::clear_talk() {
    constexpr std::size_t at_once = 100;  // Telegram's deleteMessages takes no more
    frame_.check();
    const Platform* platform = frame_.services.platform(frame_.account);
    if (frame_.chat.place.room != Room::direct || platform == nullptr || platform->removes_within == Millis{0}) return;
    if (platform->local) return act(Action(Action::Kind::clear));
    const auto ids = turn::take_said(frame_.scope.sql, frame_.chat.id, now() - platform->removes_within);
    for (std::size_t i = 0; i < ids.size(); i += at_once) {
        std::string some;
        for (std::size_t j = i; j < ids.size() && j < i + at_once; ++j) some += (some.empty() ? "" : " ") + ids[j];
        act(Action(Action::Kind::clear).text(std::move(some)));
    }
}

}  // namespace noticeboard
