// Forms of the built-in chat: see submit.hpp. One function per form.
#include "bot/webchat/submit.hpp"

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/seat.hpp"
#include "bot/text/utf8.hpp"
#include "bot/webchat/keys.hpp"
#include "bot/webchat/message_page.hpp"
#include "bot/webchat/room.hpp"
#include "bot/webchat/row.hpp"
#include "bot/webchat/show.hpp"

namespace noticeboard::webchat {
namespace {

constexpr std::size_t longest_text = 4000, longest_name = 40, longest_token = 64;  // characters
constexpr std::size_t shortest_nonce = 16;

std::string given(std::string_view text, std::size_t longest) {
    const std::string whole = text::repaired(text);
    const std::string_view kept = text::beginning(whole, longest, TextUnit::code_points);
    const std::size_t from = kept.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return std::string(kept.substr(from, kept.find_last_not_of(" \t\r\n") - from + 1));
}

std::string noted(std::string where, std::string_view note) {
    return where + "?note=" + std::string(note);
}

// A newcomer's cookie follows from the key of the form that made her one: sent twice, she is still one person.
std::string cookie_of(Visit& visit) {
    const std::string nonce = visit.field("nonce");
    if (nonce.size() < shortest_nonce) return new_cookie(visit.scope);
    return cookie_from(visit.scope, nonce);
}

// Her browser, or a new one. None when too many newcomers came from her address.
std::optional<Browser> arrive(Visit& visit, Went& went) {
    if (auto known = visit.browser()) return known;
    if (!visit.flood.take("new:" + visit.request.peer, visit.rules.visitors_per_hour, 1h, visit.scope.now())) {
        went.go = noted("/chat/", "many");
        return std::nullopt;
    }
    went.cookie = cookie_of(visit);
    return add_browser(visit.scope, went.cookie);
}

Event event(Visit& visit, Place place, const std::string& visitor, What what) {
    Event out;
    out.key = "web:" + visit.field("nonce");
    out.at = visit.scope.now();
    out.place = std::move(place);
    out.from.id = visitor;
    out.from.name = name_of(visit.scope, visitor);
    out.from.language = visit.language();
    out.what = std::move(what);
    return out;
}

Place private_place(const std::string& visitor) {
    Place out;
    out.id = visitor;
    return out;
}

// --- entering a group

std::optional<Event> enter(Visit& visit, const Address& at, Went& went) {
    went.go = address_of(at.id);
    community::Scope& scope = visit.scope;
    std::optional<Chat> chat = at.kind == Address::Kind::place ? chat_at(scope, visit.rules, at.id) : std::nullopt;
    if (at.kind == Address::Kind::number) {
        const auto group = community::group_by_number(scope, at.id);
        if (!group) return std::nullopt;
        chat = room_of_group(scope, visit.rules, group->id);
        if (!chat && visit.rules.every_group) {
            if (auto made = open_room(scope, visit.rules, group->id)) chat = std::move(*made);
        }
    }
    if (!chat || !chat->group) return std::nullopt;
    std::string name = given(visit.field("name"), longest_name);
    const std::string old_cookie = visit.cookie();
    const auto browser = arrive(visit, went);
    if (!browser) return std::nullopt;
    went.go = address_of(chat->place.id);
    if (name.empty() && name_of(scope, browser->visitor).empty()) name = visit.tr("A neighbour");
    if (!name.empty()) set_name(scope, browser->visitor, name);
    const auto member = member_of(scope, chat->id, browser->visitor);
    if (member && (member->is_in() || member->is_banned(scope.now()))) return std::nullopt;
    set_member(scope, chat->id, browser->visitor, WebMember::State::asks);

    // The place that the page promised to this browser, and one that the bot promised to her elsewhere, are given up
    // for the one she takes now.
    if (!old_cookie.empty())
        community::give_up_seat(scope, chat->group, community::visitor_of(scope, std::string_view(old_cookie)));
    if (const auto person = community::find_person(scope, visit.rules.account, browser->visitor)) {
        const std::string known = community::visitor_of(scope, *person);
        const auto seat = community::seat_of(scope, chat->group, known);
        if (seat && seat->chat != chat->id) community::give_up_seat(scope, chat->group, known);
    }
    const auto group = community::group(scope, chat->group);
    if (group && !group->approval) went.expects = chat->place.id;
    Event out = event(visit, chat->place, browser->visitor, JoinAsked{});
    out.message_id = std::to_string(scope.ids.next(scope.now()));
    return out;
}

std::optional<Event> go_away(Visit& visit, const View& view, Went& went) {
    went.go = "/chat/";
    if (view.direct) return std::nullopt;
    set_member(visit.scope, view.chat.id, view.visitor, WebMember::State::left);
    return event(visit, view.chat.place, view.visitor, Left{});
}

// --- talking

// The key of whoever this is sealed for: hers in a private talk.
PersonId owner_of(Visit& visit, const View& view) {
    if (!view.direct) return {};
    Sender sender{view.visitor, name_of(visit.scope, view.visitor), visit.language(), false};
    return community::called(visit.scope, visit.rules.account, sender, view.chat.place).person.id();
}

void touch(Visit& visit, const View& view, Went& went) {
    if (!view.direct) return;
    Browser browser = *view.browser;
    open_talk(visit.scope, browser, view.visitor);
    went.touched = browser.mark;
}

std::optional<Event> say(Visit& visit, const View& view, const Sent& sent, Went& went) {
    went.go = address_of(view.chat.place.id);
    if (!view.direct && member_of(visit.scope, view.chat.id, view.visitor)->muted > visit.scope.now()) {
        went.go = noted(went.go, "muted");
        return std::nullopt;
    }
    Message message;
    message.text = given(sent.text.empty() ? visit.field("text") : sent.text, longest_text);
    const auto answered = message_of(visit, view, visit.field("about"));
    if (answered) note_answered(message, *answered);
    if (message.text.empty() && !sent.picture && !sent.voice) return std::nullopt;
    const PersonId owner = owner_of(visit, view);
    Row row;
    row.id = visit.scope.ids.next(visit.scope.now());
    row.author = view.visitor;
    row.name = name_of(visit.scope, view.visitor);
    row.text = answered ? "↩ " + answered->name + "\n" + message.text : message.text;
    for (const auto* file : {&sent.picture, &sent.voice}) {
        if (!*file) continue;
        row.files.push_back(keep_file(visit.scope, view.chat.id, row.id, owner, (*file)->mime, (*file)->bytes));
        Attachment attachment;
        attachment.kind = row.files.back().is_picture() ? Attachment::Kind::picture : Attachment::Kind::voice;
        attachment.id = row.files.back().id;
        attachment.mime = (*file)->mime;
        attachment.bytes = static_cast<std::int64_t>((*file)->bytes.size());
        message.attachments.push_back(std::move(attachment));
    }
    const std::string id = std::to_string(row.id);
    if (!add_row(visit.scope, view.chat.id, owner, std::move(row))) return std::nullopt;
    touch(visit, view, went);
    went.go += "#end";
    went.wrote = view.chat.place.id;
    if (view.direct) went.expects = view.chat.place.id;
    Event out = event(visit, view.chat.place, view.visitor, std::move(message));
    out.message_id = id;
    return out;
}

// A report is said to the bot alone: no row of hers shows that she made one.
std::optional<Event> report(Visit& visit, const View& view, Went& went) {
    went.go = noted(address_of(view.chat.place.id), "reported");
    const auto answered = message_of(visit, view, visit.field("about"));
    if (!answered) return std::nullopt;
    Message message;
    message.text = "/report";
    note_answered(message, *answered);
    return event(visit, view.chat.place, view.visitor, std::move(message));
}

// What stood on the button she pressed; shown as hers in a private talk.
std::string label_of(Visit& visit, const View& view, const std::string& token) {
    const std::string seq = visit.field("row");
    for (const Row& row : rows_after(visit.scope, view.chat.id, std::atoll(seq.substr(0, 18).c_str()) - 1, 1)) {
        for (const OutgoingButton& button : row.buttons) {
            if (button.token == token) return button.label;
        }
    }
    return {};
}

std::optional<Event> press(Visit& visit, const View& view, Went& went) {
    went.go = address_of(view.chat.place.id, {}) + "#end";
    const std::string token = given(visit.field("token"), longest_token);
    if (view.direct) {
        Row row;
        row.kind = Row::Kind::pressed;
        row.author = view.visitor;
        row.text = label_of(visit, view, token);
        if (!row.text.empty() && add_row(visit.scope, view.chat.id, owner_of(visit, view), std::move(row)).ok())
            went.wrote = view.chat.place.id;
        touch(visit, view, went);
    }
    went.expects = view.chat.place.id;
    return event(visit, view.chat.place, view.visitor, Pressed{token, {}, {}});
}

// --- the private talk

std::optional<Event> begin(Visit& visit, Went& went) {
    went.go = "/chat/talk";
    auto browser = arrive(visit, went);
    if (!browser) return std::nullopt;
    std::string talk = browser->talk;
    if (!visit.glances.is_open(*browser, visit.rules, visit.scope.now())) {
        talk = browser->visitor;
        if (has_pictures(visit.scope, talk)) talk = add_visitor(visit.scope);  // hers stays shut: this is another
        const auto earlier = chat_at(visit.scope, visit.rules, talk);
        if (earlier) set_cut(visit.scope, talk, newest(visit.scope, earlier->id));
        add_talk(visit.scope, *browser, talk);
    }
    open_talk(visit.scope, *browser, talk);
    keep_room(visit.scope, visit.rules, private_place(talk));
    went.touched = browser->mark;
    went.expects = talk;
    const std::string ticket = given(visit.field("ticket"), longest_token);
    return event(visit, private_place(talk), talk, Opened{ticket});
}

void open_again(Visit& visit, Went& went) {
    went.go = "/chat/";  // a wrong one, and a right one during the pause, lead where everybody may look
    auto browser = visit.browser();
    const auto touched = read_pictures(visit.field("touched") + "." + visit.field("pick"));
    if (!browser || !touched || !is_whole(*touched)) return;
    const auto visitor = try_pictures(visit.scope, *browser, *touched, visit.rules);
    if (!visitor) return;
    open_talk(visit.scope, *browser, *visitor);
    went.touched = browser->mark;
    went.go = address_of(*visitor) + "#end";
}

void keep_pictures(Visit& visit, const View& view, Went& went) {
    const auto touched = read_pictures(visit.field("touched"));
    went.go = address_of(view.chat.place.id, "pictures");
    if (!touched || !is_whole(*touched)) return;
    set_pictures(visit.scope, view.visitor, *touched);
    touch(visit, view, went);
    went.go = address_of(view.chat.place.id);
}

void leave(Visit& visit, Went& went) {
    went.go = "/";
    auto browser = visit.browser();
    if (!browser) return;
    open_talk(visit.scope, *browser, {});
    went.shut = browser->mark;
}

// --- another phone

void use_code(Visit& visit, Went& went) {
    went.go = noted("/chat/code", "code");
    if (!visit.flood.take("code:" + visit.request.peer, visit.rules.visitors_per_hour, 1h, visit.scope.now())) return;
    const auto visitor = spend_code(visit.scope, visit.field("code"));
    if (!visitor) return;
    went.cookie = cookie_of(visit);
    const Browser browser = add_browser(visit.scope, went.cookie, *visitor);
    add_talk(visit.scope, browser, *visitor);
    went.go = "/chat/";
}

}  // namespace

std::optional<Event> submit(Visit& visit, const Address& at, const Sent& sent, Went& went) {
    using Kind = Address::Kind;
    std::optional<Event> out;
    went.go = "/chat/";
    if (at.kind == Kind::leave) {
        leave(visit, went);
    } else if (at.kind == Kind::code) {
        use_code(visit, went);
    } else if (at.kind == Kind::talk && at.step == "begin") {
        out = begin(visit, went);
    } else if (at.kind == Kind::talk) {
        open_again(visit, went);
    } else if (at.step == "enter") {
        out = enter(visit, at, went);
    } else if (const auto view = view_of(visit, at.id)) {
        if (at.step == "say" || at.step == "answer") out = say(visit, *view, sent, went);
        if (at.step == "report") out = report(visit, *view, went);
        if (at.step == "press") out = press(visit, *view, went);
        if (at.step == "away") out = go_away(visit, *view, went);
        if (at.step == "pictures" && view->direct) keep_pictures(visit, *view, went);
        if (at.step == "code" && view->direct) {
            make_code(visit.scope, view->visitor, visit.rules);
            touch(visit, *view, went);
            went.go = address_of(at.id, "code");
        }
    } else {
        went.go = address_of(at.id);  // shut, or not in it any more: its page says so
    }
    went.made = out.has_value();
    return out;
}

Went submitted_twice(Visit& visit, const Address& at) {
    Went out;
    out.go = at.kind == Address::Kind::place || at.kind == Address::Kind::number ? address_of(at.id) : "/chat/";
    if (at.kind == Address::Kind::talk) out.go = "/chat/talk";
    if (at.kind == Address::Kind::leave) out.go = "/";
    const bool newcomer = at.step == "enter" || at.step == "begin" || at.kind == Address::Kind::code;
    if (newcomer && !visit.browser()) out.cookie = cookie_of(visit);
    return out;
}

}  // namespace noticeboard::webchat
