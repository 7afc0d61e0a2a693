// What is said in a group: a leader's word on a message, a member's report, and whatever breaks a rule.
#include "bot/community/chat.hpp"
#include "bot/community/person.hpp"
#include "bot/text/fold.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/link.hpp"
#include "plugins/moderation/rules.hpp"
#include "plugins/moderation/who.hpp"
#include "plugins/moderation/word_lists.hpp"

namespace noticeboard::plugins::moderating {
namespace {

constexpr std::size_t most_quoted = 300;  // characters, so that the addresses behind them have room in a case

bool is_report(std::string_view text) {
    const std::string word = text::folded(text);
    return word == "举报" || word == "report";
}

Case about(Turn& turn, const Breach& broken, PersonId target) {
    Case out;
    out.rule = broken.rule;
    out.target = target;
    out.chat = turn.chat().id;
    out.message = turn.event().message_id;
    out.erase = true;
    return out;
}

void delete_here(Turn& turn, const std::string& message) {
    if (!message.empty() && turn.bot_can().has(Ability::delete_message))
        turn.act(Action(Action::Kind::delete_message).message(message));
}

// Too many at once from one person: her messages of these moments go, and she is quiet for a while.
void flooded(Turn& turn, const Group& group, const Breach& broken, PersonId target, const std::string& text) {
    Case one = begin(turn, group, about(turn, broken, target), turn.event().from.name, text);
    carry_out(turn, group, one, Act::mute, broken.mute, {});  // first: the rest may wait for the platform's pace
    for (const Heard& heard : take_heard(turn, group)) {
        if (heard.message != one.message && heard.chat == one.chat) delete_here(turn, heard.message);
    }
}

// … from many: what is above the limit goes; one case says so, however many there are.
void flooded_by_many(Turn& turn, const Group& group, const Breach& broken) {
    const auto noted = turn.sql().run("UPDATE moderation_book SET flooded = :now WHERE grp = :grp AND flooded > :since",
                                      turn.now(), group.id, turn.now() - 10min);
    if (noted > 0) return delete_here(turn, turn.event().message_id);
    Case one = begin(turn, group, about(turn, broken, {}), "", "");
    turn.sql().run("UPDATE moderation_book SET flooded = :now WHERE grp = :grp", turn.now(), group.id);
    carry_out(turn, group, one, Act::erase, Millis(0), {});
}

// A newcomer's link: not seen until the leader lets it appear.
void held(Turn& turn, const Group& group, const Breach& broken, PersonId target, const std::string& text) {
    Case one = begin(turn, group, about(turn, broken, target), turn.event().from.name, text);
    if (can_erase(turn, one)) {
        delete_here(turn, one.message);
        turn.tell(target, told_to_target(turn, group, one));
    } else {
        carry_out(turn, group, one, Act::erase, Millis(0), {});
    }
}

// Said in a group by one of many: by no bot, and not by an administrator who speaks as the group itself.
bool is_said_there(const Turn& turn) {
    return turn.group() != nullptr && turn.chat().place.room == Room::group && !turn.event().from.bot &&
           turn.event().from.id != turn.chat().place.id;
}

}  // namespace

void heard(Turn& turn, WordLists& lists) {
    if (!is_said_there(turn)) return;
    const auto& message = turn.what<Message>();
    if (!message.reply_to.empty() && is_report(message.text)) return report_message(turn, *turn.group(), message);
    if (!message.reply_to.empty() && act_by_reply(turn)) return;
    overheard(turn, lists);
}

void overheard(Turn& turn, WordLists& lists) {
    if (!is_said_there(turn)) return;
    const Group* group = turn.group();
    const auto& message = turn.what<Message>();
    const auto broken = breach(turn, *group, message, lists);
    if (!broken || leads(turn, turn.person().id(), *group)) return;
    const std::string said = with_links(message, most_quoted);
    if (broken->whole_group) return flooded_by_many(turn, *group, *broken);
    const PersonId target = community::meet(turn.community(), turn.chat().account, turn.event().from).id();
    if (broken->mute > Millis(0)) return flooded(turn, *group, *broken, target, said);
    if (broken->held) return held(turn, *group, *broken, target, said);
    Case fresh = about(turn, *broken, target);
    fresh.rung = broken->climbs;
    const Step step = broken->climbs ? next_step(turn, *group, target) : Step{Act::erase, {}};
    Case one = begin(turn, *group, fresh, turn.event().from.name, said);
    carry_out(turn, *group, one, step.act, step.length, {});
}

}  // namespace noticeboard::plugins::moderating
