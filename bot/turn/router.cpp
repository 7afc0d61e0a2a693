// Router: see router.hpp. The order for a message: slash command, way out of a dialog, number of a button, dialog
// step, bare word, handlers of messages, and in a private talk whoever takes what nothing else fits.
#include "bot/turn/router.hpp"

#include <algorithm>

#include "bot/community/person.hpp"
#include "bot/text/fold.hpp"
#include "bot/text/number.hpp"
#include "bot/turn/button.hpp"
#include "bot/turn/dialog.hpp"
#include "bot/turn/typed.hpp"

namespace noticeboard::turn {
Router::Router(std::vector<Plugin> plugins) : plugins_(std::move(plugins)) {
    for (const Plugin& plugin : plugins_) {
        for (const Plugin::Words& words : plugin.words()) {
            for (const std::string& name : words.names) {
                const std::string folded = text::folded(name);
                const auto [it, fresh] = words_.try_emplace(folded, Target{&plugin, &words});
                if (!fresh) {
                    throw std::logic_error("plugins " + it->second.plugin->name() + " and " + plugin.name() +
                                           " both answer to \"" + name + "\"");
                }
                if (words.command && !is_ascii(folded)) glued_.emplace_back(folded, Target{&plugin, &words});
            }
        }
    }
    std::sort(glued_.begin(), glued_.end(),
              [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

// The plugin and handler that a word names. `bare_commands`: commands count without their slash.
std::optional<Router::Match> Router::match_word(std::string_view text, bool bare_commands, bool only_anytime) const {
    const auto found = [&](const Target& target, std::string_view args) {
        return Match{target.plugin,        &target.words->handler, target.words->needs, std::string(args), {},
                     target.words->anytime};
    };
    if (const auto it = words_.find(text::folded(text)); it != words_.end()) {  // the whole message
        const Plugin::Words& words = *it->second.words;
        if (only_anytime ? words.anytime : (!words.command || bare_commands || words.in_groups))
            return found(it->second, {});
    }
    if (!bare_commands || only_anytime) return std::nullopt;
    const std::size_t end = word_end(text);
    if (const auto it = words_.find(text::folded(text.substr(0, end)));
        it != words_.end() && it->second.words->command) {
        return found(it->second, trimmed(text.substr(end)));
    }
    const std::string whole = text::folded(text);
    for (const auto& [name, target] : glued_) {  // only before a number: "加入我们吧" is a sentence
        if (whole.starts_with(name) && whole.size() > name.size() && whole[name.size()] >= '0' &&
            whole[name.size()] <= '9') {
            return found(target, whole.substr(name.size()));
        }
    }
    return std::nullopt;
}

std::optional<Router::Match> Router::named(std::string_view plugin, std::string_view name,
                                           const std::vector<Plugin::Named>& (Plugin::*list)() const) const {
    for (const Plugin& one : plugins_) {
        if (one.name() != plugin) continue;
        for (const Plugin::Named& entry : (one.*list)()) {
            if (entry.name == name) return Match{&one, &entry.handler, entry.needs, {}, {}, false};
        }
    }
    return std::nullopt;
}

// A button's handler; one named "command:join" is as good as typing join.
std::optional<Router::Match> Router::pressed_match(const PressedButton& button) const {
    constexpr std::string_view command = "command:";
    if (button.name.starts_with(command)) return match_word(button.name.substr(command.size()), true, false);
    auto out = named(button.plugin, button.name, &Plugin::buttons);
    if (out) out->data = button.data;
    return out;
}

std::optional<Router::Match> Router::match_message(Frame& frame, const Message& message) const {
    const std::string_view text = trimmed(message.text);
    const bool direct = frame.chat.place.room == Room::direct;
    const bool to_bot = direct || message.to_bot;

    if (const auto slash = slash_command(text)) {
        const Platform* platform = frame.services.platform(frame.account);
        const bool ours = slash->bot.empty() || (platform != nullptr && slash->bot == text::folded(platform->bot_name));
        if (!ours) return std::nullopt;
        const auto it = words_.find(slash->name);
        if (it != words_.end() && it->second.words->command) {
            return Match{it->second.plugin,
                         &it->second.words->handler,
                         it->second.words->needs,
                         std::string(slash->args),
                         {},
                         true};
        }
        if (!direct) return std::nullopt;  // somebody else's command
    }
    if (to_bot) {
        if (auto out = match_word(text, true, true)) return out;
    }
    if (direct) {
        if (const auto number = text::choice_number(text)) {
            if (const auto button = numbered(frame.scope, frame.chat.id, *number)) {
                if (auto press = pressed_match(*button)) return press;
            }
        }
    }
    if (to_bot && frame.person.id()) {
        if (const auto dialog = open_dialog(frame.scope, frame.chat.id, frame.person.id())) {
            if (auto step = named(dialog->plugin, dialog->step, &Plugin::steps)) {
                step->args = text;
                step->data = dialog->data;
                step->ends_dialog = true;
                return step;
            }
        }
    }
    return match_word(text, to_bot, false);
}

std::optional<Router::Match> Router::match(Frame& frame) const {
    if (const auto* message = std::get_if<Message>(&frame.event.what)) return match_message(frame, *message);
    if (const auto* rang = std::get_if<TimerRang>(&frame.event.what)) {
        auto out = named(rang->plugin, rang->name, &Plugin::timers);
        if (out) out->data = rang->data;
        return out;
    }
    if (const auto* delivered = std::get_if<Delivered>(&frame.event.what)) {
        auto out = named(delivered->plugin, delivered->tag, &Plugin::outcomes);
        if (out) out->data = delivered->data;
        return out;
    }
    return std::nullopt;
}

void Router::run(Frame& frame, const Match& match) const {
    frame.plugin = match.plugin;
    frame.args = match.args;
    frame.data = match.data;
    if (match.ends_dialog) frame.effects.dialog_ended = true;
    Turn turn(frame);
    if (!match.needs.name.empty()) {
        const bool allowed =
            frame.group ? turn.can(match.needs)
                        : community::may_somewhere(frame.scope, frame.current.roles, frame.person.id(), match.needs);
        if (!allowed) {
            turn.reply(turn.tr("You may not do that here."));
            return;
        }
    }
    (*match.handler)(turn);
}

// Whether a plugin that hears every private message first has dealt with it.
bool Router::looked_at_first(Frame& frame) const {
    frame.args = trimmed(std::get<Message>(frame.event.what).text);
    for (const Plugin& plugin : plugins_) {
        if (!plugin.first()) continue;
        frame.plugin = &plugin;
        Turn turn(frame);
        if (plugin.first()(turn)) return true;
    }
    return false;
}

// In a group, words behind a command are read by everybody: who keeps groups clean looks at them too.
void Router::overhear(Frame& frame) const {
    for (const Plugin& plugin : plugins_) {
        if (plugin.overhears()) run(frame, Match{&plugin, &plugin.overhears(), {}, {}, {}, false});
    }
}

void Router::prepare(const Site& site) const {
    for (const Plugin& plugin : plugins_) {
        if (plugin.preparation()) plugin.preparation()(site);
    }
}

void Router::forget(Frame& frame) const {
    for (const Plugin& plugin : plugins_) {
        if (!plugin.on_forget()) continue;
        frame.plugin = &plugin;
        Turn turn(frame);
        plugin.on_forget()(turn);
    }
}

void Router::route(Frame& frame) const {
    const bool direct = frame.chat.place.room == Room::direct;
    const auto* pressed_event = std::get_if<Pressed>(&frame.event.what);
    std::optional<Match> found;
    if (pressed_event != nullptr) {
        const auto button = pressed(frame.scope, pressed_event->data, frame.chat.id, frame.person.id());
        if (button) found = pressed_match(*button);
    } else {
        found = match(frame);
    }
    if (!pressed_event && !found && std::holds_alternative<Message>(frame.event.what) && !direct) {
        // Ordinary talk in a group: whoever asked for messages hears it, and nobody is written down for speaking.
    } else if (!frame.person.id() && !frame.event.from.id.empty()) {
        frame.person = community::meet(frame.scope, frame.account, frame.event.from);
    }
    if (direct && std::holds_alternative<Message>(frame.event.what) && looked_at_first(frame)) return;
    if (found) {
        run(frame, *found);
        if (!direct && !found->args.empty() && std::holds_alternative<Message>(frame.event.what)) overhear(frame);
    } else if (pressed_event != nullptr) {
        if (auto menu = match_word("menu", true, true)) {
            frame.plugin = menu->plugin;
            Turn turn(frame);
            turn.reply(turn.tr("This button is too old. Here is the menu."));
            run(frame, *menu);
        }
    } else {
        const std::size_t kind = frame.event.what.index();
        for (const Plugin& plugin : plugins_) {
            for (const Plugin::OnEvent& wanted : plugin.events()) {
                if (wanted.kind == kind) run(frame, Match{&plugin, &wanted.handler, {}, {}, {}, false});
            }
        }
        const auto* message = std::get_if<Message>(&frame.event.what);
        if (message != nullptr && direct && frame.effects.out.empty()) {
            frame.args = trimmed(message->text);
            for (const Plugin& plugin : plugins_) {
                if (!plugin.otherwise()) continue;
                frame.plugin = &plugin;
                Turn turn(frame);
                if (plugin.otherwise()(turn)) break;
            }
        }
    }
    if (pressed_event != nullptr && !pressed_event->callback.empty()) {  // or her screen goes on turning
        frame.effects.out.push_back(
            Effects::Acted{frame.here(), Action(Action::Kind::answer_press).message(pressed_event->callback), {}});
    }
}

namespace {

// A frame in which somebody asks what waits for her; its effects go nowhere.
Frame looking(const Frame& frame, const Person& who) {
    Frame out(frame.services, frame.current, frame.scope, frame.account, frame.event);
    out.overlong = frame.overlong;
    out.person = who;
    out.language = who.language().empty() ? frame.current.catalog->languages().front() : who.language();
    return out;
}

template <class Lines, class Where>
std::vector<DigestLine> ask_all(const std::vector<Plugin>& plugins, Frame hers, Lines lines, const Where& where) {
    std::vector<DigestLine> out;
    for (const Plugin& plugin : plugins) {
        for (const auto& line : (plugin.*lines)()) {
            hers.plugin = &plugin;
            Turn turn(hers);
            if (auto found = line(turn, where); found && found->count > 0) out.push_back(std::move(*found));
        }
    }
    return out;
}

}  // namespace

std::vector<DigestLine> Router::digest(const Frame& frame, const Person& leader, const Group& group) const {
    Frame hers = looking(frame, leader);
    hers.group = group;
    return ask_all(plugins_, std::move(hers), &Plugin::digests, group);
}

std::vector<DigestLine> Router::digest(const Frame& frame, const Person& official, const Unit& unit) const {
    return ask_all(plugins_, looking(frame, official), &Plugin::office_digests, unit);
}

bool Router::submit(Frame& frame) const {
    const Plugin::Named* best = nullptr;
    const std::string& path = frame.request->path;
    for (const Plugin& plugin : plugins_) {
        for (const Plugin::Named& form : plugin.forms()) {
            const bool fits = form.name == path || (form.name.ends_with('/') && path.starts_with(form.name));
            if (fits && (best == nullptr || form.name.size() > best->name.size())) {
                best = &form;
                frame.plugin = &plugin;
            }
        }
    }
    if (best == nullptr) return false;
    Turn turn(frame);
    best->handler(turn);
    return true;
}

bool Router::view(Frame& frame) const {
    const Plugin::OnView* best = nullptr;
    const std::string& path = frame.request->path;
    for (const Plugin& plugin : plugins_) {
        for (const Plugin::OnView& one : plugin.views()) {
            const bool fits =
                one.path == path || (one.path.ends_with('/') && one.path != "/" && path.starts_with(one.path));
            if (fits && (best == nullptr || one.path.size() > best->path.size())) {
                best = &one;
                frame.plugin = &plugin;
            }
        }
    }
    if (best == nullptr) return false;
    View view(frame);
    best->handler(view);
    return frame.effects.page.has_value();
}

bool Router::serves(std::string_view path) const {
    for (const Plugin& plugin : plugins_) {
        for (const Plugin::OnView& one : plugin.views()) {
            if (one.path == path || (one.path.ends_with('/') && one.path != "/" && path.starts_with(one.path)))
                return true;
        }
        for (const Plugin::Named& form : plugin.forms()) {
            if (form.name == path || (form.name.ends_with('/') && path.starts_with(form.name))) return true;
        }
    }
    return false;
}

std::vector<MenuLine> Router::menu(const Frame& frame) const {
    std::vector<MenuLine> out;
    const bool chinese = frame.language == "zh";
    for (const Plugin& plugin : plugins_) {
        for (const Plugin::Words& words : plugin.words()) {
            if (words.menu.empty()) continue;
            if (!words.needs.name.empty() &&
                !community::may_somewhere(frame.scope, frame.current.roles, frame.person.id(), words.needs)) {
                continue;
            }
            const auto name = std::find_if(words.names.begin(), words.names.end(),
                                           [&](const std::string& one) { return is_ascii(one) != chinese; });
            out.push_back({name == words.names.end() ? words.names.front() : *name,
                           frame.current.catalog->tr(frame.language, words.menu), plugin.name()});
        }
    }
    return out;
}

}  // namespace noticeboard::turn
