// Home: see home.hpp.
#include "bot/app/home.hpp"

#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "bot/app/watching.hpp"
#include "bot/community/notice/schema.hpp"
#include "bot/community/schema.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/key.hpp"
#include "bot/crypto/random.hpp"
#include "bot/delivery/outbox.hpp"
#include "bot/delivery/retry.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/webchat/schema.hpp"
#include "bot/webchat/visitor.hpp"
#include "qr/code.hpp"
#include "qr/draw.hpp"
#include "qr/read.hpp"

namespace noticeboard::app {
namespace {

namespace files = std::filesystem;

Result<crypto::Key> master_key(const Config& config) {
    if (files::exists(config.keys)) {
        auto key = crypto::load_key(config.keys);
        if (!key) return Error{key.error().kind, "keys: " + key.error().message};
        return key;
    }
    if (!config.store.starts_with("sqlite:")) return not_found("keys: the master key's file is not there");
    crypto::SystemRandom random;
    auto key = crypto::make_key(config.keys, random);
    if (!key) return Error{key.error().kind, "keys: " + key.error().message};
    return key;
}

}  // namespace

Result<Home> Home::open(const Config& config, Use use) {
    auto database = store::Database::open(config.store);
    if (!database) return database.error();
    Home out;
    out.database_ = std::make_shared<store::Database>(std::move(*database));
    if (use == Use::serve) {
        auto lock = out.database_->lock();
        if (!lock) return lock.error();
        out.lock_ = std::move(*lock);
    }
    // A store that has rows and no key would be a store whose sealed rows nobody can open: never make a new key for it.
    const auto session = out.database_->session(store::Access::write);
    const bool fresh = session->one<int>("SELECT count(*) FROM sqlite_master WHERE name = 'meta'") == 0;
    if (!fresh && !files::exists(config.keys)) {
        return not_found("keys: " + config.keys.filename().string() +
                         " is missing; without it this store cannot be opened");
    }
    const auto key = master_key(config);
    if (!key) return key.error();
    if (!fresh) {
        const auto kept = session->one<std::string>("SELECT value FROM meta WHERE name = 'master_key'");
        if (kept && *kept != key->fingerprint()) {
            return conflict("keys: this key (" + key->fingerprint() + ") is not the store's (" + *kept + ")");
        }
    }
    out.vault_ = std::make_shared<community::Vault>(*key);
    return out;
}

std::int64_t Home::last_id() const {
    const auto session = database_->session(store::Access::read);
    return session
        ->one<std::int64_t>(
            "SELECT max(id) FROM (SELECT max(id) AS id FROM outbox UNION ALL SELECT max(id) FROM timer UNION ALL "
            "SELECT max(id) FROM dead_letter UNION ALL SELECT max(id) FROM person UNION ALL SELECT max(id) FROM chat "
            "UNION ALL SELECT max(id) FROM grp UNION ALL SELECT max(id) FROM board UNION ALL SELECT max(id) FROM "
            "web_row UNION ALL SELECT max(id) FROM notice)")
        .value_or(0);
}

Result<Done> Home::migrate(const turn::Router& router) {
    std::vector<store::Migrations> all{community::schema(), community::notice_schema(), delivery::schema(),
                                       turn::schema(), webchat::schema()};
    for (const Plugin& plugin : router.plugins()) {
        if (!plugin.migrations().empty()) all.push_back({"plugin." + plugin.name(), plugin.migrations()});
    }
    owners_ = std::make_shared<const store::Owners>(all);
    const auto session = database_->session(store::Access::write);
    if (auto done = store::migrate(*session, all); !done) return done;
    session->run("INSERT INTO meta (name, value) VALUES ('master_key', :fingerprint) ON CONFLICT (name) DO NOTHING",
                 vault_->sealer().fingerprint());
    return Done{};
}

std::unique_ptr<store::Session> Home::session(store::Access access) const {
    auto out = database_->session(access);
    out->guard(owners_);
    return out;
}

Result<std::shared_ptr<const text::Catalog>> load_catalog(const Config& config, std::string folder) {
    if (folder.empty()) folder = (files::read_symlink("/proc/self/exe").parent_path() / "locales").string();
    return text::Catalog::load(folder, config.languages);
}

Settings plugin_settings(const std::string& json) {
    std::map<std::string, std::string> out;
    const nlohmann::json parsed = nlohmann::json::parse(json);
    for (const auto& [key, value] : parsed.items())
        out[key] = value.is_string() ? value.get<std::string>() : value.dump();
    return Settings(std::move(out));
}

Site site_of(const Config& config) {
    Site out;
    out.public_url = config.public_url;
    out.operator_name = config.operated_by.name;
    out.operator_contact = config.operated_by.contact;
    out.filings = config.operated_by.filings;
    out.hotlines = config.hotlines;
    out.help = config.help;
    out.rules = config.rules;
    out.soft_cap = static_cast<int>(config.limit("chat_soft_cap"));
    out.capacity = static_cast<int>(config.limit("chat_capacity"));
    out.seat_minutes = static_cast<int>(config.limit("seat_minutes"));
    out.wrong_tags_per_hour = static_cast<int>(config.limit("wrong_tags_per_hour"));
    out.claim_days = static_cast<int>(config.limit("claim_days"));
    out.notice_second_above = static_cast<int>(config.limit("notice_second_above"));
    out.notice_reason_below = static_cast<int>(config.limit("notice_reason_below"));
    out.notice_same_minutes = static_cast<int>(config.limit("notice_same_minutes"));
    out.quiet_from = static_cast<int>(config.limit("quiet_from"));
    out.quiet_until = static_cast<int>(config.limit("quiet_until"));
    return out;
}

webchat::Rules rules_of(const Config& config, const AdapterConfig& account) {
    const auto limit = [&](const char* name) { return static_cast<int>(config.limit(name)); };
    const auto groups = account.settings.find("groups");
    webchat::Rules out;
    out.account = account.name;
    out.public_url = config.public_url;
    out.every_group = groups == account.settings.end() || groups->second != "linked";
    out.capacity = limit("chat_capacity");
    out.soft_cap = limit("chat_soft_cap");
    out.idle = std::chrono::minutes(limit("web_idle_minutes"));
    out.tries = limit("code_tries");
    out.pause = std::chrono::minutes(limit("web_pause_minutes"));
    out.code_life = std::chrono::minutes(limit("code_minutes"));
    out.posts_per_minute = limit("web_posts_per_minute");
    out.visitors_per_hour = limit("web_visitors_per_hour");
    out.file_bytes = static_cast<std::size_t>(limit("web_file_bytes"));
    out.keep = std::chrono::hours(24 * limit("web_days"));
    return out;
}

std::function<void(community::Scope&, PersonId)> shutter_of(const Config& config) {
    std::vector<std::string> accounts;
    for (const AdapterConfig& account : config.adapters) {
        if (account.type == "web") accounts.push_back(account.name);
    }
    return [accounts = std::move(accounts)](community::Scope& scope, PersonId person) {
        for (const std::string& account : accounts) webchat::end_sessions(scope, account, person);
    };
}

std::string address_of(const Listen& listen) {
    const bool six = listen.host.find(':') != std::string::npos && !listen.host.starts_with('[');
    return (six ? "[" + listen.host + "]" : listen.host) + ":" + std::to_string(listen.port);
}

std::set<std::string> plugins_that_open() {
    return {"help", "moderation"};
}

std::string picture_of_code(const std::string& text) {
    const auto code = qr::any_code(text);
    if (!code) throw std::runtime_error(code.why());
    const auto png = qr::draw_png(*code, 6);
    if (!png) throw std::runtime_error(png.why());
    return *png;
}

std::vector<std::string> codes_in_picture(const std::string& picture) {
    auto found = qr::read_codes(picture);
    return found ? std::move(*found) : std::vector<std::string>();
}

std::vector<MenuEntry> platform_menu(const text::Catalog& catalog) {
    std::vector<MenuEntry> out;
    for (const auto& [command, about] : {std::pair{"menu", text::mark("What can be done here")},
                                         {"join", text::mark("Join a group by its number")},
                                         {"language", text::mark("中文 / English")},
                                         {"about", text::mark("About this bot")}}) {
        MenuEntry entry{command, {}};
        for (const std::string& language : catalog.languages())
            entry.description[language] = catalog.tr(language, about);
        out.push_back(std::move(entry));
    }
    return out;
}

web::Task<> introduce(const Adapter& adapter, delivery::Sender& sender, std::string webhook,
                      std::vector<MenuEntry> menu, Watching& watching) {
    const auto* face = &adapter;
    const auto count = face->introduce(webhook, menu, Credential{}).size();
    for (std::size_t i = 0; i < count; ++i) {
        for (int tries = 1; tries <= delivery::most_tries; ++tries) {
            std::function<web::Request(const Credential&)> make = [face, &webhook, &menu,
                                                                   i](const Credential& credential) {
                return face->introduce(webhook, menu, credential)[i];
            };
            const web::Fetched fetched = co_await sender.call(std::move(make), face->platform().call_deadline);
            const auto* response = std::get_if<web::Response>(&fetched);
            if (response != nullptr && response->status < 500 && response->status != 429) {
                if (response->status >= 400) {
                    watching.senders().account_refused(face->platform().name,
                                                       "introduction refused: " + std::to_string(response->status));
                }
                break;
            }
            boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor,
                                            std::chrono::seconds(1 << std::min(tries, 8)));
            co_await pause.async_wait(web::quietly);
        }
    }
}

}  // namespace noticeboard::app
