// noticeboard audit, keys, backup, dead-letter: what an operator looks after.
#include <ctime>

#include "bot/app/accounts.hpp"
#include "bot/app/voice_converter.hpp"
#include "bot/cli/commands.hpp"
#include "bot/community/board.hpp"
#include "bot/community/vault.hpp"
#include "bot/turn/dead_letter.hpp"
#include "bot/turn/router.hpp"
#include "bot/turn/runner.hpp"
#include "plugins/plugins.hpp"

namespace noticeboard::cli {
namespace {

constexpr int rerun_lane = 91;

std::string time_text(TimePoint at) {  // UTC
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char out[32];
    std::strftime(out, sizeof out, "%Y-%m-%d %H:%M:%SZ", &parts);
    return out;
}

std::string letter_line(const turn::DeadLetter& letter, bool json) {
    if (json)
        return json_text({{"id", std::to_string(letter.id)},
                          {"account", letter.account},
                          {"plugin", letter.plugin},
                          {"error", letter.error},
                          {"open", letter.open ? "yes" : "no"}});
    return std::to_string(letter.id) + "  " + letter.account + "  " + letter.plugin + "  " + letter.error +
           (letter.open ? "" : "  (run again)");
}

void print(const community::AuditRow& row, bool json) {
    const std::string at = time_text(row.at), actor = row.actor ? "person:" + to_string(row.actor) : "-";
    std::cout << (json ? json_text({{"at", at},
                                    {"actor", actor},
                                    {"what", row.what},
                                    {"subject", row.subject},
                                    {"words", row.words}})
                       : at + "  " + actor + "  " + row.what + "  " + row.subject +
                             (row.words.empty() ? "" : "  " + row.words))
              << "\n";
}

// Runs a dead letter here; what it says is queued, and a running server sends it.
void run_letter(const Options& options, std::int64_t id) {
    Tool tool(options);
    auto job = must(turn::exhume(tool.scope(), id));
    turn::Router router(all_plugins());
    turn::SystemClock clock;
    crypto::SystemRandom random;
    turn::Watcher watcher;
    auto accounts = must(app::Accounts::open(tool.config().adapters));
    turn::Services services(
        tool.home().vault(), tool.scope().ids, clock, random, router,
        [&accounts](std::string_view name) { return accounts.platform(name); }, watcher);
    services.draw = [](const std::string& text) { return app::picture_of_code(text); };
    services.converts_voices = [&tool] {
        const auto program = app::find_converter(tool.config());
        return program.ok() && !program->empty();
    };
    auto current = std::make_shared<turn::Current>();
    current->catalog = must(app::load_catalog(tool.config(), {}));
    current->roles = tool.config().roles;
    current->site = app::site_of(tool.config());
    services.exchange(current);
    turn::Runner runner(services, tool.home().database().session(store::Access::write), rerun_lane, turn::PoisonGuard(),
                        {});
    turn::Settled settled;
    job.done = [&settled](turn::Settled result) { settled = std::move(result); };
    std::vector<turn::Job> jobs;
    jobs.push_back(std::move(job));
    runner.run_batch(jobs);
    if (settled.kind == turn::Settled::Kind::dead) throw Refused("it failed again; see `dead-letter list`");
    if (settled.kind == turn::Settled::Kind::refused) throw Refused("the store is busy; try again");
    std::cout << "done\n";
}

}  // namespace

void add_audit(CLI::App& program, Options& options, int& code) {
    auto* audit = program.add_subcommand("audit", "The append-only record of what was done");
    audit->require_subcommand(1);
    audit->add_subcommand("verify", "Checks that no row was changed, taken out or cut off")
        ->callback([&options, &code] {
            Tool tool(options);
            const auto report = community::verify_audit(tool.scope());
            if (!report.broken.empty()) {
                std::cerr << "audit: broken at " << report.broken << "\n";
                code = 1;
                return;
            }
            std::cout << "audit: " << report.rows << " rows in " << report.chains << " chains, " << report.anchors
                      << " anchors, all whole\n";
        });
    struct Asked {
        int most = 50;
        std::string subject;
    };
    auto asked = std::make_shared<Asked>();
    auto* show = audit->add_subcommand("show", "Shows the newest rows, their words opened");
    show->add_option("--most", asked->most)->check(CLI::PositiveNumber)->capture_default_str();
    show->add_option("--subject", asked->subject, "Only rows about it, such as group:123");
    show->callback([&options, asked] {
        Tool tool(options);
        community::AuditQuery query;
        query.subject = asked->subject;
        query.most = asked->most;
        for (const community::AuditRow& row : community::read_audit(tool.scope(), query)) print(row, options.json);
    });
}

void add_keys(CLI::App& program, Options& options) {
    auto* keys = program.add_subcommand("keys", "The master key and the keys of printed tags");
    keys->require_subcommand(1);
    keys->add_subcommand("fingerprint", "Names the master key without telling it")->callback([&options] {
        Tool tool(options);
        std::cout << tool.home().vault().sealer().fingerprint() << "\n";
    });
    keys->add_subcommand("add-tag-key", "Another key for the tags printed from now on; those on paper keep theirs")
        ->callback([&options] {
            Tool tool(options);
            int version = 0;
            tool.commit("tag_key.added", "keys", [&] { version = must(community::add_tag_key(tool.scope())); });
            std::cout << "tag key " << version << "\n";
        });
}

void add_backup(CLI::App& program, Options& options) {
    auto out = std::make_shared<std::string>();
    auto* backup =
        program.add_subcommand("backup", "Copies the store as of this moment, beside a running server; never the key");
    backup->add_option("--out", *out, "A file that does not exist yet")->required();
    backup->callback([&options, out] {
        Tool tool(options);
        must(tool.home().database().backup_to(*out));
        std::cout << *out << "\n";
    });
}

void add_dead_letter(CLI::App& program, Options& options) {
    struct Asked {
        std::int64_t id = 0;
        bool all = false;
    };
    auto asked = std::make_shared<Asked>();
    auto* letters = program.add_subcommand("dead-letter", "Events whose handler failed");
    letters->require_subcommand(1);
    auto* list = letters->add_subcommand("list", "Lists them, the newest first");
    list->add_flag("--all", asked->all, "Those that were run again, too");
    list->callback([&options, asked] {
        Tool tool(options);
        for (const auto& letter : turn::dead_letters(tool.scope(), asked->all))
            std::cout << letter_line(letter, options.json) << "\n";
    });
    auto* show = letters->add_subcommand("show", "Shows what the event was; this is written to the audit");
    show->add_option("id", asked->id)->required();
    show->callback([&options, asked] {
        Tool tool(options);
        std::string text;
        tool.commit("dead_letter.read", "dead_letter:" + std::to_string(asked->id),
                    [&] { text = must(turn::letter_text(tool.scope(), asked->id)); });
        std::cout << text << "\n";
    });
    auto* run = letters->add_subcommand("run", "Runs the event once more");
    run->add_option("id", asked->id)->required();
    run->callback([&options, asked] { run_letter(options, asked->id); });
}

}  // namespace noticeboard::cli
