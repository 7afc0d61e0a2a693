// App: see app.hpp. Read `start` from top to bottom: each thing stands on those above it.
#include "bot/app.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>
#include <future>
#include <thread>

#include "bot/app/clockwork.hpp"
#include "bot/app/home.hpp"
#include "bot/app/pages.hpp"
#include "bot/app/poller.hpp"
#include "bot/app/voice_converter.hpp"
#include "bot/app/watching.hpp"
#include "bot/app/webchat.hpp"
#include "bot/app/webhook.hpp"
#include "bot/community/import.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/random.hpp"
#include "bot/delivery/herald.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/turn/lane.hpp"
#include "plugins/plugins.hpp"
#include "qr/code.hpp"
#include "qr/draw.hpp"
#include "qr/read.hpp"

namespace noticeboard {
namespace {

using app::Account;

constexpr Millis stop_grace = 8s;
constexpr int node = 1;  // SQLite: one

}  // namespace

struct App::Parts {
    Parts(const Config& config_, const AppOptions& options_, app::Home home_)
        : config(config_), options(options_), home(std::move(home_)) {}

    Config config;
    AppOptions options;
    app::Home home;  // the store, its key, its lock
    crypto::SystemRandom random;
    turn::SystemClock system_clock;
    store::IdMaker ids{node};
    app::Watching watching;
    app::Accounts accounts;
    std::optional<turn::Router> router;
    std::optional<turn::Services> services;
    std::unique_ptr<turn::Lanes> lanes;
    std::unique_ptr<app::Readers> readers;
    std::unique_ptr<app::Pages> pages;
    std::unique_ptr<app::WebChat> webchat;        // where an account of that type is configured
    std::unique_ptr<app::VoiceConverter> voices;  // where there is a program for it
    std::optional<web::Loops> loops;
    std::unique_ptr<delivery::Herald> herald;
    std::vector<std::unique_ptr<app::Poller>> pollers;
    std::unique_ptr<app::Clockwork> clockwork;
    std::unique_ptr<web::Server> server, tls_server, admin_server;
    bool stopped = false;

    const turn::Clock& clock() const {
        return options.clock != nullptr ? static_cast<const turn::Clock&>(*options.clock) : system_clock;
    }
    std::function<bool(turn::Job)> offer() {
        return [this](turn::Job job) { return lanes->offer(std::move(job)); };
    }

    Result<std::shared_ptr<turn::Current>> current_of(const Config& fresh) {
        auto catalog = app::load_catalog(fresh, options.locales);
        if (!catalog) return catalog.error();
        auto out = std::make_shared<turn::Current>();
        out->catalog = *catalog;
        out->roles = fresh.roles;
        for (const auto& [role, about] : fresh.role_names) out->role_names[role] = about.name;
        for (const auto& [name, plugin] : fresh.plugins) out->settings[name] = app::plugin_settings(plugin.settings);
        out->site = app::site_of(fresh);
        out->site.practice = options.practice;
        out->site.doors = accounts.doors();
        return out;
    }

    Result<Done> start_turns();
    void finish_what_was_accepted();
    Result<Done> start_senders();
    Result<Done> start_servers();
    void introduce();

    web::Task<web::Answer> answer(web::Request request, bool admin);
};

Result<Done> App::Parts::start_turns() {
    std::vector<Plugin> plugins;
    for (Plugin& plugin : all_plugins()) {
        const auto configured = config.plugins.find(plugin.name());
        if (configured == config.plugins.end() || configured->second.enabled) plugins.push_back(std::move(plugin));
    }
    router.emplace(std::move(plugins));
    if (auto done = home.migrate(*router); !done) return done;
    ids.start_after(home.last_id());

    services.emplace(
        home.vault(), ids, clock(), random, *router,
        [this](std::string_view account) { return accounts.platform(account); }, watching.turns());
    services->may_open = app::plugins_that_open();
    services->draw = [](const std::string& text) { return app::picture_of_code(text); };
    services->converts_voices = [this] { return voices && voices->works(); };
    services->lock_out = app::shutter_of(config);
    auto current = current_of(config);
    if (!current) return current.error();
    router->prepare((*current)->site);
    services->exchange(*current);
    finish_what_was_accepted();

    auto runner = std::make_unique<turn::Runner>(
        *services, home.session(store::Access::write), 0, turn::PoisonGuard(home.database().path() + ".running"),
        [this](std::vector<delivery::Row> rows) { accounts.post(std::move(rows)); });
    runner->set_guards({options.turn_keys, options.answer_after_commit});
    std::vector<std::unique_ptr<turn::Lane>> list;
    list.push_back(
        std::make_unique<turn::Lane>(std::move(runner), static_cast<std::size_t>(config.limit("lane_queue"))));
    lanes = std::make_unique<turn::Lanes>(std::move(list));

    std::vector<std::unique_ptr<store::Session>> sessions;
    for (int i = 0; i < 2; ++i) sessions.push_back(home.session(store::Access::read));
    readers = std::make_unique<app::Readers>(std::move(sessions));
    pages = std::make_unique<app::Pages>(*services, *readers, offer());
    for (const AdapterConfig& account : config.adapters) {
        if (accounts.platform(account.name)->local)
            webchat =
                std::make_unique<app::WebChat>(*services, *readers, *pages, offer(), app::rules_of(config, account));
    }
    return Done{};
}

// An import that a crash interrupted goes on where it was: it is never half applied.
void App::Parts::finish_what_was_accepted() {
    const auto session = home.database().session(store::Access::write);
    community::Scope scope{*session, home.vault(), ids, {clock().now(), random}};
    community::finish_imports(scope);
}

Result<Done> App::Parts::start_senders() {
    for (Account& account : accounts.all()) {
        web::ClientOptions client_options;
        client_options.ca_file = options.ca_file;
        auto client = web::Client::open(loops->at(0), client_options);
        if (!client) return client.error();
        delivery::SenderParts parts{account.name,
                                    *account.adapter,
                                    std::move(*client),
                                    clock(),
                                    random,
                                    offer(),
                                    app::codes_in_picture,
                                    watching.senders(),
                                    options.presume_answered,
                                    account.adapter->platform().local ? webchat.get() : nullptr};
        if (voices) parts.convert = std::bind_front(&app::VoiceConverter::convert, voices.get());
        account.sender = std::make_unique<delivery::Sender>(loops->at(0), std::move(parts));
    }
    const auto session = home.database().session(store::Access::read);
    community::Scope scope{*session, home.vault(), ids, {clock().now(), random}};
    for (delivery::Row& row : delivery::open_rows(scope)) {
        if (Account* account = accounts.find(row.account)) {
            std::vector<delivery::Row> one;
            one.push_back(std::move(row));
            account->sender->recover(std::move(one));
        }
    }
    delivery::HeraldParts carried{{},
                                  community::carriers_of(services->current()->site),
                                  *services,
                                  offer(),
                                  [this](app::Readers::Read read) { return readers->ask(std::move(read)); },
                                  watching.senders(),
                                  options.marks_started};
    for (Account& account : accounts.all())
        carried.accounts.push_back({account.name, account.adapter->platform(), *account.sender});
    herald = std::make_unique<delivery::Herald>(loops->at(0), std::move(carried));
    for (Account& account : accounts.all()) {
        if (!account.adapter->poll("", Credential{})) continue;
        pollers.push_back(std::make_unique<app::Poller>(loops->at(0), account, *services, offer(),
                                                        turn::cursor(*session, account.name)));
    }
    return Done{};
}

web::Task<web::Answer> App::Parts::answer(web::Request request, bool admin) {
    const std::string path = request.path();
    if (path.starts_with("/in/")) {
        const app::WebhookParts parts{accounts, *services, offer()};
        web::Answer out = co_await app::webhook(parts, request);
        co_return out;
    }
    web::Answer out;
    out.route = "own";
    const bool local = request.peer == "127.0.0.1" || request.peer == "::1";
    auto state = watching.answer(path, admin || (!config.listen_admin && local));
    if (state) {
        out.response = std::move(*state);
        co_return out;
    }
    const auto file = config.verify_files.find(path.substr(1));
    if (file != config.verify_files.end()) {
        out.response.headers.add("Content-Type", "text/plain");
        out.response.body = file->second;
        co_return out;
    }
    if (webchat && app::WebChat::serves(path)) {
        web::Answer page = co_await webchat->answer(request);
        co_return page;
    }
    web::Answer page = co_await pages->answer(request);
    co_return page;
}

Result<Done> App::Parts::start_servers() {
    const auto open = [this](const std::string& address, bool admin, std::optional<web::ServerOptions::Tls> tls) {
        web::ServerOptions out;
        out.deadlines = options.deadlines;
        out.listen = address;
        out.tls = std::move(tls);
        out.limits.body = static_cast<std::size_t>(config.limit("body_bytes"));
        if (webchat) {
            out.limits.body_for = [usual = out.limits.body,
                                   most = webchat->rules().file_bytes](std::string_view where) {
                return where.starts_with("/chat/") && where.ends_with("/say") ? most + 64 * 1024 : usual;
            };
        }
        out.limits.connections = static_cast<std::size_t>(config.limit("connections"));
        out.limits.connections_per_peer = static_cast<std::size_t>(config.limit("connections_per_peer"));
        out.trusted_proxies = config.trusted_proxies;
        out.public_url = config.public_url;
        out.observe = [this](const web::Observed& seen) { watching.http(seen.route, seen.status, seen.took); };
        out.on_exception = [](std::string_view type) { watch::error("http.exception", {{"type", type}}); };
        web::Handler handler = [this, admin](web::Request request) { return answer(std::move(request), admin); };
        return web::Server::open(*loops, std::move(out), std::move(handler));
    };
    auto plain_server = open(app::address_of(config.listen), false, std::nullopt);
    if (!plain_server) return invalid("listen: " + plain_server.error().message);
    server = std::move(*plain_server);
    if (config.listen_tls) {
        const ListenTls& tls = *config.listen_tls;
        auto opened = open(app::address_of(tls.address), false,
                           web::ServerOptions::Tls{tls.certificate.string(), tls.key.string()});
        if (!opened) return invalid("listen_tls: " + opened.error().message);
        tls_server = std::move(*opened);
    }
    if (config.listen_admin) {
        auto opened = open(app::address_of(*config.listen_admin), true, std::nullopt);
        if (!opened) return invalid("listen_admin: " + opened.error().message);
        admin_server = std::move(*opened);
    }
    return Done{};
}

// Tells each platform where its webhook is and what its menu shows.
void App::Parts::introduce() {
    const auto menu = app::platform_menu(*services->current()->catalog);
    for (Account& account : accounts.all()) {
        const std::string address =
            config.public_url.empty() || account.mode == "polling" ? "" : config.public_url + "/in/" + account.name;
        boost::asio::co_spawn(loops->at(0), app::introduce(*account.adapter, *account.sender, address, menu, watching),
                              boost::asio::detached);
    }
}

Result<std::unique_ptr<App>> App::start(const Config& config, const AppOptions& options) {
    auto home = app::Home::open(config);
    if (!home) return home.error();
    auto parts = std::make_unique<Parts>(config, options, std::move(*home));
    app::start_watching(config);
    parts->watching.health().expect("store", watch::Health::Weight::live);

    auto accounts = app::Accounts::open(config.adapters);
    if (!accounts) return accounts.error();
    parts->accounts = std::move(*accounts);
    auto voices = app::VoiceConverter::open(config);
    if (!voices) return voices.error();
    parts->voices = std::move(*voices);
    if (auto done = parts->start_turns(); !done) return done.error();
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    parts->loops.emplace(options.threads > 0 ? options.threads : std::clamp<std::size_t>(cores / 2, 1, 4));
    std::unique_ptr<App> out(new App(std::move(parts)));
    Parts& all = *out->parts_;
    if (auto done = all.start_senders(); !done) return done.error();
    app::Clockwork::Parts clockwork{*all.services,
                                    *all.readers,
                                    all.accounts,
                                    *all.pages,
                                    all.offer(),
                                    [&all] {
                                        all.herald->look();
                                        all.watching.read(*all.lanes, all.accounts);
                                        if (all.webchat) all.webchat->sweep();
                                    },
                                    all.webchat ? all.webchat->rules().keep : Millis{0}};
    all.clockwork = std::make_unique<app::Clockwork>(all.loops->at(0), std::move(clockwork));
    if (auto done = all.start_servers(); !done) return done.error();
    all.clockwork->start();
    for (auto& poller : all.pollers) poller->start();
    all.introduce();
    all.watching.health().well("store");
    return out;
}

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

App::~App() {
    stop();
}

bool App::stop() {
    Parts& all = *parts_;
    if (all.stopped) return true;
    all.stopped = true;
    all.watching.health().unwell("store", "stopping");
    for (auto& poller : all.pollers) poller->stop();
    if (all.clockwork) all.clockwork->stop();
    const auto carried = std::make_shared<std::promise<void>>();
    auto all_kept = carried->get_future();
    if (all.herald) all.herald->stop([carried] { carried->set_value(); });
    bool clean = true;
    std::vector<std::future<bool>> servers;
    for (web::Server* server : {all.server.get(), all.tls_server.get(), all.admin_server.get()}) {
        if (server != nullptr)
            servers.push_back(std::async(std::launch::async, [server] { return server->stop(stop_grace); }));
    }
    for (auto& server : servers) clean = server.get() && clean;
    if (all.voices) all.voices->stop();
    for (Account& account : all.accounts.all()) {
        if (!account.sender) continue;
        const auto quiet = std::make_shared<std::promise<void>>();
        auto ended = quiet->get_future();
        account.sender->stop([quiet] { quiet->set_value(); });
        clean = ended.wait_for(stop_grace) == std::future_status::ready && clean;
    }
    if (all.herald) clean = all_kept.wait_for(stop_grace) == std::future_status::ready && clean;
    if (all.lanes) all.lanes->stop();
    all.readers.reset();
    if (all.loops) all.loops->stop();
    all.herald.reset();
    for (Account& account : all.accounts.all()) account.sender.reset();  // its sockets and timers live on the loops
    return clean;
}

Result<std::vector<std::string>> App::reload(const Config& config) {
    auto fresh = parts_->current_of(config);
    if (!fresh) return fresh.error();
    auto waiting = needs_restart(parts_->config, config);
    parts_->router->prepare((*fresh)->site);
    parts_->services->exchange(*fresh);
    watch::set_log_level(watch::level_named(config.log.level).value_or(watch::Level::info));
    if (parts_->tls_server) {
        if (auto done = parts_->tls_server->renew_certificate(); !done) return done.error();
    }
    return waiting;
}

std::uint16_t App::port() const {
    return parts_->server->port();
}
std::uint16_t App::tls_port() const {
    return parts_->tls_server ? parts_->tls_server->port() : 0;
}

void App::settle() {
    for (int rounds = 0; rounds < 2; ++rounds) {  // what the first set off may have set off more
        parts_->clockwork->look_now();
        parts_->herald->look();
        for (Account& account : parts_->accounts.all()) account.sender->wake();
        while (!idle()) std::this_thread::yield();
    }
}

std::size_t App::waiting() const {
    std::size_t out = 0;
    for (const Account& account : parts_->accounts.all()) out += account.sender->waiting();
    return out;
}

bool App::idle() const {
    if (parts_->lanes->depth() > 0 || parts_->herald->busy()) return false;
    for (Account& account : parts_->accounts.all()) {
        if (account.sender->busy()) return false;
    }
    return true;
}

}  // namespace noticeboard
