// Words of danger: the right numbers at once, before any menu, consent or rule.
#include "bot/text/fold.hpp"
#include "plugins/help/her.hpp"

namespace noticeboard::plugins::helping {
namespace {

const DangerWords* found_in(const HelpPlan& plan, std::string_view text) {
    const std::string folded = text::folded(text);
    for (const DangerWords& one : plan.danger) {
        for (const std::string& word : one.words) {
            if (folded.find(text::folded(word)) != std::string::npos) return &one;
        }
    }
    return nullptr;
}

}  // namespace

bool speaks_of_danger(const HelpPlan& plan, std::string_view text) {
    return found_in(plan, text) != nullptr;
}

void danger_in_group(Turn& turn) {
    const Message& message = turn.what<Message>();
    if (turn.chat().place.room != Room::group || message.edited || !turn.reaches(turn.person().id())) return;
    if (speaks_of_danger(turn.site().help, message.text)) turn.whisper(turn.emergency());
}

bool danger(Turn& turn) {
    const DangerWords* words = found_in(turn.site().help, turn.args());
    if (words == nullptr) return false;
    std::string card = turn.tr("You are not alone. Please call now:");
    for (const std::string& number : words->numbers) {
        for (const Hotline& one : turn.site().hotlines) {
            if (one.number == number)
                card +=
                    "\n" + turn.tr(one.purpose.c_str()) + ": " + one.number + " (" + turn.tr(one.hours.c_str()) + ")";
        }
    }
    turn.reply(std::move(card));
    return false;  // and what she was doing goes on
}

}  // namespace noticeboard::plugins::helping
