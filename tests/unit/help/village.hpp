// A village for the tests of help: a group with a leader, officials above it, desks, and somebody who asks.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "config/config.hpp"
#include "plugins/plugins.hpp"
#include "tests/stage/stage.hpp"

namespace noticeboard::tests {

struct Village {
    explicit Village(const std::string& folder = {}, std::vector<Plugin> plugins = all_plugins())
        : config(loaded()), stage(std::move(plugins), options(config, folder)) {
        auto scope = stage.scope();
        for (const char* unit : {"33", "33.05", "33.05.22", "33.05.22.103", "33.05.22.103.207", "33.05.22.104"})
            REQUIRE(community::add_unit(scope, unit, unit));
        community::NewGroup fresh;
        fresh.unit = "33.05.22.103.207";
        fresh.name = "Beitang";
        fresh.leader = "Li";
        group = *community::add_group(scope, fresh);
    }

    PersonId person(const std::string& name) {
        stage.write(name, "menu");
        stage.out();
        auto scope = stage.scope();
        return *community::find_person(scope, Stage::account, name);
    }
    void give(const std::string& name, const std::string& role, const std::string& at) {
        const PersonId id = person(name);
        auto scope = stage.scope();
        REQUIRE(community::grant(scope, config.roles, id, role, at));
    }

    // What the bot says to somebody, texts and labels, after she wrote.
    std::string says(const std::string& who, const std::string& text) {
        stage.write(who, text);
        return heard(who);
    }
    std::string heard(const std::string& who) {
        std::string out;
        for (const delivery::Row& row : stage.out()) {
            const Say* say = row.outgoing.say();
            if (say == nullptr || row.outgoing.place.id != who) continue;
            out += say->text;
            for (const OutgoingButton& button : say->buttons) {
                out += " [" + button.label + "]";
                last[who + ":" + button.label] = button.token;
            }
            out += "\n";
        }
        return out;
    }
    std::string presses(const std::string& who, const std::string& label) {
        stage.press(who, last.at(who + ":" + label));
        return heard(who);
    }

    // Asks by the poster's code, up to the end; her words are `words`.
    void ask(const std::string& who, const std::string& topic, const std::string& code_word, const std::string& words) {
        stage.happen(stage.event(who, "", Opened{"a" + group.number}));
        heard(who);
        while (!last.contains(who + ":" + topic)) presses(who, "Something else");
        std::string said = presses(who, topic);
        while (said.find("[Yes] [No]") != std::string::npos) said = presses(who, "Yes");
        says(who, code_word);
        presses(who, "Nobody, go on");
        if (!words.empty()) says(who, words);
    }
    std::string sends(const std::string& who) {
        presses(who, "Done, send it");
        stage.press(who, last.at(who + ":No, I look by myself"));
        return {};
    }

    static Config loaded() {
        TempFolder folder;
        std::ofstream(folder.file("n.json"))
            << R"({"public_url":"https://nb.example","listen":"127.0.0.1:1","store":"sqlite:n.db","operator":{"name":"n","contact":"c"},"languages":["en"]})";
        const auto config = load_config(folder.file("n.json"));
        if (!config) throw std::runtime_error(config.error().message);
        return *config;
    }
    static Stage::Options options(const Config& config, const std::string& folder) {
        Stage::Options out;
        out.folder = folder;
        out.roles = config.roles;
        out.site.hotlines = config.hotlines;
        out.site.help = config.help;
        out.platform.voices = {"audio/ogg"};
        return out;
    }

    Config config;
    Stage stage;
    Group group;
    std::map<std::string, std::string> last;  // "who:label" → token
};

}  // namespace noticeboard::tests
