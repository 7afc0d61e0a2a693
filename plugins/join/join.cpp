// From the paper to the group: the number, the code, the landing page, the leader's decision, the welcome.
#include "plugins/join/join.hpp"

namespace noticeboard::plugins {

Plugin join() {
    using namespace joining;
    const auto wrong = std::make_shared<community::WrongTags>();  // tags tried in vain, by address, in memory
    return Plugin("join", "From the poster into the group")
        .command({"join", "加入", "入群", "进群"}, join_command, text::mark("Join a group by its number"))
        .step("number", number_step)
        .event<Opened>(join_by_ticket)
        .button("number", join_by_button)
        .otherwise(join_by_bare_number)
        .event<JoinAsked>(somebody_asks)
        .event<Joined>(somebody_joined)
        .event<Left>(somebody_left)
        .timer("asking", tell_leader_now)
        .on_lost(phone_lost)
        .command({"waiting", "待入群"}, show_waiting)
        .digest(who_asks)
        .digest(how_full)
        .button("admit", admit)
        .button("admit-all", admit_all)
        .button("turn-away", turn_away)
        .outcome("scene", scene_made)
        .view("/", number_pad_page)
        .view("/g/", [wrong](View& view) { group_page(view, *wrong); })
        .form("/g/", group_form)
        .migrations({R"sql(
CREATE TABLE join_scene (           -- scene codes of official accounts, by what they carry
    account TEXT NOT NULL,
    ticket TEXT NOT NULL,
    link TEXT NOT NULL,             -- what the code must say; empty: asked for
    expires BIGINT NOT NULL,
    PRIMARY KEY (account, ticket)
))sql"});
}

}  // namespace noticeboard::plugins
