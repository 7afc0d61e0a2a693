// Flood: sliding windows. Time is what the platform says, so that messages which waited for the bot are no flood.
#include "plugins/moderation/rules.hpp"

namespace noticeboard::plugins::moderating {
namespace {

std::string speaker(const Turn& turn) {
    return turn.mark("speaker:" + turn.chat().account + ":" + turn.event().from.id);
}

TimePoint said_at(const Turn& turn) {
    const TimePoint at = turn.event().at;
    return at == TimePoint() || at > turn.now() ? turn.now() : at;
}

}  // namespace

Flow note_message(Turn& turn, const Group& group) {
    const TimePoint at = said_at(turn), since = at - turn.site().rules.flood_window;
    const std::string who = speaker(turn);
    turn.sql().run("DELETE FROM moderation_heard WHERE grp = :grp AND at <= :since", group.id, since);
    turn.sql().run(
        "INSERT INTO moderation_heard (grp, chat, message, who, at) VALUES (:grp, :chat, :message, :who, :at) "
        "ON CONFLICT (grp, chat, message) DO NOTHING",
        group.id, turn.chat().id, turn.event().message_id, who, at);
    Flow out;
    out.all = turn.sql()
                  .one<int>("SELECT count(*) FROM moderation_heard WHERE grp = :grp AND at > :since", group.id, since)
                  .value_or(0);
    out.hers = turn.sql()
                   .one<int>("SELECT count(*) FROM moderation_heard WHERE grp = :grp AND at > :since AND who = :who",
                             group.id, since, who)
                   .value_or(0);
    return out;
}

std::vector<Heard> take_heard(Turn& turn, const Group& group) {
    std::vector<Heard> out;
    const std::string who = speaker(turn);
    turn.sql().each<ChatId, std::string>(
        "SELECT chat, message FROM moderation_heard WHERE grp = :grp AND who = :who ORDER BY at LIMIT 100",
        [&out](ChatId chat, std::string message) {
            out.push_back({chat, std::move(message)});
        },
        group.id, who);
    turn.sql().run("DELETE FROM moderation_heard WHERE grp = :grp AND who = :who", group.id, who);
    return out;
}

}  // namespace noticeboard::plugins::moderating
