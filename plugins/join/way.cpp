// The way in: what a pressed Join or Ask leads to, by the browser it was pressed in.
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/community/unit.hpp"
#include "plugins/join/join.hpp"
#include "plugins/join/layouts.hpp"
#include "plugins/join/path.hpp"

namespace noticeboard::plugins::joining {
namespace {

constexpr const char* cookie = "v";      // names a browser, to give it one seat and not two
constexpr Millis scene_life = 29 * 24h;  // WeChat's codes with a date live 30 days
constexpr Millis scene_margin = 24h;

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (unsigned char byte : bytes) (out += digits[byte >> 4]) += digits[byte & 15];
    return out;
}

std::string base64(std::string_view bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned value = 0;
        for (std::size_t j = 0; j < 3; ++j)
            value = value << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j) out += i + j <= bytes.size() ? letters[value >> (18 - 6 * j) & 63] : '=';
    }
    return out;
}

// The account whose chats this browser opens at once; none: any.
std::string account_of(const Site& site, Browser browser) {
    for (const Door& door : site.doors) {
        if (browser == Browser::telegram && door.platform == "telegram") return door.account;
    }
    return {};
}

const Door* scene_door(const Site& site) {
    for (const Door& door : site.doors) {
        if (door.scenes) return &door;
    }
    return nullptr;
}

std::optional<std::string> kept_scene(store::Session& sql, const std::string& account, const std::string& ticket,
                                      TimePoint now) {
    return sql.one<std::string>(
        "SELECT link FROM join_scene WHERE account = :account AND ticket = :ticket AND expires > :now", account, ticket,
        now + scene_margin);
}

// Asks the platform for a scene code, once until it is there.
void want_scene(Turn& turn, const std::string& ticket) {
    const Door* door = scene_door(turn.site());
    if (door == nullptr || kept_scene(turn.sql(), door->account, ticket, turn.now())) return;
    turn.sql().run(
        "INSERT INTO join_scene (account, ticket, link, expires) VALUES (:account, :ticket, '', :expires) "
        "ON CONFLICT (account, ticket) DO UPDATE SET link = '', expires = excluded.expires",
        door->account, ticket, turn.now() + scene_life);
    turn.act_for(door->account,
                 Action(Action::Kind::make_scene).text(ticket).until(turn.now() + scene_life).tag("scene", ticket));
}

struct Ways {
    std::vector<Values> list;
    bool waits_for_scene = false;
};

void add_scene(View& view, const std::string& ticket, std::string heading, Ways& ways) {
    const Door* door = scene_door(view.site());
    if (door == nullptr) return;
    const auto link = kept_scene(view.sql(), door->account, ticket, view.now());
    if (!link || link->empty()) {
        ways.waits_for_scene = ways.waits_for_scene || link.has_value();
        return;
    }
    ways.list.push_back(
        Values()
            .set("heading", std::move(heading))
            .set("picture", base64(view.draw(*link)))
            .set("picture_text", view.tr("Code of our official account"))
            .set("steps", view.tr("Press and hold the code, then choose to follow. The rest happens by itself.")));
}

void add_chat(View& view, const Chat& chat, Browser browser, Ways& ways) {
    if (chat.link.empty()) return;
    if (chat.presence == Chat::Presence::blind) {
        const bool here = browser == Browser::wechat;
        ways.list.push_back(Values()
                                .set("heading", view.tr("The group on WeChat"))
                                .set("picture", base64(view.draw(chat.link)))
                                .set("picture_text", view.tr("Code of the group on WeChat"))
                                .set("steps", here ? view.tr("Press and hold the code, then choose to enter the group.")
                                                   : view.tr("Open WeChat, scan this code, and enter the group.")));
    } else if (browser == Browser::plain || browser == Browser::telegram) {  // elsewhere the link does not open
        ways.list.push_back(Values()
                                .set("heading", view.tr("The group on Telegram"))
                                .set("link", chat.link)
                                .set("label", view.tr("Enter the group")));
    }
}

// The built-in chat, where the group has one or gets one.
const Door* local_door(View& view, const Group& group) {
    for (const Door& door : view.site().doors) {
        if (!door.local) continue;
        if (door.every_group) return &door;
        for (const Chat& chat : community::chats_of(view.community(), group.id)) {
            if (chat.account == door.account && chat.state != Chat::State::gone) return &door;
        }
    }
    return nullptr;
}

void add_local(View& view, const Group& group, Ways& ways) {
    if (local_door(view, group) == nullptr) return;
    ways.list.push_back(Values()
                            .set("heading", view.tr("Right here, in this browser"))
                            .set("steps", view.tr("Without any app, and without WeChat."))
                            .set("link", "/chat/" + group.number)
                            .set("label", view.tr("Enter the group")));
}

void add_talk(View& view, const Group& group, const std::string& ticket, Browser browser, Ways& ways) {
    if (const auto link = talk_link(view.site(), browser, ticket)) {
        ways.list.push_back(Values()
                                .set("heading", link->starts_with("/") ? view.tr("The notice board, right here")
                                                                       : view.tr("The notice board on Telegram"))
                                .set("link", *link)
                                .set("label", view.tr("Open the private talk")));
    }
    if (local_door(view, group) != nullptr) return;
    ways.list.push_back(Values()
                            .set("heading", view.tr("Without any app"))
                            .set("steps", group.leader.empty()
                                              ? view.tr("Ask at the village office for the group with the number {}.",
                                                        text::grouped(group.number))
                                              : view.tr("Tell {} the number {}; she takes you in.", group.leader,
                                                        text::grouped(group.number))));
}

std::string visitor_in(const community::Scope& scope, const PageRequest& request) {
    const std::string known = request.value(request.cookies, cookie);
    return known.empty() ? std::string() : community::visitor_of(scope, std::string_view(known));
}

}  // namespace

std::optional<Path> read_path(std::string_view path) {
    constexpr std::string_view prefix = "/g/";
    if (!path.starts_with(prefix)) return std::nullopt;
    path.remove_prefix(prefix.size());
    std::vector<std::string> pieces;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        pieces.emplace_back(path.substr(0, slash));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    if (pieces.empty() || pieces.size() > 3) return std::nullopt;
    const auto digits = text::group_digits(pieces.front());
    if (!digits) return std::nullopt;
    Path out;
    out.number = *digits;
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        std::string piece = pieces[i];
        if (piece == "join" || piece == "ask" || piece == "way") {
            out.step = piece;
        } else {
            for (char& letter : piece)
                letter = static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
            out.tag = piece.substr(0, 16);
        }
    }
    return out;
}

std::string nonce_for(const View& view) {
    return hex(view.community().moment.random.bytes(12));
}

std::optional<std::string> talk_link(const Site& site, Browser browser, const std::string& ticket) {
    const auto carried = ticket_from(ticket);
    if (!carried) return std::nullopt;
    const bool opens = browser == Browser::plain || browser == Browser::telegram;
    for (const bool local : {false, true}) {  // the built-in chat last: it opens in any browser
        for (const Door& door : site.doors) {
            if (door.local != local || (!local && !opens)) continue;
            if (auto link = door.invite(*carried)) return link;
        }
    }
    return std::nullopt;
}

void group_form(Turn& turn) {
    const PageRequest& request = turn.request();
    const auto path = read_path(request.path);
    const auto group = path ? community::group_by_number(turn.community(), path->number) : std::nullopt;
    Page page;
    page.language = request.language;
    if (!group) {
        page.redirect = "/";
        return turn.page(std::move(page));
    }
    page.personal = true;
    page.redirect = path->base() + "/way" + (path->step == "ask" ? "?ask=1" : "");
    want_scene(turn, path->step == "ask" ? asking(ticket_text(*group, path->tag)) : ticket_text(*group, path->tag));
    if (path->step == "join" && group->state == Group::State::active && !group->approval) {
        std::string name = request.value(request.cookies, cookie);
        if (name.size() != 32) {
            name = hex(turn.random().bytes(16));
            page.cookies[cookie] = name;
        }
        const auto answer = community::take_seat(turn.community(), group->id,
                                                 community::visitor_of(turn.community(), std::string_view(name)),
                                                 std::chrono::minutes(turn.site().seat_minutes), PersonId(),
                                                 account_of(turn.site(), browser_of(request.user_agent)));
        if (std::holds_alternative<community::SeatGiven>(answer))
            turn.audit("seat.taken", "group:" + to_string(group->id));
        const auto* list = std::get_if<community::OnWaitingList>(&answer);
        if (list != nullptr && list->tell_leader) {
            tell_leaders(turn, *group, [&](PersonId leader) {
                return Reply(turn.tr_for(
                    leader,
                    "{} ({}) is full, and people are waiting. Please open another chat and link it with /link {}.",
                    group->name, text::grouped(group->number), group->number));
            });
        }
    }
    turn.page(std::move(page));
}

void scene_made(Turn& turn) {
    const Delivered& delivered = turn.what<Delivered>();
    if (delivered.verdict == Verdict::sent) {
        turn.sql().run("UPDATE join_scene SET link = :link WHERE ticket = :ticket AND link = ''", delivered.facts.link,
                       turn.data());
    } else {
        turn.sql().run("DELETE FROM join_scene WHERE ticket = :ticket AND link = ''",
                       turn.data());  // asked for again by the next who comes
    }
}

void show_way(View& view, const Path& path, const Group& group) {
    const PageRequest& request = view.request();
    const Browser browser = browser_of(request.user_agent);
    const bool asks = !request.value(request.query, "ask").empty();
    const std::string ticket = asks ? asking(ticket_text(group, path.tag)) : ticket_text(group, path.tag);
    community::Scope& scope = view.community();

    Page page;
    page.language = view.language();
    page.layout = seat;
    page.personal = true;
    Ways ways;
    const std::string visitor = visitor_in(scope, request);
    const auto held = visitor.empty() ? std::nullopt : community::seat_of(scope, group.id, visitor);
    const int place = visitor.empty() ? 0 : community::waiting_place(scope, group.id, visitor);
    std::string title = group.name, lead;
    if (asks) {
        title = view.tr("Ask");
        lead = view.tr("Your private talk with the notice board. Nobody in the village sees it.");
        add_scene(view, ticket, view.tr("On WeChat"), ways);
    } else if (group.state == Group::State::closed) {
        lead = view.tr("{} is closed at the moment.", group.name);
    } else if (group.approval) {
        lead = view.tr("In {} the leader lets people in herself. Tell the notice board, and it asks her.", group.name);
        add_scene(view, ticket, view.tr("On WeChat"), ways);
    } else if (held) {
        lead = view.tr("Your place is kept for {} minutes.", view.site().seat_minutes);
        const auto chat = community::chat(scope, held->chat);
        const Door* local = local_door(view, group);
        if (chat && (local == nullptr || chat->account != local->account)) add_chat(view, *chat, browser, ways);
        if (ways.list.empty() || browser == Browser::wechat)
            add_scene(view, ticket, view.tr("Or by our official account"), ways);
    } else if (place > 0) {
        title = view.tr("The group is full right now");
        lead = view.tr(
            "You are number {} on the waiting list. Say hello to the notice board, so that it can write to you.",
            place);
        add_scene(view, ticket, view.tr("On WeChat"), ways);
    } else if (local_door(view, group) != nullptr) {
        lead = view.tr("You can be in the group right here, in this browser.");
    } else {
        lead = view.tr("This group has no open chat right now. The notice board tells the leader that you were here.");
        add_scene(view, ticket, view.tr("On WeChat"), ways);
    }
    if (!asks && group.state == Group::State::active) add_local(view, group, ways);
    add_talk(view, group, ticket, browser, ways);
    std::string village;
    for (const std::string& name : community::unit_path(scope, group.unit))
        village += (village.empty() || view.language() == "zh" ? "" : ", ") + name;
    page.values.set("title", title)
        .set("village", village)
        .set("lead", lead)
        .set("refresh", ways.waits_for_scene)
        .list("ways", std::move(ways.list))
        .set("path", path.base())
        .set("back", view.tr("Back"))
        .set("no_money", view.tr("This code never asks for money."));
    view.page(std::move(page));
}

}  // namespace noticeboard::plugins::joining
