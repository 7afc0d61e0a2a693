// Frame: what one turn stands on while its handler runs. Turn and View are its faces.
#pragma once

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>

#include "bot/community/audit.hpp"
#include "bot/model/effects.hpp"
#include "bot/turn/services.hpp"

namespace noticeboard::turn {

// Thrown into a handler that has run for too long, at its next call of Turn.
struct Overlong : std::runtime_error {
    Overlong() : std::runtime_error("the turn took too long") {}
};

struct Frame {
    Frame(const Services& services_, const Current& current_, community::Scope& scope_, const std::string& account_,
          const Event& event_)
        : services(services_), current(current_), scope(scope_), account(account_), event(event_) {}

    const Services& services;
    const Current& current;
    community::Scope& scope;
    const std::string& account;
    const Event& event;
    const std::atomic<bool>* overlong = nullptr;

    Chat chat;
    std::optional<Group> group;
    Person person;
    std::string language;

    const Plugin* plugin = nullptr;  // whose handler runs
    std::string args;
    std::string data;
    const PageRequest* request = nullptr;

    Effects effects;

    void check() const {
        if (overlong != nullptr && overlong->load(std::memory_order_relaxed)) throw Overlong();
    }
    const Settings& settings() const {  // the plugin's
        const auto it = current.settings.find(plugin->name());
        return it == current.settings.end() ? plugin->settings() : it->second;
    }
    void work_for_plugin() const {  // from here on the session works for the plugin whose handler runs
        scope.sql.act_as("plugin." + plugin->name());
    }
    Effects::To here() const {
        return {account, chat.id, chat.place, chat.place.room == Room::direct ? person.id() : PersonId{}, {}};
    }
};

}  // namespace noticeboard::turn
