// Where no bot can write, the group's leader posts the notice with her own hands: she gets text and picture ready, and
// answers 1 when it is done. Asked is not posted; two mornings later her township sees it.
#include <algorithm>
#include <charconv>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/notice/words.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/group_number.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {
namespace {

using community::Target;

constexpr Millis morning = 24h;
constexpr int patience_mornings = 2;
constexpr Millis shown_for = 8 * 24h;  // to the township
constexpr int most_named = 20;
constexpr int at_a_time = 200;  // asks that one turn counts

struct Where {  // one target, as a button's data names it: "NOTICE CHUNK PLACE"
    NoticeId notice;
    int chunk = 0, place = 0;
    std::string text() const { return to_string(notice) + " " + std::to_string(chunk) + " " + std::to_string(place); }
};

Where where_in(std::string_view data) {
    Where out;
    const char* const end = data.data() + data.size();
    const char* at = std::from_chars(data.data(), end, out.notice.value).ptr;
    at = std::from_chars(std::min(at + 1, end), end, out.chunk).ptr;
    std::from_chars(std::min(at + 1, end), end, out.place);
    return out;
}

std::optional<Group> group_at(Turn& turn, const Where& where) {
    const ChatId id = community::chat_of(turn.community(), where.notice, {where.chunk, where.place, {}, {}, 0, {}, {}});
    const auto chat = community::chat(turn.community(), id);
    return chat && chat->group ? community::group(turn.community(), chat->group) : std::nullopt;
}

void keep(Turn& turn, const Where& where, Reach reach, const char* why, PersonId person, TimePoint due = {},
          int tries = 0) {
    community::keep_target(turn.community(), where.notice, {where.chunk, where.place, reach, why, tries, due, person});
    if (reach != Reach::refused && reach != Reach::posted) return;
    const auto group = group_at(turn, where);
    if (!group) return;
    if (reach == Reach::refused)
        community::note_refusal(turn.community(), where.notice, *group);
    else
        community::drop_refusal(turn.community(), where.notice, *group);
}

// Whose hands may post: the group's leaders; its deputies while nobody leads it.
std::vector<PersonId> hands_of(Turn& turn, const Group& group) {
    auto out = community::leaders(turn.community(), group.id);
    if (!out.empty()) return out;
    for (const community::Held& held : community::holders(turn.community(), community::scope_of(group)))
        if (held.role == "deputy") out.push_back(held.person);
    return out;
}

// Whom to ask: one whom a message reaches now, before one whose window is shut.
PersonId whom_to_ask(Turn& turn, const Group& group) {
    auto leaders = hands_of(turn, group);
    std::erase_if(leaders, [&](PersonId one) { return community::is_quiet(turn.community(), one); });
    const auto reached = std::find_if(leaders.begin(), leaders.end(), [&](PersonId one) { return turn.reaches(one); });
    if (reached != leaders.end()) return *reached;
    return leaders.empty() ? PersonId{} : leaders.front();
}

bool hand_over(Turn& turn, PersonId leader, const Notice& notice, const Group& group, const Where& where) {
    std::string languages;
    for (const std::string& one : group.languages) languages += (languages.empty() ? "" : " ") + one;
    if (languages.empty()) languages = turn.language_of(leader);
    Reply ready(words_of(turn, notice, community::notice_language(notice, languages, turn.catalog())));
    if (!notice.picture.empty()) ready.picture(notice.picture);
    if (!turn.tell(leader, std::move(ready.bulk()))) return false;
    Reply ask(
        turn.tr_for(leader,
                    "Please post the message above in the chat of {}: press long on it, “forward”, choose the group. "
                    "Then answer 1.",
                    group.name));
    ask.button(turn.tr_for(leader, "Posted"), "posted", where.text())
        .button(turn.tr_for(leader, "I cannot"), "cannot", where.text())
        .tag("asked", where.text())
        .bulk();
    return turn.tell(leader, std::move(ask));
}

void answer(Turn& turn, Reach reach, const char* why, std::string thanks) {
    const Where where = where_in(turn.data());
    const auto target = community::target_of(turn.community(), where.notice, where.chunk, where.place);
    const bool hers = target && target->person == turn.person().id();
    if (!hers || (target->reach != Reach::asked && target->reach != Reach::held && target->reach != Reach::refused))
        return turn.reply(turn.tr("That was answered already. Thank you."));
    const auto group = group_at(turn, where);
    const auto hands = group ? hands_of(turn, *group) : std::vector<PersonId>();
    if (std::find(hands.begin(), hands.end(), turn.person().id()) == hands.end())
        return turn.reply(turn.tr("You may not do that here."));  // she leads it no more
    keep(turn, where, reach, why, turn.person().id());
    turn.reply(std::move(thanks));
}

void ask_at(Turn& turn, const Where& where) {
    const auto notice = community::notice(turn.community(), where.notice);
    const auto group = group_at(turn, where);
    if (!notice || !group) return keep(turn, where, Reach::skipped, "gone", {});
    const PersonId leader = whom_to_ask(turn, *group);
    if (!leader) return keep(turn, where, Reach::skipped, "no leader", {});
    if (!hand_over(turn, leader, *notice, *group, where))
        return keep(turn, where, Reach::skipped, "no private talk", leader);
    keep(turn, where, Reach::held, "on its way", leader);  // asked, once it has reached her
}

bool is_over(Turn& turn, NoticeId id) {
    const auto notice = community::notice(turn.community(), id);
    return !notice || notice->state == Notice::State::cancelled ||
           (to_millis(notice->expires) != 0 && notice->expires < turn.now());
}

}  // namespace

void ask_leader(Turn& turn) {
    ask_at(turn, where_in(turn.data()));
}

void asked(Turn& turn) {
    const Where where = where_in(turn.data());
    const auto target = community::target_of(turn.community(), where.notice, where.chunk, where.place);
    if (!target || target->reach != Reach::held) return;  // shown to her once more, or answered meanwhile
    switch (turn.what<Delivered>().verdict) {
        case Verdict::sent:
            return keep(turn, where, Reach::asked, "", target->person, turn.now() + morning, target->tries);
        case Verdict::held:
            return keep(turn, where, Reach::held, "window", target->person);
        case Verdict::failed:
        case Verdict::unknown:
            return keep(turn, where, Reach::failed, "not delivered", target->person);
    }
}

void posted_pressed(Turn& turn) {
    answer(turn, Reach::posted, "", turn.tr("Thank you, it is noted."));
}

void cannot_pressed(Turn& turn) {
    answer(turn, Reach::refused, "cannot", turn.tr("Thank you for saying so. Your township will see it."));
}

void phone_lost(Turn& turn, const LostPhone& lost) {
    for (const community::Ask& ask : community::asks_open_to(turn.community(), lost.person)) {
        const Where where{ask.notice, ask.target.chunk, ask.target.place};
        const auto group = group_at(turn, where);
        if (group && !is_over(turn, ask.notice) && whom_to_ask(turn, *group))
            ask_at(turn, where);
        else  // her township sees it in the morning, as if she had said no
            keep(turn, where, Reach::refused, "nobody leads it", lost.person);
    }
}

// Her morning digest reminds her; after two mornings it is taken as not posted, and her township sees it.
void count_mornings(Turn& turn) {
    const auto due = community::asks_due(turn.community(), at_a_time);
    for (const community::Ask& ask : due) {
        const Where where{ask.notice, ask.target.chunk, ask.target.place};
        const bool over = is_over(turn, ask.notice);
        const int mornings = ask.target.tries + 1;
        if (over || mornings >= patience_mornings)
            keep(turn, where, Reach::refused, over ? "over" : "no answer", ask.target.person);
        else
            keep(turn, where, Reach::asked, "", ask.target.person, turn.now() + morning, mornings);
    }
    const auto forgotten = community::forget_refusals(turn.community(), turn.now() - shown_for, at_a_time);
    if (due.size() == at_a_time || forgotten == at_a_time) turn.after(0ms, "mornings");  // a nation's notice has more
}

void forward_command(Turn& turn) {
    for (const community::Ask& ask : community::asks_of(turn.community(), turn.person().id())) {
        const Where where{ask.notice, ask.target.chunk, ask.target.place};
        const auto notice = community::notice(turn.community(), ask.notice);
        const auto group = group_at(turn, where);
        if (!notice || !group) continue;
        hand_over(turn, turn.person().id(), *notice, *group, where);
        return;
    }
    turn.reply(turn.tr("There is no notice to post."));
}

std::optional<DigestLine> to_forward(Turn& turn, const Group& group) {
    std::int64_t count = 0;
    for (const community::Ask& ask : community::asks_of(turn.community(), turn.person().id())) {
        const auto where = group_at(turn, {ask.notice, ask.target.chunk, ask.target.place});
        count += where && where->id == group.id ? 1 : 0;
    }
    if (count == 0) return std::nullopt;
    return DigestLine{count, turn.ntr("{} notice to post", "{} notices to post", count, count), "forward"};
}

std::optional<DigestLine> not_posted(Turn& turn, const Unit& unit) {
    if (!turn.can(right::read_unit, unit.code)) return std::nullopt;
    const std::int64_t count = community::count_refusals(turn.community(), unit.code);
    if (count == 0) return std::nullopt;
    return DigestLine{
        count,
        turn.ntr("{} group where a notice was not posted", "{} groups where a notice was not posted", count, count),
        "unposted"};
}

// In which groups of hers a notice was not posted: she may want to call their leaders.
void unposted_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    std::string text;
    int named = 0;
    for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
        const auto unit = community::unit_of_scope(turn.community(), held.scope);
        if (!unit || !turn.can(right::read_unit, *unit)) continue;
        for (const auto& [id, where] : community::refusals_in(turn.community(), *unit, most_named + 1)) {
            const auto notice = community::notice(turn.community(), id);
            const auto group = community::group(turn.community(), where);
            if (!notice || !group || ++named > most_named) continue;
            text += "\n· " + group->name + " " + text::grouped(group->number) + " · " + group->leader + " · " +
                    beginning_of(*notice);
        }
    }
    if (named == 0) return turn.reply(turn.tr("Every notice is posted, as far as I know."));
    turn.reply(turn.tr("Not posted in:") + text + (named > most_named ? "\n…" : ""));
}

}  // namespace noticeboard::plugins::noticing
