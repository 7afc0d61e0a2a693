// When a notice goes out, and until when it is told: one line in the official's own words.
#include <array>

#include "bot/model/local_time.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/when.hpp"
#include "plugins/notice/notice.hpp"

namespace noticeboard::plugins::noticing {
namespace {

constexpr int morning = 9 * 60, day_end = 24 * 60;  // the minute of a day that is named without a time
constexpr std::array until_signs = {"截止到", "截止", "截至", "直到", "至", "到", "until", "till"};
constexpr std::array until_ends = {"有效", "为止", "止"};
constexpr std::array at_once = {"", "now", "at once", "现在", "马上", "立即", "立刻"};

struct Times {
    TimePoint begins{}, expires{};  // 0: at once, never
};

std::string_view trimmed(std::string_view text) {
    for (const std::string_view sign : {" ", ",", ";", "，", "；"}) {
        while (text.starts_with(sign)) text.remove_prefix(sign.size());
        while (text.ends_with(sign)) text.remove_suffix(sign.size());
    }
    return text;
}

// "tomorrow 9:00 until friday", "明天9点，到11月27日止", "until 11-27", "now".
std::optional<Times> times_in(std::string_view typed, TimePoint now) {
    const std::string plain = text::folded(typed);
    std::string_view begins = plain, ends;
    for (const std::string_view sign : until_signs) {
        const std::size_t at = plain.find(sign);
        if (at == std::string::npos) continue;
        begins = std::string_view(plain).substr(0, at);
        ends = std::string_view(plain).substr(at + sign.size());
        break;
    }
    Times out;
    begins = trimmed(begins);
    if (std::find(at_once.begin(), at_once.end(), begins) == at_once.end()) {
        const auto moment = text::moment_in(begins, now, morning);
        if (!moment) return std::nullopt;
        out.begins = *moment;
    } else if (begins.empty() && ends.empty()) {
        return std::nullopt;
    }
    for (const std::string_view end : until_ends) {
        if (ends.ends_with(end)) ends.remove_suffix(end.size());
    }
    if (ends = trimmed(ends); ends.empty()) return out;
    const auto moment = text::moment_in(ends, now, day_end, std::max(now, out.begins));
    if (!moment) return std::nullopt;
    out.expires = *moment;
    return out;
}

void ask(Turn& turn, const std::string& first) {
    turn.ask(Reply(first + turn.tr("When shall it go out, and until when does it hold? For example:\ntomorrow 9:00\n"
                                   "11-25 18:30 until 11-27\nnow, until friday")),
             "when", patience, turn.data());
}

}  // namespace

std::string times_text(Turn& turn, const Notice& notice) {
    std::string out;
    if (to_millis(notice.begins) != 0) out += "\n· " + turn.tr("It goes out on {}.", local_date_time(notice.begins));
    if (to_millis(notice.expires) != 0)
        out += "\n· " + turn.tr("After {} no group is told any more.", local_date_time(notice.expires));
    return out;
}

void when_pressed(Turn& turn) {
    if (draft_in(turn)) ask(turn, {});
}

void when_step(Turn& turn) {
    const auto draft = draft_in(turn);
    if (!draft) return;
    const auto times = times_in(turn.args(), turn.now());
    if (!times) return ask(turn, turn.tr("I did not understand that.") + " ");
    const auto set = community::set_times(turn.community(), draft->id, times->begins, times->expires);
    if (!set)
        return ask(turn, why_not(turn, set.error(), turn.tr("That is over already, or ends before it begins.")) + " ");
    show_draft(turn, *community::notice(turn.community(), draft->id));
}

}  // namespace noticeboard::plugins::noticing
