// noticeboard chat: see chat.hpp. The turns run here, on the same store as the server's; what other processes say to
// this person is looked up in the outbox.
#include "bot/cli/chat.hpp"

#include <poll.h>
#include <unistd.h>

#include <iostream>

#include "bot/app/home.hpp"
#include "bot/cli/commands.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/random.hpp"
#include "bot/turn/runner.hpp"
#include "plugins/plugins.hpp"
#include "qr/code.hpp"
#include "qr/draw.hpp"

namespace noticeboard::cli {
namespace {

constexpr const char* account = "terminal";
constexpr int lane = 100;  // an audit chain of its own
constexpr int node = 100;  // ids of its own

class Terminal {
 public:
    Terminal(app::Home& home, std::shared_ptr<turn::Current> current, std::string name, std::string language)
        : router_(all_plugins()),
          name_(std::move(name)),
          language_(std::move(language)),
          services_(
              home.vault(), ids_, clock_, random_, router_, [this](std::string_view) { return &platform_; }, watcher_),
          runner_(services_, home.database().session(store::Access::write), lane, turn::PoisonGuard(),
                  [](std::vector<delivery::Row>) {}) {
        platform_.name = account;
        platform_.can = {Ability::write, Ability::buttons, Ability::pictures};
        services_.may_open = app::plugins_that_open();
        services_.draw = [](const std::string& text) { return app::picture_of_code(text); };
        services_.exchange(std::move(current));
    }

    void open() { happen(Opened{}); }

    void write(const std::string& text) {
        Message message;
        message.text = text;
        happen(std::move(message));
    }

    // Prints what waits for this person, and marks it as read.
    void print_news() {
        auto scope = runner_.scope(clock_.now());
        for (const delivery::Row& row : delivery::open_rows(scope)) {
            if (row.account != account || row.outgoing.place.id != name_) continue;
            if (const Say* say = row.outgoing.say()) print(*say);
            turn::Job job;
            job.bookkeeping = [id = row.id](community::Scope& s) {
                delivery::mark_done(s.sql, id, delivery::State::sent, {}, {});
            };
            run(std::move(job));
        }
    }

 private:
    void happen(What what) {
        Event event;
        event.key = to_string(ids_.make<OutboxId>(clock_.now()));
        event.at = clock_.now();
        event.place.id = name_;
        event.from = {name_, name_, language_, false};
        event.what = std::move(what);
        turn::Job job;
        job.account = account;
        job.key = event.key;
        job.event = std::move(event);
        run(std::move(job));
        print_news();
    }

    void run(turn::Job job) {
        job.done = [](const turn::Settled& settled) {
            if (settled.kind == turn::Settled::Kind::refused)
                std::cout << "(the store is busy; please type that again)\n";
        };
        std::vector<turn::Job> jobs;
        jobs.push_back(std::move(job));
        runner_.run_batch(jobs);
    }

    static void print(const Say& say) {
        std::cout << say.text << "\n";
        for (const OutgoingButton& button : say.buttons) {
            if (button.number > 0)
                std::cout << "  " << button.number << "  " << button.label << "\n";
            else
                std::cout << "  →  " << button.label << ": " << button.url << "\n";
        }
        if (say.picture.empty()) return;
        for (const std::string& code : app::codes_in_picture(say.picture)) {
            if (const auto matrix = qr::any_code(code)) std::cout << qr::draw_terminal(*matrix) << code << "\n";
        }
    }

    crypto::SystemRandom random_;
    turn::SystemClock clock_;
    store::IdMaker ids_{node};
    Platform platform_;
    turn::Router router_;
    std::string name_, language_;
    turn::Watcher watcher_;
    turn::Services services_;
    turn::Runner runner_;
};

}  // namespace

int chat(const Config& config, const std::string& name, const std::string& language) {
    auto home = app::Home::open(config, app::Home::Use::tool);
    if (!home) {
        std::cerr << home.error().message << "\n";
        return 1;
    }
    if (auto done = home->migrate(turn::Router(all_plugins())); !done) {
        std::cerr << done.error().message << "\n";
        return 1;
    }
    auto catalog = app::load_catalog(config, {});
    if (!catalog) {
        std::cerr << catalog.error().message << "\n";
        return 1;
    }
    auto current = std::make_shared<turn::Current>();
    current->catalog = *catalog;
    current->roles = config.roles;
    for (const auto& [role, about] : config.role_names) current->role_names[role] = about.name;
    current->site = app::site_of(config);
    Terminal terminal(*home, current, name, language);
    terminal.open();
    const bool asks = ::isatty(STDIN_FILENO) != 0;
    std::string line;
    while (true) {
        if (asks) std::cout << name << "> " << std::flush;
        pollfd waits{STDIN_FILENO, POLLIN, 0};
        while (::poll(&waits, 1, 500) == 0) terminal.print_news();
        if (!std::getline(std::cin, line)) break;
        if (!line.empty()) terminal.write(line);
    }
    return 0;
}

void add_chat(CLI::App& program, Options& options, int& code) {
    struct Asked {
        std::string name, language;
    };
    auto asked = std::make_shared<Asked>();
    auto* command = program.add_subcommand("chat", "Talks to the bot in the terminal");
    command->add_option("--as", asked->name, "Who talks")->required();
    command->add_option("--language", asked->language, "zh or en; hers once she chose one");
    command->callback([&options, &code, asked] { code = chat(read_config(options), asked->name, asked->language); });
}

}  // namespace noticeboard::cli
