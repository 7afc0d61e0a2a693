// The landing page and the number pad: GETs that change nothing and reserve nothing.
#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"
#include "plugins/join/join.hpp"
#include "plugins/join/layouts.hpp"
#include "plugins/join/path.hpp"

namespace noticeboard::plugins::joining {
namespace {

void set_common(View& view, Values& values) {
    const bool chinese = view.language() == "zh";
    values.set("other_language", chinese ? "en" : "zh").set("other_language_name", chinese ? "English" : "中文");
    values.set("no_money", view.tr("This code never asks for money."));
}

void show_notice(View& view, int status, std::string title, std::string text, std::string on = {},
                 std::string on_label = {}) {
    Page page;
    page.status = status;
    page.language = view.language();
    page.layout = notice;
    page.values.set("title", std::move(title)).set("text", std::move(text)).set("home", view.tr("To the number pad"));
    if (!on.empty()) page.values.set("on", std::move(on)).set("on_label", std::move(on_label));
    view.page(std::move(page));
}

std::string joined_names(const std::vector<std::string>& names, std::string_view language) {
    std::string out;
    for (const std::string& name : names) {
        if (!out.empty() && language != "zh") out += ", ";
        out += name;
    }
    return out;
}

// "3 0 5 2  1 0 7 4", for a screen reader.
std::string spoken(const std::string& number) {
    std::string out;
    for (char digit : number) (out += digit) += ' ';
    return out;
}

std::string state_of(View& view, const Group& group) {
    if (group.state == Group::State::closed) return view.tr("This group is closed at the moment.");
    if (group.approval) return view.tr("The leader lets people in herself.");
    return view.tr("Everybody from the village may join.");
}

void show_unknown(View& view, const std::string& digits) {
    show_notice(
        view, 404, view.tr("There is no such group"),
        view.tr("There is no group with the number {}. Please look at the poster once more.", text::grouped(digits)),
        "/?n=" + digits, view.tr("Type the number"));
}

void show_group(View& view, const Path& path, const Group& group, const std::optional<Board>& board,
                std::string warning) {
    const auto names = community::unit_path(view.community(), group.unit);
    const std::string base = path.base();
    Page page;
    page.language = view.language();
    page.layout = landing;
    set_common(view, page.values);
    page.values.set("title", group.name)
        .set("name", group.name)
        .set("village", joined_names(names, view.language()))
        .set("number", text::grouped(group.number))
        .set("number_spoken", view.tr("Group number {}", spoken(group.number)))
        .set("leader", view.tr("Group leader {}", group.leader))
        .set("introduction", group.introduction)
        .set("state", state_of(view, group))
        .set("path", base)
        .set("nonce", nonce_for(view))
        .set("join", view.tr("Join"))
        .set("ask", view.tr("Ask"))
        .set("ask_about", view.tr("“Ask” opens a private talk with the notice board. You need not join for it."))
        .set("other_group", view.tr("Another group"));
    if (board) {
        page.values.set("serial", board->place.empty() ? view.tr("Poster {}", board->serial)
                                                       : view.tr("Poster {}, {}", board->serial, board->place));
    }
    if (!warning.empty()) page.values.set("warning", std::move(warning));
    if (const auto link =
            talk_link(view.site(), browser_of(view.request().user_agent), asking(ticket_text(group, path.tag)))) {
        page.values.set("ask_link", *link);
    }
    view.page(std::move(page));
}

}  // namespace

Browser browser_of(std::string_view agent) {
    const auto says = [&](std::string_view word) { return agent.find(word) != std::string_view::npos; };
    if (says("wxwork")) return Browser::wecom;
    if (says("MicroMessenger")) return Browser::wechat;
    if (says("Telegram")) return Browser::telegram;
    if (says("DingTalk")) return Browser::dingtalk;
    if (says("Lark") || says("Feishu")) return Browser::feishu;
    if (says("QQ/") || says("MQQBrowser")) return Browser::qq;
    return Browser::plain;
}

void number_pad_page(View& view) {
    const std::string typed = view.request().value(view.request().query, "n");
    Page page;
    page.language = view.language();
    page.layout = number_pad;
    set_common(view, page.values);
    page.values.set("title", view.tr("Find your group"))
        .set("lead", view.tr("The number is on the poster, under the code."))
        .set("label", view.tr("Group number"))
        .set("hint", view.tr("Eight digits, for example 3052 1074"))
        .set("go", view.tr("Go on"))
        .set("typed", typed);
    if (!typed.empty()) {
        const auto digits = text::group_digits(typed);
        if (digits && text::damm_valid(*digits) && community::group_by_number(view.community(), *digits)) {
            page.redirect = "/g/" + *digits;
            return view.page(std::move(page));
        }
        page.values.set("wrong", true);
        std::vector<Values> guesses;
        if (!digits) {
            page.values.set("wrong_text", view.tr("A group's number has eight digits. Please count them once more."));
        } else {
            for (const auto& near : community::groups_near_number(view.community(), *digits)) {
                const std::size_t place = near.correction.position + 1;
                const std::string which =
                    near.correction.swapped
                        ? view.tr("digits {} and {} exchanged", place, place + 1)
                        : view.tr("digit {} is {}, not {}", place, std::string(1, near.correction.number[place - 1]),
                                  std::string(1, (*digits)[place - 1]));
                guesses.push_back(
                    Values()
                        .set("number", near.group.number)
                        .set("label", text::grouped(near.group.number) + " " + near.group.name + " (" + which + ")"));
                if (guesses.size() == 5) break;
            }
            page.values.set("wrong_text",
                            guesses.empty()
                                ? view.tr("There is no group with the number {}. Please look at the poster once more.",
                                          text::grouped(*digits))
                                : view.tr("There is no group with the number {}. One digit may be wrong. Did you mean:",
                                          text::grouped(*digits)));
        }
        page.values.list("guesses", std::move(guesses));
    }
    view.page(std::move(page));
}

void group_page(View& view, community::WrongTags& wrong) {
    const auto path = read_path(view.request().path);
    if (!path) {
        return show_notice(view, 404, view.tr("Nothing here"),
                           view.tr("This address is not known. The group's number is on the poster."));
    }
    const auto group =
        text::damm_valid(path->number) ? community::group_by_number(view.community(), path->number) : std::nullopt;
    if (!group) return show_unknown(view, path->number);
    if (path->step == "way") return show_way(view, *path, *group);

    std::optional<Board> board;
    std::string warning;
    if (!path->tag.empty()) {
        const std::string by_number = "/g/" + group->number;
        if (wrong.too_many(view.request().peer, view.now())) {
            return show_notice(
                view, 429, view.tr("Please type the number"),
                view.tr("Too many unknown codes came from here within an hour. By the number it goes on."), by_number,
                view.tr("Go on to {}", text::grouped(group->number)));
        }
        const auto read = community::read_tag(view.community(), group->number, path->tag);
        if (!read) {
            wrong.note(view.request().peer, view.now());
            return show_notice(view, 404, view.tr("This is not one of our posters"),
                               view.tr("The number {} belongs to {}, but this code was not printed by us. Please "
                                       "compare the poster with the leader, or go on by the number.",
                                       text::grouped(group->number), group->name),
                               by_number, view.tr("Go on to {}", text::grouped(group->number)));
        }
        board = *read;
        if (board->state == Board::State::withdrawn) {
            board.reset();
            warning =
                view.tr("This poster is out of date; a newer one hangs somewhere. The group is still the right one.");
        } else {
            view.count("scan", to_string(group->id) + ":" + std::to_string(board->serial));
        }
    }
    show_group(view, *path, *group, board, std::move(warning));
}

}  // namespace noticeboard::plugins::joining
