// Home: the store with its key and lock, and what else is made of the config before anything starts.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "bot/community/vault.hpp"
#include "bot/delivery/sender.hpp"
#include "bot/store/database.hpp"
#include "bot/store/owners.hpp"
#include "bot/turn/router.hpp"
#include "bot/webchat/rules.hpp"
#include "config/config.hpp"

namespace noticeboard::app {

class Watching;

class Home {
 public:
    enum class Use { serve, tool };  // a tool works beside a running server and takes no lock

    // Opens the store and its master key, and checks that they belong together. The key's file is made at the first
    // start beside a SQLite store. Error: a sentence that names the key.
    static Result<Home> open(const Config& config, Use use = Use::serve);

    const store::Database& database() const { return *database_; }
    const community::Vault& vault() const { return *vault_; }

    // The greatest id in the store.
    std::int64_t last_id() const;

    // Brings all tables to their newest version.
    Result<Done> migrate(const turn::Router& router);

    // A session for plugins: each keeps to its own tables. After `migrate`.
    std::unique_ptr<store::Session> session(store::Access access) const;

 private:
    std::shared_ptr<store::Database> database_;
    std::shared_ptr<community::Vault> vault_;
    std::shared_ptr<void> lock_;
    std::shared_ptr<const store::Owners> owners_;
};

// The plugins that may open the records they sealed.
std::set<std::string> plugins_that_open();

Result<std::shared_ptr<const text::Catalog>> load_catalog(const Config& config, std::string folder);
Settings plugin_settings(const std::string& json);
Site site_of(const Config& config);
webchat::Rules rules_of(const Config& config, const AdapterConfig& account);  // of the built-in chat

// Ends somebody's sessions in the built-in chats of the configuration: what Services::lock_out wants.
std::function<void(community::Scope&, PersonId)> shutter_of(const Config& config);

std::string address_of(const Listen& listen);
std::string picture_of_code(const std::string& text);  // PNG bytes
std::vector<std::string> codes_in_picture(const std::string& picture);

// What platforms show in the bot's menu: neutral words, nothing about asking for help.
std::vector<MenuEntry> platform_menu(const text::Catalog& catalog);

// Makes an adapter's introductory calls, again and again until the platform takes them.
web::Task<> introduce(const Adapter& adapter, delivery::Sender& sender, std::string webhook,
                      std::vector<MenuEntry> menu, Watching& watching);

}  // namespace noticeboard::app
