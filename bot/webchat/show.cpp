// Pages of the built-in chat: see show.hpp.
#include "bot/webchat/show.hpp"

#include <algorithm>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"
#include "bot/crypto/encoding.hpp"
#include "bot/crypto/hash.hpp"
#include "bot/text/group_number.hpp"
#include "bot/webchat/keys.hpp"
#include "bot/webchat/layouts.hpp"
#include "bot/webchat/message_page.hpp"
#include "bot/webchat/room.hpp"
#include "bot/webchat/row_look.hpp"

namespace noticeboard::webchat {
namespace {

using text::mark;

constexpr int rows_at_once = 40;

// What a redirect may carry as ?note=.
struct Note {
    const char* name;
    const char* text;
};
constexpr Note notes[] = {
    {"slow", mark("That was a lot at once. Please wait a minute.")},
    {"many", mark("Many people are new here right now. Please try again in an hour.")},
    {"muted", mark("You may read here, but not write for a while. The leader decided so.")},
    {"large", mark("That is too large. At most {} MB, please.")},
    {"picture", mark("This picture cannot be read. Please try another one.")},
    {"voice", mark("This recording cannot be played. Please record it again.")},
    {"code", mark("This code is not known, or its time is over. Please let another one be shown.")},
    {"reported", mark("Thank you. It will be looked at. Nobody learns who reported it, the leader neither.")},
    {"again", mark("That did not arrive. Please send it once more.")},
};

void put(Values& values, const std::string& name, std::string text) {
    if (!text.empty()) values.set(name, std::move(text));
}

std::int64_t minutes(Millis time) {
    return std::chrono::duration_cast<std::chrono::minutes>(time).count();
}

std::string note_of(const Visit& visit, std::string_view name) {
    for (const Note& note : notes) {
        if (name == note.name) return visit.tr(note.text, visit.rules.file_bytes / (1024 * 1024));
    }
    return {};
}

Page page(Visit& visit, const char* shape, std::string heading) {
    Page out;
    out.language = visit.language();
    out.layout = shape;
    out.personal = true;
    out.scripts = true;
    const bool chinese = visit.language() == "zh";
    out.values.set("title", visit.tr("Notice board"))
        .set("heading", std::move(heading))
        .set("leave", visit.tr("Leave"))
        .set("script", script_address())
        .set("nonce", visit.nonce())
        .set("back", visit.tr("Back"))
        .set("back_to", "/chat/")
        .set("home", visit.tr("To the number pad"))
        .set("other_language", chinese ? "en" : "zh")
        .set("other_language_name", chinese ? "English" : "中文");
    put(out.values, "note", note_of(visit, visit.request.value(visit.request.query, "note")));
    return out;
}

Page gone_to(Visit& visit, std::string where) {
    Page out;
    out.language = visit.language();
    out.personal = true;
    out.redirect = std::move(where);
    return out;
}

Page say(Visit& visit, std::string heading, std::string text) {
    Page out = page(visit, layout::words, std::move(heading));
    out.values.set("text", std::move(text));
    return out;
}

// --- the pages

Page notices_page(Visit& visit) {
    Page out = page(visit, layout::notices, visit.tr("Notices"));
    std::vector<Values> groups;
    if (const auto browser = visit.browser()) {
        for (const Chat& chat : rooms_of(visit.scope, browser->visitor)) {
            const auto group = community::group(visit.scope, chat.group);
            if (group) groups.push_back(Values().set("place", chat.place.id).set("name", group->name));
        }
    }
    out.values.set("none", visit.tr("There are no new notices."))
        .set("talk", visit.tr("Private talk"))
        .set("code", visit.tr("I have a code"))
        .list("groups", std::move(groups));
    return out;
}

void put_pictures(Values& values, Visit& visit, std::string_view which) {
    std::vector<Values> list;
    const auto add = [&](int number) {
        list.push_back(Values()
                           .set("number", std::to_string(number))
                           .set("name", visit.tr(all_pictures[number].name))
                           .set("drawing", all_pictures[number].drawing));
    };
    if (which.empty()) {
        for (int i = 0; i < pictures_shown; ++i) add(i);
    } else {
        for (std::size_t at = 0; at < which.size(); at = which.find('.', at) + 1) {
            add(std::atoi(std::string(which.substr(at)).c_str()));
            if (which.find('.', at) == std::string_view::npos) break;
        }
    }
    values.list("pictures", std::move(list));
}

Page grid(Visit& visit, std::string heading, std::string text, std::string action, std::string_view touched) {
    Page out = page(visit, layout::pictures, std::move(heading));
    const int count = touched.empty() ? 0 : static_cast<int>(std::count(touched.begin(), touched.end(), '.')) + 1;
    std::string dots;
    for (int i = 0; i < pictures_chosen; ++i) dots += i < count ? "●" : "○";
    out.values.set("text", std::move(text))
        .set("action", std::move(action))
        .set("touched", std::string(touched))
        .set("dots", dots)
        .set("count", visit.tr("{} of {} pictures", count, pictures_chosen));
    put_pictures(out.values, visit, {});
    return out;
}

Page begin_page(Visit& visit, const std::string& ticket) {
    const auto group = community::group_by_number(visit.scope, ticket.substr(1, text::group_number_size));
    Page out = page(visit, layout::enter, visit.tr("Private talk"));
    if (group) out.values.set("back_to", "/g/" + group->number);
    out.values.set("text", visit.tr("Your private talk with the notice board. Nobody in the village sees it."))
        .set("action", "/chat/talk/begin")
        .set("ticket", ticket)
        .set("go", visit.tr("Begin"))
        .set("about", visit.tr("“Leave” at the top takes you away from here at once."));
    return out;
}

Page door_page(Visit& visit, const Group& group, const std::string& id, const WebMember& member) {
    using State = WebMember::State;
    if (member.is_banned(visit.scope.now()))
        return say(visit, group.name, visit.tr("The leader has decided that you cannot come into this chat."));
    if (group.state == Group::State::closed)
        return say(visit, group.name, visit.tr("{} is closed at the moment.", group.name));
    if (member.state == State::asks) {
        Page out = say(visit, group.name,
                       group.approval
                           ? visit.tr("The leader of {} has been asked. This page looks again by itself.", group.name)
                           : visit.tr("One moment, the door is being opened."));
        out.values.set("look_again", group.approval ? "20" : "2");
        return out;
    }
    Page out = page(visit, layout::enter, group.name);
    std::string village;
    for (const std::string& name : community::unit_path(visit.scope, group.unit))
        village += (village.empty() || visit.language() == "zh" ? "" : ", ") + name;
    put(out.values, "village", village);
    std::string text = visit.tr("How shall the others call you?");
    if (member.state == State::turned_away)
        text = visit.tr("The leader of {} did not let you in this time.", group.name) + " " + text;
    if (member.state == State::removed) text = visit.tr("You are not in this chat any more.") + " " + text;
    const auto browser = visit.browser();
    out.values.set("text", std::move(text))
        .set("action", address_of(id, "enter"))
        .set("label", visit.tr("Your name"))
        .set("field", "name")
        .set("value", browser ? name_of(visit.scope, browser->visitor) : "")
        .set("go", visit.tr("Enter the group"))
        .set("about", group.approval ? visit.tr("The leader lets people in herself.")
                                     : visit.tr("The others see this name and what you write."))
        .set("back_to", "/g/" + group.number);
    return out;
}

Page room_page(Visit& visit, const View& view, const std::string& heading, bool may_write) {
    Page out = page(visit, layout::room, heading);
    const std::string& place = view.chat.place.id;
    std::int64_t before = 0;
    const std::string asked = visit.request.value(visit.request.query, "before");
    for (char digit : asked.substr(0, 18)) before = digit >= '0' && digit <= '9' ? before * 10 + (digit - '0') : 0;
    const bool older = before > 0;
    const std::int64_t seq = newest(visit.scope, view.chat.id);
    auto rows = rows_before(visit.scope, view.chat.id, older ? before : seq + 1, rows_at_once + 1);
    std::erase_if(rows, [&](const Row& row) { return row.seq <= view.cut; });
    if (rows.size() > rows_at_once) {
        rows.erase(rows.begin());
        out.values.set("older", address_of(place) + "?before=" + std::to_string(rows.front().seq))
            .set("older_label", visit.tr("Earlier messages"));
    }
    std::size_t last = rows.size();  // only the newest choices can be pressed
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (chooses(rows[i])) last = i;
    }
    const RowLook look{place, view.visitor, visit.language(), visit.catalog, visit.nonce() + "p"};
    std::vector<Values> list;
    for (std::size_t i = 0; i < rows.size(); ++i) list.push_back(values_of(rows[i], look, i == last && !older));
    if (list.empty()) out.values.set("empty", visit.tr("Nobody has said anything yet."));
    out.values.list("rows", std::move(list))
        .set("place", place)
        .set("log_label", visit.tr("What was said"))
        .set("again", visit.tr("Look for news"))
        .set("more", visit.tr("More"));
    if (!older) out.values.set("live", address_of(place, "live")).set("seq", std::to_string(seq));
    if (may_write && !older) {
        out.values.set("may_write", true)
            .set("write", visit.tr("Write here"))
            .set("send", visit.tr("Send"))
            .set("add", visit.tr("Picture or voice"))
            .set("picture", visit.tr("Picture"))
            .set("voice", visit.tr("Voice message"))
            .set("speak", visit.tr("Speak"))
            .set("stop", visit.tr("Stop"))
            .set("drop", visit.tr("Remove"))
            .set("failed", visit.tr("That did not arrive. Please send it once more."));
    }
    return out;
}

Values way(std::string to, std::string label) {
    return std::move(Values().set("to", std::move(to)).set("label", std::move(label)));
}

Page group_page(Visit& visit, const View& view, const Group& group, const WebMember& member) {
    const bool muted = member.muted > visit.scope.now();
    Page out = room_page(visit, view, group.name, !muted);
    if (muted)
        out.values.set("quiet", visit.tr("You may read here, but not write for a while. The leader decided so."));
    out.values.set("away", visit.tr("Leave the group"))
        .list("ways", {way("/chat/talk", visit.tr("Private talk")), way("/chat/", visit.tr("Notices"))});
    return out;
}

Page private_page(Visit& visit, const View& view) {
    Page out = room_page(visit, view, visit.tr("Private talk"), true);
    const std::string& place = view.chat.place.id;
    if (!has_pictures(visit.scope, view.visitor)) {
        out.values
            .set("advice", visit.tr("This talk shuts after {} minutes without you. Choose four pictures now, so that "
                                    "you, and nobody else, can open it again.",
                                    minutes(visit.rules.idle)))
            .set("advice_to", address_of(place, "pictures"))
            .set("advice_label", visit.tr("Choose four pictures"));
    }
    out.values.list("ways",
                    {way("/chat/", visit.tr("Notices")), way(address_of(place, "pictures"), visit.tr("My pictures")),
                     way(address_of(place, "code"), visit.tr("Another phone"))});
    return out;
}

Page code_page(Visit& visit, const View& view) {
    const std::string& place = view.chat.place.id;
    const auto code = code_of(visit.scope, view.visitor);
    if (!code) {
        Page out = page(visit, layout::enter, visit.tr("Another phone"));
        out.values
            .set("text", visit.tr("A code brings you to another phone: your groups at once, your private talk with "
                                  "your four pictures. It works once, within {} minutes.",
                                  minutes(visit.rules.code_life)))
            .set("action", address_of(place, "code"))
            .set("go", visit.tr("Show a code"))
            .set("back_to", address_of(place));
        return out;
    }
    Page out = say(visit, visit.tr("Another phone"),
                   visit.tr("On the other phone open {}/chat/code and type:", visit.request.origin));
    out.values.set("big", code->substr(0, 4) + " " + code->substr(4, 4) + " " + code->substr(8))
        .set("after", visit.tr("It works once, within {} minutes.", minutes(visit.rules.code_life)))
        .set("back_to", address_of(place));
    return out;
}

Page use_code_page(Visit& visit) {
    Page out = page(visit, layout::enter, visit.tr("I have a code"));
    out.values.set("text", visit.tr("Your other phone shows it: private talk, “Another phone”."))
        .set("action", "/chat/code")
        .set("label", visit.tr("The code"))
        .set("field", "code")
        .set("value", "")
        .set("go", visit.tr("Go on"));
    return out;
}

Page private_steps(Visit& visit, const View& view, const Address& at) {
    visit.glances.note(view.browser->mark, visit.scope.now());
    if (at.step == "pictures") return show_choice(visit, at.id, {});
    if (at.step == "code") return code_page(visit, view);
    return private_page(visit, view);
}

Page group_of_room(Visit& visit, const Group& group, const std::optional<Chat>& chat, const Address& at) {
    const auto browser = visit.browser();
    const auto member = chat && browser ? member_of(visit.scope, chat->id, browser->visitor) : std::nullopt;
    if (!member || !member->is_in()) return door_page(visit, group, at.id, member.value_or(WebMember()));
    if (at.id != chat->place.id) return gone_to(visit, address_of(chat->place.id));
    const View view{*chat, browser->visitor, browser};
    if (const auto row = at.step == "message" ? message_of(visit, view, at.rest) : std::nullopt) {
        Page out = page(visit, layout::message, group.name);
        return fill_message_page(out, visit, view, *row), out;
    }
    return group_page(visit, view, group, *member);
}

}  // namespace

std::string note_in(const Visit& visit, std::string_view address) {
    constexpr std::string_view sign = "?note=";
    const std::size_t at = address.find(sign);
    return at == std::string_view::npos ? std::string() : note_of(visit, address.substr(at + sign.size()));
}

std::string script_address() {
    static const std::string out = "/chat/chat.js?" + crypto::hex(crypto::sha256(script).substr(0, 4));
    return out;
}

Page show_pictures(Visit& visit, std::string_view touched) {
    Page out = grid(visit, visit.tr("Private talk"), visit.tr("Touch your four pictures, one after the other."),
                    "/chat/talk/open", touched);
    out.values.set("begin", visit.tr("Begin a new talk"))
        .set("begin_text", visit.tr("No pictures yet, or forgotten? A new talk shows nothing of an earlier one."));
    return out;
}

Page show_choice(Visit& visit, const std::string& id, std::string_view touched) {
    const std::string action = address_of(id, "pictures");
    if (!is_whole(touched)) {
        Page out = grid(
            visit, visit.tr("My pictures"),
            visit.tr("Choose four pictures that only you know, in an order you will remember. One may come twice."),
            action, touched);
        out.values.set("back_to", address_of(id));
        return out;
    }
    Page out = page(visit, layout::choice, visit.tr("My pictures"));
    out.values.set("text", visit.tr("These are your four pictures, in this order:"))
        .set("action", action)
        .set("touched", std::string(touched))
        .set("keep", visit.tr("Keep these"))
        .set("other", visit.tr("Choose others"));
    put_pictures(out.values, visit, touched);
    return out;
}

Page show(Visit& visit, const Address& at) {
    using Kind = Address::Kind;
    switch (at.kind) {
        case Kind::notices:
            return notices_page(visit);
        case Kind::code:
            return use_code_page(visit);
        case Kind::leave:
            return gone_to(visit, "/");
        case Kind::ticket:
            return begin_page(visit, at.id);
        case Kind::talk: {
            const auto browser = visit.browser();
            if (browser && visit.glances.is_open(*browser, visit.rules, visit.scope.now()))
                return gone_to(visit, address_of(browser->talk));
            break;
        }
        case Kind::number:
            if (const auto group = community::group_by_number(visit.scope, at.id)) {
                const auto chat = room_of_group(visit.scope, visit.rules, group->id);
                if (!chat && !visit.rules.every_group) return gone_to(visit, "/g/" + at.id);
                return group_of_room(visit, *group, chat, at);
            }
            return gone_to(visit, "/?n=" + at.id);
        case Kind::place: {
            const auto chat = chat_at(visit.scope, visit.rules, at.id);
            if (chat && chat->place.room == Room::group) {
                if (const auto group = community::group(visit.scope, chat->group))
                    return group_of_room(visit, *group, chat, at);
            } else if (chat) {
                if (const auto view = view_of(visit, at.id)) return private_steps(visit, *view, at);
            }
            break;
        }
        case Kind::other:
            break;
    }
    return show_pictures(visit, {});
}

}  // namespace noticeboard::webchat
