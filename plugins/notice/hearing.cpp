// What a group says to a notice: “received” is counted for the group, never for a woman; an answer to it reaches the
// group's own leader.
#include <array>

#include "bot/community/notice/words.hpp"
#include "bot/text/fold.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {
namespace {

constexpr Millis fresh = 7 * 24h;

bool says_received(std::string_view typed) {
    static constexpr std::array<std::string_view, 6> words{"收到", "已收到", "收到了", "知道了", "received", "got it"};
    const std::string folded = text::folded(typed);
    for (const std::string_view word : words) {
        if (folded == word || folded == text::folded(std::string(word) + "!") ||
            folded == text::folded(std::string(word) + "。"))
            return true;
    }
    return false;
}

}  // namespace

void hear_group(Turn& turn) {
    const Group* group = turn.group();
    if (group == nullptr || turn.chat().place.room == Room::direct) return;
    const Message& message = turn.what<Message>();
    const bool received = says_received(message.text);
    if (!received && (!message.to_bot || message.text.empty())) return;
    const auto id = community::last_notice_in(turn.community(), turn.chat().account, turn.chat().id, fresh);
    if (!id) return;
    if (received) return community::hear(turn.community(), *id, group->id);
    const auto notice = community::notice(turn.community(), *id);
    for (const PersonId leader : community::leaders(turn.community(), group->id)) {
        if (leader == turn.person().id()) return;
        turn.tell(leader, Reply(turn.tr_for(leader, "In {} somebody answered notice {}:", group->name,
                                            community::spaced_number(notice->number)) +
                                "\n“" + message.text + "”"));
    }
}

}  // namespace noticeboard::plugins::noticing
