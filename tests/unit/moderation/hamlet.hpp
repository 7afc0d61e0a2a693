// A hamlet for the tests of moderation: a group with a chat where the bot may do everything, a leader, officials above.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/link.hpp"
#include "bot/community/member.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "config/config.hpp"
#include "plugins/plugins.hpp"
#include "tests/stage/stage.hpp"

namespace noticeboard::tests {

struct Hamlet {
    explicit Hamlet(Site site = rules()) : config(loaded()), stage(all_plugins(), options(config, std::move(site))) {
        auto scope = stage.scope();
        for (const char* unit : {"33", "33.05", "33.05.22", "33.05.22.103", "33.05.22.103.207", "33.05.22.103.208"})
            REQUIRE(community::add_unit(scope, unit, unit));
        group = add_group("33.05.22.103.207", "Beitang");
        chat = link(group, "chat");
        give("Li", "leader", community::scope_of(group));
        give("Kong", "township", "unit:33.05.22.103");
        give("Xu", "county", "unit:33.05.22");
        for (const char* who : {"Mei", "Hong"}) person(who);
    }

    Group add_group(const std::string& unit, const std::string& name) {
        auto scope = stage.scope();
        community::NewGroup fresh;
        fresh.unit = unit;
        fresh.name = name;
        return *community::add_group(scope, fresh);
    }
    Chat link(const Group& to, const std::string& place, Abilities can = everything) {
        auto scope = stage.scope();
        Place where;
        where.id = place;
        where.room = Room::group;
        const Chat made = community::visit(scope, Stage::account, where);
        community::set_abilities(scope, made.id, can);
        return *community::link_chat(scope, to.id, made.id, Chat::Presence::full, {});
    }

    PersonId person(const std::string& name) {
        stage.write(name, "menu");
        auto scope = stage.scope();
        return *community::find_person(scope, Stage::account, name);
    }
    void give(const std::string& name, const std::string& role, const std::string& at) {
        const PersonId id = person(name);
        auto scope = stage.scope();
        REQUIRE(community::grant(scope, config.roles, id, role, at));
        stage.out();
    }

    // Somebody writes in the group's chat; a second later, as people do.
    Event say(const std::string& who, const std::string& text, Millis later = 1s, const std::string& in = "chat") {
        stage.clock().pass(later);
        Message message;
        message.text = text;
        Event event = stage.event(who, in, std::move(message));
        stage.happen(event);
        return event;
    }
    void answer(const std::string& who, const Event& to, const std::string& text) {
        stage.clock().pass(1s);
        Message message;
        message.text = text;
        message.reply_to = to.message_id;
        message.answered = to.from;
        message.answered_text = std::get<Message>(to.what).text;
        stage.happen(stage.event(who, "chat", std::move(message)));
    }

    struct Out {
        std::vector<std::string> acts;                          // "mute Mei"
        std::vector<std::pair<std::string, std::string>> said;  // to whom, what (with its buttons)
        bool did(const std::string& act) const { return std::find(acts.begin(), acts.end(), act) != acts.end(); }
        bool deleted() const {
            return std::any_of(acts.begin(), acts.end(), [](const auto& act) { return act.starts_with("delete"); });
        }
        std::string to(const std::string& who) const {
            std::string out;
            for (const auto& [name, text] : said)
                if (name == who) out += text + "\n";
            return out;
        }
    };
    Out out() {
        using Kind = Action::Kind;
        static const std::map<Kind, std::string> names{{Kind::mute, "mute "},     {Kind::unmute, "unmute "},
                                                       {Kind::remove, "remove "}, {Kind::ban, "ban "},
                                                       {Kind::unban, "unban "},   {Kind::delete_message, "delete "}};
        Out all;
        for (const delivery::Row& row : stage.out()) {
            if (const Action* action = row.outgoing.action()) {
                const auto it = names.find(action->kind());
                if (it != names.end()) all.acts.push_back(it->second + action->user() + action->message());
                continue;
            }
            std::string text = row.outgoing.say()->text;
            for (const OutgoingButton& button : row.outgoing.say()->buttons) {
                text += " [" + button.label + "]";
                last[row.outgoing.place.id + ":" + button.label] = button.token;
            }
            all.said.emplace_back(row.outgoing.place.id, text);
        }
        return all;
    }
    Out writes(const std::string& who, const std::string& text) {
        stage.write(who, text);
        return out();
    }
    Out presses(const std::string& who, const std::string& label) {
        REQUIRE_MESSAGE(last.contains(who + ":" + label), label);
        stage.press(who, last.at(who + ":" + label));
        return out();
    }
    int cases() { return stage.sql().one<int>("SELECT count(*) FROM moderation_case").value_or(0); }

    static Config loaded() {
        TempFolder folder;
        std::ofstream(folder.file("n.json"))
            << R"({"public_url":"https://nb.example","listen":"127.0.0.1:1","store":"sqlite:n.db","operator":{"name":"n","contact":"c"},"languages":["en"]})";
        const auto config = load_config(folder.file("n.json"));
        if (!config) throw std::runtime_error(config.error().message);
        return *config;
    }
    static Site rules() {
        const Config config = loaded();
        Site out;
        out.help = config.help;
        out.rules = config.rules;
        return out;
    }
    static Stage::Options options(const Config& config, Site site) {
        Stage::Options out;
        out.roles = config.roles;
        out.site = std::move(site);
        return out;
    }

    static constexpr Abilities everything{Ability::write, Ability::delete_message, Ability::mute, Ability::remove,
                                          Ability::ban,   Ability::approve};
    Config config;
    Stage stage;
    Group group;
    Chat chat;
    std::map<std::string, std::string> last;  // "who:label" → token
};

}  // namespace noticeboard::tests
