// Moderation: a clean group in three taps: rules, a ladder of acts that can all be taken back, cases, appeals.
#include "bot/plugin.hpp"
#include "plugins/moderation/handlers.hpp"
#include "plugins/moderation/schema.hpp"
#include "plugins/moderation/shared.hpp"
#include "plugins/moderation/word_lists.hpp"

namespace noticeboard::plugins {

Plugin moderation() {
    using namespace moderating;
    const auto lists = std::make_shared<WordLists>();
    const auto acts = [](Act act) { return [act](Turn& turn) { act_command(turn, act); }; };
    return Plugin("moderation", "Keeps groups clean")
        .command({"cases", "待处理"}, list_cases, text::mark("Cases to look at"), right::moderate)
        .command({"warn", "警告"}, acts(Act::warn))
        .command({"delete", "删除"}, acts(Act::erase))
        .command({"mute", "禁言"}, acts(Act::mute))
        .command({"remove", "移出"}, acts(Act::remove))
        .command({"ban", "拉黑"}, acts(Act::ban))
        .command({"undo", "撤销"}, undo_command)
        .command({"rules", "群规"}, rules_command, {}, right::moderate)
        .command({"words", "敏感词"}, words_command, {}, right::moderate)
        .command({"report", "举报"}, report_command)
        .command({"mycases", "我的记录"}, my_cases)
        .event<Message>([lists](Turn& turn) { heard(turn, *lists); })
        .overhears([lists](Turn& turn) { overheard(turn, *lists); })
        .step("report number", report_number)
        .step("report", report_words)
        .step("add words", add_words_step)
        .step("drop words", drop_words_step)
        .button("show", show_pressed)
        .button("act", act_pressed)
        .button("in group", in_group_pressed)
        .button("leave", leave_pressed)
        .button("appear", appear_pressed)
        .button("done", done_pressed)
        .button("undo", undo_pressed)
        .button("appeal", appeal_pressed)
        .button("confirm", confirm_pressed)
        .button("overturn", overturn_pressed)
        .button("propose", propose_pressed)
        .button("share", share_pressed)
        .button("unshare", unshare_pressed)
        .button("my case", my_case_pressed)
        .button("report group", report_group_pressed)
        .button("report about", report_about_pressed)
        .button("rule", rule_pressed)
        .button("words", words_pressed)
        .button("add words", add_words_pressed)
        .button("drop words", drop_words_pressed)
        .outcome("acted", act_ended)
        .timer("lift", lift)
        .timer("put out", put_out_of_more)
        .timer("undo more", undo_more)
        .prepare([lists](const Site& site) { lists->prepare(site); })
        .every(1h, "sweep", sweep)
        .digest(morning)
        .office_digest(office_morning)
        .on_forget(forget_target)
        .migrations(schema());
}

}  // namespace noticeboard::plugins
