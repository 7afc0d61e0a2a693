// Who may look into a room: see view.hpp.
#include "bot/webchat/view.hpp"

#include "bot/webchat/room.hpp"

namespace noticeboard::webchat {

std::optional<View> view_of(Visit& visit, const std::string& place) {
    auto chat = chat_at(visit.scope, visit.rules, place);
    auto browser = visit.browser();
    if (!chat || !browser) return std::nullopt;
    View out{std::move(*chat), browser->visitor, browser, false, 0};
    if (out.chat.place.room == Room::direct) {
        if (browser->talk != place || !visit.glances.is_open(*browser, visit.rules, visit.scope.now()))
            return std::nullopt;
        out.visitor = place;
        out.direct = true;
        out.cut = cut_of(visit.scope, place);
        return out;
    }
    const auto member = member_of(visit.scope, out.chat.id, out.visitor);
    if (!member || !member->is_in()) return std::nullopt;
    return out;
}

}  // namespace noticeboard::webchat
