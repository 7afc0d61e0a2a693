// The basics: menu, about, language, stop and start, who am I, my data, forget me.
#include "bot/community/ban.hpp"
#include "bot/community/erasure.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/plugin.hpp"
#include "bot/text/group_number.hpp"

namespace noticeboard::plugins {
namespace {

constexpr Millis patience = 5min;

Reply menu_of(Turn& turn, std::string text) {
    Reply out(turn.emergency().empty() ? std::move(text) : turn.emergency() + "\n" + text);
    for (const auto& [command, about] : turn.menu()) out.button(about, "command:" + command);
    return out;
}

void show_menu(Turn& turn) {
    turn.reply(menu_of(turn, turn.tr("What would you like to do? Press, or type the number.")));
}

void greet(Turn& turn) {
    if (!turn.what<Opened>().ticket.empty()) return;  // she came by a code: the plugin of codes answers
    turn.reply(
        menu_of(turn, turn.tr("Hello! I am the notice board of your women's group. Press, or type the number.")));
}

void about(Turn& turn) {
    std::string text = turn.tr(
        "I am the notice board of the women's groups: I help neighbours find and join their group. I am a program, not "
        "a person.");
    const Site& site = turn.site();
    if (!site.operator_name.empty()) text += "\n" + turn.tr("Operated by {}.", site.operator_name);
    if (!site.operator_contact.empty()) text += " " + site.operator_contact;
    turn.reply(std::move(text));
}

void choose_language(Turn& turn) {
    Reply reply("中文 / English?");
    reply.button("中文", "speak", "zh").button("English", "speak", "en");
    turn.reply(std::move(reply));
}

void speak(Turn& turn) {
    turn.speak(turn.data());
    turn.reply(menu_of(turn, turn.tr("From now on we speak English.")));
}

void stop(Turn& turn) {
    community::set_quiet(turn.community(), turn.person().id(), true);
    turn.reply(turn.tr("I will not write to you by myself any more. Type “start” when you want that again."));
}

void start(Turn& turn) {
    community::set_quiet(turn.community(), turn.person().id(), false);
    turn.reply(menu_of(turn, turn.tr("Good to have you here. Press, or type the number.")));
}

void who_am_i(Turn& turn) {
    std::string text = turn.tr(
        "You are {}.", turn.person().name().empty() ? turn.tr("somebody without a name here") : turn.person().name());
    const auto groups = community::groups_of(turn.community(), turn.person().id());
    for (const Group& group : groups)
        text += "\n" + turn.tr("Member of {} ({})", group.name, text::grouped(group.number));
    for (const community::Held& held : community::roles_of(turn.community(), turn.person().id())) {
        text += "\n" + turn.tr("Role: {}, at {}", turn.role_name(held.role), held.where);
    }
    turn.reply(std::move(text));
}

void my_data(Turn& turn) {
    std::string text = turn.tr("This is what I keep about you:");
    for (const community::Fact& fact : community::my_data(turn.community(), turn.person().id()))
        text += "\n· " + turn.tr(fact.english, fact.value);
    turn.reply(std::move(text));
}

void ask_to_forget(Turn& turn) {
    std::string text = turn.tr(
        "I will forget your name, your account and your groups here. The groups on the platform itself stay as they "
        "are. Shall I?");
    if (!community::bans_of(turn.community(), turn.person().id()).empty())
        text += "\n" +
                turn.tr("Where you are not let in, a mark of your account that names nobody stays until that is over.");
    turn.ask(Reply(std::move(text)).button(turn.tr("Yes, forget me"), "forget").button(turn.tr("No"), "keep"),
             "forget?", patience);
}

void forget(Turn& turn) {
    turn.clear_talk();
    std::string text = turn.tr("Done. I do not know you any more.");
    if (const std::string stays = turn.stays(); !stays.empty()) text += "\n" + stays;
    turn.reply(std::move(text));
    turn.audit("person.forgotten", "person:" + to_string(turn.person().id()));
    turn.forget_person();
}

void keep(Turn& turn) {
    turn.reply(menu_of(turn, turn.tr("Nothing was changed.")));
}

bool what_was_that(Turn& turn) {
    turn.reply(menu_of(turn, turn.tr("I did not understand that. Press, or type the number.")));
    return true;
}

}  // namespace

Plugin basics() {
    return Plugin("basics", "Menu, language, and what is kept about you")
        .anytime({"menu", "菜单", "cancel", "取消", "0"}, show_menu)
        .command({"start", "开始"}, start)
        .event<Opened>(greet)
        .command({"language", "语言"}, choose_language, "中文 / English")
        .command({"about", "关于"}, about, text::mark("About this bot"))
        .command({"whoami", "我是谁"}, who_am_i, text::mark("Who am I here"))
        .command({"mydata", "我的数据"}, my_data, text::mark("What is kept about me"))
        .command({"forgetme", "忘记我"}, ask_to_forget, text::mark("Forget me"))
        .command({"stop", "停止"}, stop)
        .button("speak", speak)
        .button("forget", forget)
        .button("keep", keep)
        .step("forget?", keep)
        .otherwise(what_was_that);
}

}  // namespace noticeboard::plugins
