// How notices are doing: the ledger in words, and pause, go on, stop, correct, recall.
#include <algorithm>

#include "bot/community/unit.hpp"
#include "bot/model/local_time.hpp"
#include "bot/text/language.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {
namespace {

constexpr int most_listed = 6;

std::string state_word(Turn& turn, const Notice& notice) {
    switch (notice.state) {
        case Notice::State::draft:
            return turn.tr("draft");
        case Notice::State::approved:
            return to_millis(notice.begins) == 0 ? turn.tr("approved")
                                                 : turn.tr("goes out at {}", local_date_time(notice.begins));
        case Notice::State::running:
            return turn.tr("going out");
        case Notice::State::paused:
            return turn.tr("paused");
        case Notice::State::done:
            return turn.tr("done");
        case Notice::State::cancelled:
            return notice.why == "expired" ? turn.tr("expired") : turn.tr("stopped");
    }
    return {};
}

// The ledger in sentences; what is none is not said.
std::string ledger_text(Turn& turn, const Notice& notice) {
    const Ledger ledger = community::ledger_of(turn.community(), notice.id);
    std::string out = turn.tr("{} of {} chats have it.", ledger[Reach::sent] + ledger[Reach::posted], ledger.audience);
    const std::pair<std::int64_t, const char*> lines[] = {
        {ledger.open(), text::mark("still to come: {}")},
        {ledger[Reach::asked], text::mark("leaders asked to post it, no answer yet: {}")},
        {ledger[Reach::posted], text::mark("posted by leaders: {}")},
        {ledger[Reach::refused], text::mark("not posted: {}")},
        {ledger[Reach::held], text::mark("waiting until the leader writes to me: {}")},
        {ledger[Reach::failed], text::mark("failed: {}")},
        {ledger[Reach::skipped], text::mark("nobody to reach: {}")},
        {ledger[Reach::unknown], text::mark("not known whether it arrived: {}")},
        {ledger[Reach::cancelled], text::mark("stopped before they heard it: {}")},
        {community::groups_that_heard(turn.community(), notice.id), text::mark("groups that answered “received”: {}")},
    };
    for (const auto& [count, english] : lines) {
        if (count > 0) out += "\n· " + turn.tr(english, count);
    }
    return out;
}

void show(Turn& turn, const Notice& notice) {
    std::string text = turn.tr("Notice {}: {}", community::spaced_number(notice.number), state_word(turn, notice)) +
                       "\n" + beginning_of(notice);
    if (notice.was_sent()) text += "\n" + ledger_text(turn, notice);
    Reply reply(std::move(text));
    const std::string id = to_string(notice.id);
    if (notice.state == Notice::State::draft) {
        reply.button(turn.tr("Approve and send"), "approve", id);
        reply.button(turn.tr("Drop it"), "drop", id);
    }
    if (notice.state == Notice::State::running) reply.button(turn.tr("Pause"), "change", id + " pause");
    if (notice.state == Notice::State::paused) reply.button(turn.tr("Resume it"), "change", id + " resume");
    if (notice.is_open() && notice.state != Notice::State::draft) reply.button(turn.tr("Stop"), "change", id + " stop");
    if (notice.was_sent()) {
        reply.button(turn.tr("Correct it"), "follow", id + " correct");
        reply.button(turn.tr("Recall it"), "follow", id + " recall");
    }
    turn.reply(std::move(reply));
}

bool may_change(Turn& turn, const Notice& notice) {
    return turn.can(right::send_notice, notice.unit) || notice.author == turn.person().id();
}

}  // namespace

void notices_command(Turn& turn) {
    std::vector<Notice> found;
    for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
        const std::string_view at = held.scope;
        if (!at.starts_with("unit:") || !turn.can(right::send_notice, at.substr(5))) continue;
        for (Notice& one : community::notices_of(turn.community(), at.substr(5), most_listed))
            found.push_back(std::move(one));
    }
    if (found.empty()) {
        for (Notice& one : community::notices_by(turn.community(), turn.person().id(), most_listed))
            found.push_back(std::move(one));
    }
    std::sort(found.begin(), found.end(), [](const Notice& a, const Notice& b) { return a.id > b.id; });
    if (found.empty()) return turn.reply(turn.tr("There is no notice yet."));
    if (found.size() > most_listed) found.erase(found.begin() + most_listed, found.end());
    Reply reply(turn.tr("The newest notices. Press one, or type its number:"));
    for (const Notice& one : found)
        reply.button(beginning_of(one) + " · " + state_word(turn, one), "open", to_string(one.id));
    turn.reply(std::move(reply));
}

void open_pressed(Turn& turn) {
    const auto notice = notice_in(turn, turn.data());
    if (notice && may_change(turn, *notice)) show(turn, *notice);
}

void change_pressed(Turn& turn) {
    const auto notice = notice_in(turn, turn.data());
    if (!notice || !may_change(turn, *notice)) return;
    const std::string what = after_id(turn.data());
    const auto done = what == "pause"    ? community::pause_notice(turn.community(), notice->id)
                      : what == "resume" ? community::resume_notice(turn.community(), notice->id)
                                         : community::cancel_notice(turn.community(), notice->id);
    if (done) turn.audit("notice." + what, "notice:" + to_string(notice->id));
    show(turn, *community::notice(turn.community(), notice->id));
}

void follow_pressed(Turn& turn) {
    const auto notice = notice_in(turn, turn.data());
    if (!notice || !may_change(turn, *notice)) return;
    const bool recalls = after_id(turn.data()) == "recall";
    turn.ask(
        Reply(recalls ? turn.tr("Exactly those who got notice {} will read that it was wrong. Please send one sentence "
                                "that says why.",
                                community::spaced_number(notice->number))
                      : turn.tr("Exactly those who got notice {} will read what is right. Please send the right text.",
                                community::spaced_number(notice->number))),
        "follow", patience, turn.data());
}

void follow_step(Turn& turn) {
    const auto original = notice_in(turn, turn.data());
    if (!original || !may_change(turn, *original)) return;
    const auto kind = after_id(turn.data()) == "recall" ? Notice::Kind::recall : Notice::Kind::correction;
    const std::string language = text::written_language(turn.args());
    const auto draft =
        community::follow_notice(turn.community(), turn.roles(), original->id, kind,
                                 {{language.empty() ? "en" : language, std::string(turn.args())}}, turn.person().id());
    if (!draft)
        return turn.ask(Reply(turn.tr("A notice has 1 to 2000 characters. Please send the text once more.")), "follow",
                        patience, turn.data());
    const auto approved =
        community::approve_notice(turn.community(), turn.roles(), community::notice_rules(turn.site()),
                                  community::carriers_of(turn.site()), draft->id, turn.person().id());
    if (!approved) return turn.reply(turn.tr("That is beyond the groups you may write to."));
    turn.audit(kind == Notice::Kind::recall ? "notice.recalled" : "notice.corrected",
               "notice:" + to_string(original->id));
    if (approved->state == Notice::State::approved) return go_out(turn, *approved);
    ask_whom_to_approve(turn, *approved);
}

}  // namespace noticeboard::plugins::noticing
