// A lost phone: see lost_phone.hpp.
#include "bot/turn/lost_phone.hpp"

#include <algorithm>
#include <sstream>

#include "bot/delivery/outbox.hpp"
#include "bot/turn/timer.hpp"

namespace noticeboard {
namespace {

// "12 group:34 unit:33.05.22"
std::string text_of(const LostPhone& lost) {
    std::string out = to_string(lost.person);
    for (const std::string& scope : lost.scopes) out += " " + scope;
    return out;
}

LostPhone read(const std::string& text) {
    LostPhone out;
    std::istringstream in(text);
    in >> out.person.value;
    for (std::string scope; in >> scope;) out.scopes.push_back(scope);
    return out;
}

bool hears_of_it(const Plugin& plugin) {
    return std::any_of(plugin.timers().begin(), plugin.timers().end(),
                       [](const Plugin::Named& one) { return one.name == Plugin::lost_phone; });
}

}  // namespace

Plugin& Plugin::on_lost(std::function<void(Turn&, const LostPhone&)> handler) {
    return timer(lost_phone, [handler = std::move(handler)](Turn& turn) { handler(turn, read(turn.data())); });
}

void turn::lock_out(community::Scope& scope, const std::vector<Plugin>& plugins, const LostPhone& lost) {
    scope.sql.run("DELETE FROM dialog WHERE person = :person", lost.person);
    scope.sql.run("DELETE FROM button WHERE person = :person", lost.person);
    delivery::withdraw(scope, lost.person);
    for (const Plugin& plugin : plugins) {
        if (hears_of_it(plugin))
            keep_timer(scope, {plugin.name(), Plugin::lost_phone, text_of(lost), Millis{0}}, {}, {});
    }
}

}  // namespace noticeboard
