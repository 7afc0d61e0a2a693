// Notices: officials write them, groups read them, leaders post them where no bot can, everybody can see whether one is
// genuine. What carries them is bot/delivery/herald.
#include "plugins/notice/notice.hpp"

#include <charconv>

#include "bot/community/notice/words.hpp"
#include "bot/community/unit.hpp"
#include "bot/text/utf8.hpp"

namespace noticeboard::plugins {
namespace noticing {

std::optional<Notice> notice_in(Turn& turn, std::string_view data) {
    NoticeId id;
    std::from_chars(data.data(), data.data() + data.size(), id.value);
    return community::notice(turn.community(), id);
}

std::string after_id(std::string_view data) {
    const std::size_t blank = data.find(' ');
    return blank == std::string_view::npos ? std::string() : std::string(data.substr(blank + 1));
}

std::string office_of(Turn& turn, const Notice& notice) {
    const auto unit = community::unit(turn.community(), notice.unit);
    return unit ? unit->name : turn.site().operator_name;
}

std::string words_of(Turn& turn, const Notice& notice, std::string_view language) {
    community::Wording wording;
    wording.office = office_of(turn, notice);
    wording.public_url = turn.site().public_url;
    if (notice.of) {
        if (const auto original = community::notice(turn.community(), notice.of))
            wording.of = community::spaced_number(original->number);
    }
    return community::notice_words(notice, language, wording, turn.catalog());
}

std::string beginning_of(const Notice& notice) {
    if (notice.texts.empty()) return {};
    const std::string& words = notice.texts.begin()->second;
    const std::string_view beginning = text::beginning(words, 24, TextUnit::code_points);
    return std::string(beginning) + (beginning.size() < words.size() ? "…" : "");
}

}  // namespace noticing

Plugin notice() {
    using namespace noticing;
    return Plugin("notice", "Notices from an office to many groups")
        .command({"notice", "发通知"}, notice_command, text::mark("Send a notice"), right::send_notice)
        .command({"n", "通知"}, genuine_command)
        .command({"notices", "通知情况"}, notices_command, text::mark("How my notices are doing"), right::send_notice)
        .command({"forward", "转发"}, forward_command)
        .command({"unposted", "没转发"}, unposted_command, {}, right::read_unit)
        .step("words", words_step)
        .step("groups", groups_step)
        .step("translate", translate_step)
        .step("picture", picture_step)
        .step("when", when_step)
        .step("reason", reason_step)
        .step("follow", follow_step)
        .button("office", office_pressed, right::send_notice)
        .button("send", send_pressed, right::send_notice)
        .button("groups", groups_pressed, right::send_notice)
        .button("translate", translate_pressed, right::send_notice)
        .button("picture", picture_pressed, right::send_notice)
        .button("when", when_pressed, right::send_notice)
        .button("urgent", urgent_pressed, right::emergency_notice)
        .button("drop", drop_pressed, right::send_notice)
        .button("approve", approve_pressed, right::send_notice)
        .button("decline", decline_pressed, right::send_notice)
        .button("open", open_pressed, right::send_notice)
        .button("change", change_pressed, right::send_notice)
        .button("follow", follow_pressed, right::send_notice)
        .button("posted", posted_pressed)
        .button("cannot", cannot_pressed)
        .timer("ask", ask_leader)
        .timer("mornings", count_mornings)
        .on_lost(phone_lost)
        .outcome("asked", asked)
        .outcome("picture", picture_came)
        .every(1h, "mornings", count_mornings)
        .event<Message>(hear_group)
        .digest(to_forward)
        .office_digest(not_posted)
        .view("/n/", notice_page);
}

}  // namespace noticeboard::plugins
