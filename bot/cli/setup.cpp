// noticeboard init, check, doctor: before the first start, and when something is not as it should be.
#include <filesystem>

#include "adapters/adapters.hpp"
#include "bot/app/accounts.hpp"
#include "bot/cli/commands.hpp"

namespace noticeboard::cli {
namespace {

constexpr const char* starter =
    R"(// The configuration of this noticeboard. All keys: docs/operations.md. Check it: noticeboard check
{
  "listen": "127.0.0.1:8080",             // a web server with TLS in front, or "listen_tls" here
  "public_url": "https://board.example",  // printed on every poster: choose it for years
  "store": "sqlite:noticeboard.db",
  "operator": {"name": "", "contact": ""},
  "languages": ["zh", "en"],
  "adapters": {}
}
)";

struct Finding {
    bool wrong;
    std::string text;
};

std::vector<Finding> findings(Tool& tool) {
    std::vector<Finding> out;
    const Config& config = tool.config();
    const auto count = [&](store::Sql sql) { return tool.session().one<std::int64_t>(sql).value_or(0); };
    const auto note = [&](bool wrong, std::string text) { out.push_back({wrong, std::move(text)}); };
    note(false, "store and key belong together: " + tool.home().vault().sealer().fingerprint());
    if (!config.public_url.starts_with("https://"))
        note(true, "public_url: is not https; phones and platforms will not trust it");
    for (const AdapterConfig& adapter : config.adapters) {
        const auto made = find_adapter(adapter.type)(AdapterSettings{adapter.name, adapter.settings});
        note(!made, made ? "adapters." + adapter.name + ": its keys are well formed" : made.error().message);
    }
    if (config.adapters.empty()) note(true, "adapters: there is none; people reach the pages only");
    int unconfirmed = 0;
    for (const Hotline& line : config.hotlines) unconfirmed += line.checked_on.empty() ? 1 : 0;
    if (unconfirmed > 0)
        note(true, "hotlines: " + std::to_string(unconfirmed) +
                       " numbers have no \"checked_on\"; call them, then write the date into hotlines.json");
    note(false, std::to_string(count("SELECT count(*) FROM grp")) + " groups");
    if (const auto alone = count("SELECT count(*) FROM grp WHERE id NOT IN (SELECT grp FROM chat WHERE grp <> 0)");
        alone > 0) {
        note(true, std::to_string(alone) + " groups have no chat: group link");
    }
    if (const auto expired = count("SELECT count(*) FROM chat WHERE grp <> 0 AND state = 4"); expired > 0) {
        note(true, std::to_string(expired) + " chats show a code that has expired");
    }
    if (const auto letters = count("SELECT count(*) FROM dead_letter WHERE open = 1"); letters > 0) {
        note(true, std::to_string(letters) + " dead letters: dead-letter list");
    }
    const auto report = community::verify_audit(tool.scope());
    note(!report.broken.empty(), report.broken.empty() ? "audit: whole" : "audit: broken at " + report.broken);
    return out;
}

}  // namespace

void add_init(CLI::App& program, Options& options) {
    program.add_subcommand("init", "Writes a configuration to begin with")->callback([&options] {
        if (std::filesystem::exists(options.config)) throw Refused(options.config + " exists already");
        write_file(options.config, starter);
        std::cout << options.config << " is written. Fill in operator and public_url, then: noticeboard check\n";
    });
}

void add_check(CLI::App& program, Options& options) {
    program.add_subcommand("check", "Checks the configuration without starting anything")->callback([&options] {
        const Config config = read_config(options);
        must(app::Accounts::open(config.adapters));
        std::cout << "the configuration is well\n";
    });
}

void add_doctor(CLI::App& program, Options& options, int& code) {
    program.add_subcommand("doctor", "Looks for what is missing or wrong")->callback([&options, &code] {
        Tool tool(options);
        for (const Finding& finding : findings(tool)) {
            std::cout << (finding.wrong ? "!  " : "   ") << finding.text << "\n";
            if (finding.wrong) code = 1;
        }
    });
}

}  // namespace noticeboard::cli
