// Says thank you back: the smallest plugin there is, and the one that docs/add-a-plugin.md builds.
#include "bot/plugin.hpp"

namespace noticeboard::plugins {
namespace {

void say_thanks(Turn& turn) {
    turn.reply(turn.tr("You are welcome, {}!", turn.person().name()));
}

}  // namespace

Plugin thanks() {
    return Plugin("thanks", "Says thank you back").words({"thanks", "thank you", "谢谢", "多谢"}, say_thanks);
}

}  // namespace noticeboard::plugins
