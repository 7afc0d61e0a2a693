// Leaders: how one becomes one, what waits for her in the morning, and how the role passes on.
#include "plugins/leader/leader.hpp"

namespace noticeboard::plugins {

Plugin leader() {
    using namespace leading;
    return Plugin("leader", "Leaders: their letter, their morning, their succession")
        .command({"mygroup", "我的群"}, my_group, text::mark("My group"), right::read_group)
        .every(1h, "round", look_round)
        .timer("on", look_on)
        .command({"digest", "晨报"}, digest_command)
        .command({"claim", "认领"}, claim_command)
        .event<Opened>(claim_by_ticket)
        .otherwise(claim_by_bare_code)
        .command({"confirm", "确认"}, confirm_command, text::mark("Confirm leaders"), right::grant)
        .button("confirm", confirm_pressed)
        .button("refuse", refuse_pressed)
        .office_digest(to_confirm)
        .command({"deputy", "副手"}, deputy_command)
        .command({"handover", "换届"}, hand_over_command)
        .command({"lost", "丢手机"}, lost_command)
        .command({"reissue", "补发"}, reissue_command, text::mark("A new letter for a leader"), right::grant)
        .button("group", group_pressed)
        .step("group", group_step)
        .button("person", person_pressed)
        .button("find", find_pressed)
        .step("find", find_step)
        .button("end deputy", end_deputy_pressed)
        .button("letter", letter_pressed)
        .view("/claim/", letter_page);
}

}  // namespace noticeboard::plugins
