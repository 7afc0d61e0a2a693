// Writing a notice in the chat: the text, a look at whom it reaches, and what can be changed before it is sent.
#include <algorithm>
#include <cmath>

#include "bot/community/group.hpp"
#include "bot/community/notice/words.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/language.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {
namespace {

constexpr const char* example =
    "33.05.22 kind:village language:zh platform:telegram without:33.05.22.103 with:30521074";

struct Office {  // from where somebody may speak
    std::string unit, name, audience;
};

std::vector<Office> offices_of(Turn& turn) {
    std::vector<Office> out;
    for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
        const std::string_view at = held.scope;
        if (at.starts_with("unit:")) {
            const std::string code(at.substr(5));
            if (turn.can(right::send_notice, code)) out.push_back({code, held.where, code.empty() ? "*" : code});
        } else if (at.starts_with("group:")) {
            const auto group = community::group(turn.community(), GroupId{std::stoll(std::string(at.substr(6)))});
            if (group && turn.can(right::send_notice, *group))
                out.push_back({group->unit, held.where, "with:" + group->number});
        }
    }
    return out;
}

void ask_for_words(Turn& turn, const Office& office) {
    turn.ask(Reply(turn.tr("A notice from {}. What shall it say? Please send the text as the groups shall read it.",
                           office.name)),
             "words", patience, office.unit + " " + office.audience);
}

std::string carrier_name(Turn& turn, const community::Preview::Part& part) {
    if (part.way == Way::by_hand) return turn.tr("by their leaders' hands: {}", part.chats);
    const auto carriers = community::carriers_of(turn.site());
    const auto it = carriers.find(part.account);
    const std::string platform = it == carriers.end() ? part.account : it->second.platform;
    if (part.way == Way::confirmed) return turn.tr("{}, when each leader taps: {}", platform, part.chats);
    std::string out = turn.tr("by the bot, {}: {}", platform, part.chats);
    if (it != carriers.end() && it->second.per_second > 0) {
        const double minutes = static_cast<double>(part.chats) / it->second.per_second / 60;
        out += " (" +
               (minutes < 1 ? turn.tr("less than a minute") : turn.tr("about {} minutes", std::lround(minutes))) + ")";
    }
    return out;
}

std::string wants_text(Turn& turn) {
    return turn.tr("A notice has 1 to 2000 characters. Please send the text once more.");
}

}  // namespace

// The draft as it stands, and what can be done with it.
void show_draft(Turn& turn, const Notice& notice) {
    const auto preview = community::preview_notice(turn.community(), notice, community::carriers_of(turn.site()));
    std::string text = turn.tr("Notice {}, not sent yet. It reaches {} chats:", community::spaced_number(notice.number),
                               preview ? preview->chats : 0);
    if (preview) {
        for (const auto& part : preview->parts) text += "\n· " + carrier_name(turn, part);
        if (preview->groups_without_chat > 0)
            text +=
                "\n· " + turn.tr("groups without any chat, which it cannot reach: {}", preview->groups_without_chat);
    }
    text += times_text(turn, notice);
    for (const auto& [language, words] : notice.texts) text += "\n—\n" + words_of(turn, notice, language);
    Reply reply(std::move(text));
    if (!notice.picture.empty()) reply.picture(notice.picture);
    const std::string id = to_string(notice.id);
    reply.button(turn.tr("Send"), "send", id);
    if (!notice.of) reply.button(turn.tr("Other groups"), "groups", id);
    const bool in_chinese = notice.texts.contains("zh");
    if (notice.texts.size() == 1 && notice.kind != Notice::Kind::recall)
        reply.button(in_chinese ? turn.tr("Add English") : turn.tr("Add Chinese"), "translate",
                     id + (in_chinese ? " en" : " zh"));
    if (notice.picture.empty() && notice.kind != Notice::Kind::recall)
        reply.button(turn.tr("Add a picture"), "picture", id);
    if (!notice.emergency) reply.button(turn.tr("At another time"), "when", id);
    if (!notice.emergency && turn.can(right::emergency_notice, notice.unit))
        reply.button(turn.tr("It is an emergency"), "urgent", id);
    reply.button(turn.tr("Drop it"), "drop", id);
    turn.reply(std::move(reply));
}

bool is_mine(Turn& turn, const Notice& notice) {
    return notice.author == turn.person().id() || turn.can(right::send_notice, notice.unit);
}

// The draft of a button or step, if whoever speaks may change it; else she is told.
std::optional<Notice> draft_in(Turn& turn) {
    auto notice = notice_in(turn, turn.data());
    if (notice && is_mine(turn, *notice) && notice->state == Notice::State::draft) return notice;
    turn.reply(turn.tr("This notice is not a draft any more."));
    return std::nullopt;
}

std::string why_not(Turn& turn, const Error& error, std::string otherwise) {
    if (error.kind == Error::Kind::forbidden) return turn.tr("That is beyond the groups you may write to.");
    if (error.kind == Error::Kind::conflict || otherwise.empty())
        return turn.tr("This notice is not a draft any more.");
    return otherwise;
}

void notice_command(Turn& turn) {
    if (turn.chat().place.room != Room::direct) return turn.reply(turn.tr("Please do that in our private talk."));
    const auto offices = offices_of(turn);
    if (offices.empty()) return turn.reply(turn.tr("You may not do that here."));
    if (offices.size() == 1) return ask_for_words(turn, offices.front());
    Reply reply(turn.tr("For whom do you speak?"));
    for (std::size_t i = 0; i < offices.size() && i < 9; ++i)
        reply.button(offices[i].name, "office", std::to_string(i));
    turn.reply(std::move(reply));
}

void office_pressed(Turn& turn) {
    const auto offices = offices_of(turn);
    const auto i = static_cast<std::size_t>(std::stoi(turn.data()));
    if (i < offices.size()) ask_for_words(turn, offices[i]);
}

void words_step(Turn& turn) {
    const std::string& data = turn.data();
    const std::size_t blank = data.find(' ');
    community::NewNotice fresh;
    fresh.unit = data.substr(0, blank);
    fresh.audience = data.substr(blank + 1);
    fresh.author = turn.person().id();
    if (fresh.audience.starts_with("with:")) fresh.reason = "own group";
    const std::string language = text::written_language(turn.args());
    fresh.texts[language.empty() ? "en" : language] = turn.args();
    const auto drafted = community::draft_notice(turn.community(), turn.roles(), fresh);
    if (!drafted) return turn.ask(Reply(why_not(turn, drafted.error(), wants_text(turn))), "words", patience, data);
    turn.audit("notice.drafted", "notice:" + to_string(drafted->id));
    show_draft(turn, *drafted);
}

void groups_pressed(Turn& turn) {
    if (!draft_in(turn)) return;
    turn.ask(Reply(turn.tr("Which groups? For example:\n{}\nall groups of a unit, only villages, only those who speak "
                           "Chinese, only on Telegram (by hand: platform:hand), without a unit or group, with a group.",
                           example)),
             "groups", patience, turn.data());
}

void groups_step(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft) return;
    const auto changed =
        community::readdress_notice(turn.community(), turn.roles(), draft->id, turn.args(), turn.person().id());
    if (!changed)
        return turn.ask(
            Reply(why_not(turn, changed.error(),
                          turn.tr("I did not understand that. One line as in the example, please; a notice is "
                                  "for groups, never for single persons."))),
            "groups", patience, turn.data());
    show_draft(turn, *changed);
}

void translate_pressed(Turn& turn) {
    if (!draft_in(turn)) return;
    turn.ask(Reply(after_id(turn.data()) == "en" ? turn.tr("Please send the text in English.")
                                                 : turn.tr("Please send the text in Chinese.")),
             "translate", patience, turn.data());
}

void translate_step(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft) return;
    const auto added = community::add_text(turn.community(), draft->id, after_id(turn.data()), turn.args());
    if (!added)
        return turn.ask(Reply(why_not(turn, added.error(), wants_text(turn))), "translate", patience, turn.data());
    show_draft(turn, *community::notice(turn.community(), draft->id));
}

void picture_pressed(Turn& turn) {
    if (draft_in(turn)) turn.ask(Reply(turn.tr("Please send the picture.")), "picture", patience, turn.data());
}

void picture_step(Turn& turn) {
    if (!draft_in(turn)) return;
    for (const Attachment& attachment : turn.what<Message>().attachments) {
        if (attachment.kind != Attachment::Kind::picture) continue;  // a file still holds where the photo was taken
        turn.act(Action(Action::Kind::download)
                     .text(attachment.id)
                     .tag("picture", turn.data() + " " + to_string(turn.person().id())));
        return turn.reply(turn.tr("One moment, I am fetching the picture."));
    }
    turn.ask(Reply(turn.tr("That was no picture. Please send one, or type “menu” to stop.")), "picture", patience,
             turn.data());
}

// The picture has come; the turn is the bot's own, she stands in its data.
void picture_came(Turn& turn) {
    const PersonId author{std::stoll("0" + after_id(turn.data()))};
    const auto draft = notice_in(turn, turn.data());
    if (!draft || !author) return;
    const bool kept = turn.what<Delivered>().verdict == Verdict::sent &&
                      community::set_picture(turn.community(), draft->id, turn.what<Delivered>().facts.file).ok();
    if (!kept) {
        turn.tell(author, Reply(turn.tr_for(author, "This picture cannot be used: a photo of at most 1 MB, please.")));
        return;
    }
    Reply reply(turn.tr_for(author, "Notice {} has this picture now.", community::spaced_number(draft->number)));
    reply.picture(turn.what<Delivered>().facts.file)
        .button(turn.tr_for(author, "Send"), "send", to_string(draft->id))
        .button(turn.tr_for(author, "Drop it"), "drop", to_string(draft->id));
    turn.tell(author, std::move(reply));
}

void urgent_pressed(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft || !turn.can(right::emergency_notice, draft->unit)) return;
    static_cast<void>(community::make_urgent(turn.community(), draft->id));
    show_draft(turn, *community::notice(turn.community(), draft->id));
}

void drop_pressed(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft) return;
    static_cast<void>(community::cancel_notice(turn.community(), draft->id, "dropped"));
    turn.reply(turn.tr("Dropped. Nobody has heard it."));
}

}  // namespace noticeboard::plugins::noticing
