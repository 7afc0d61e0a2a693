// Router: which plugin's handler an event goes to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bot/turn/frame.hpp"

namespace noticeboard::turn {

struct MenuLine {
    std::string command;  // the first name of its language: "加入", "join"
    std::string about;    // translated
    std::string plugin;
};

class Router {
 public:
    explicit Router(std::vector<Plugin> plugins);

    // Handles the frame's event with the plugins that care for it. Throws what a handler throws.
    void route(Frame& frame) const;

    // Handles a form's POST; false when no plugin has that path.
    bool submit(Frame& frame) const;

    // Answers a GET; false when no plugin has that path.
    bool view(Frame& frame) const;
    bool serves(std::string_view path) const;

    // Whether a text is a command or word of some plugin.
    bool understands(std::string_view text) const { return match_word(text, true, false).has_value(); }

    // Lets every plugin make ready what it makes of a site. Before a lane's turns see that site.
    void prepare(const Site& site) const;

    // Tells every plugin that wants to know that the frame's person is about to be forgotten.
    void forget(Frame& frame) const;

    // The commands that this person may use, in plugin order: what `menu` shows.
    std::vector<MenuLine> menu(const Frame& frame) const;

    // What the plugins have for a leader's digest about one of her groups, for an official's about a unit, in plugin
    // order. The frame is as it was.
    std::vector<DigestLine> digest(const Frame& frame, const Person& leader, const Group& group) const;
    std::vector<DigestLine> digest(const Frame& frame, const Person& official, const Unit& unit) const;

    const std::vector<Plugin>& plugins() const { return plugins_; }

 private:
    struct Target {
        const Plugin* plugin;
        const Plugin::Words* words;
    };
    struct Match {
        const Plugin* plugin = nullptr;
        const Handler* handler = nullptr;
        Right needs{};
        std::string args, data;
        bool ends_dialog = false;
    };

    std::optional<Match> match(Frame& frame) const;
    std::optional<Match> match_message(Frame& frame, const Message& message) const;
    std::optional<Match> match_word(std::string_view text, bool bare_commands, bool only_anytime) const;
    std::optional<Match> pressed_match(const struct PressedButton& button) const;
    std::optional<Match> named(std::string_view plugin, std::string_view name,
                               const std::vector<Plugin::Named>& (Plugin::*list)() const) const;
    bool looked_at_first(Frame& frame) const;
    void overhear(Frame& frame) const;
    void run(Frame& frame, const Match& match) const;

    std::vector<Plugin> plugins_;
    std::unordered_map<std::string, Target> words_;  // folded name → who
    std::vector<std::pair<std::string, Target>>
        glued_;  // names that need no blank before their arguments: 加入30521074
};

}  // namespace noticeboard::turn
