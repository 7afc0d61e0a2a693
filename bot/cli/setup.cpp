// noticeboard init, check, doctor: before the first start, and when something is not as it should be.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "adapters/adapters.hpp"
#include "bot/app/accounts.hpp"
#include "bot/app/fence.hpp"
#include "bot/app/voice_converter.hpp"
#include "bot/cli/commands.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/vault.hpp"
#include "bot/model/local_time.hpp"
#include "plugins/help/duty.hpp"

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

// Whether somebody can be told at any time: by an account that may write whenever it likes.
bool always_reached(Tool& tool, const std::map<std::string, bool>& windowed, PersonId person) {
    for (const Chat& talk : community::talks(tool.scope(), person)) {
        const auto account = windowed.find(talk.account);
        if (account != windowed.end() && !account->second) return true;
    }
    return false;
}

// Whether somebody is told when a request comes to a desk at a moment: there, or at the next when it is closed.
bool answers_at(Tool& tool, const HelpDesk& plan, const std::string& scope, TimePoint at,
                const std::function<bool(PersonId)>& counts) {
    const plugins::helping::Desk desk{plan.name, scope};
    if (!plugins::helping::is_open(tool.session(), desk, at)) {
        const HelpDesk* next = tool.config().help.desk(plan.next);
        if (next == nullptr) return false;
        const auto there = community::holders_of(tool.scope(), next->role);
        return std::any_of(there.begin(), there.end(), [&](const community::Held& held) {
            return counts(held.person) && plugins::helping::is_open(tool.session(), {next->name, held.scope}, at);
        });
    }
    const auto rota = plugins::helping::rota_of(tool.session(), desk);
    const auto people = community::holders(tool.scope(), scope);
    return std::any_of(people.begin(), people.end(), [&](const community::Held& held) {
        const bool on_duty = rota.empty() || std::any_of(rota.begin(), rota.end(), [&](const auto& shift) {
                                 return shift.person == held.person && shift.covers(at);
                             });
        return held.role == plan.role && on_duty && counts(held.person);
    });
}

std::string moment_text(TimePoint at) {
    static constexpr const char* days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(at + local_offset)};
    const int minute = minute_of_day(at);
    return std::string(days[day.iso_encoding() - 1]) + " " + std::to_string(minute / 60) +
           (minute % 60 < 10 ? ":0" : ":") + std::to_string(minute % 60);
}

// Hours of the coming week in which a request would wait for nobody, or for people whom a shut window hides.
void look_at_hours(Tool& tool, const std::map<std::string, bool>& windowed, const HelpDesk& desk,
                   std::vector<Finding>& out) {
    std::set<std::string> scopes;
    std::map<PersonId, bool> reached;
    for (const HelpDesk& one : tool.config().help.desks) {
        for (const community::Held& held : community::holders_of(tool.scope(), one.role)) {
            if (one.name == desk.name) scopes.insert(held.scope);
            reached[held.person] = always_reached(tool, windowed, held.person);
        }
    }
    for (const std::string& scope : scopes) {
        const auto gap = [&](const std::function<bool(PersonId)>& counts) {
            return plugins::helping::first_gap(tool.scope().now(),
                                               [&](TimePoint at) { return answers_at(tool, desk, scope, at, counts); });
        };
        const std::string name = "help: the desk " + desk.name + " at " + scope;
        if (const auto at = gap([](PersonId) { return true; }))
            out.push_back({true, name + " has hours that nobody covers, " + moment_text(*at) + " for one: desk duty"});
        else if (const auto shut = gap([&](PersonId person) { return reached[person]; }))
            out.push_back({true, name +
                                     " has hours in which it can be told only while a platform lets the bot write, " +
                                     moment_text(*shut) + " for one"});
    }
}

// A desk of config/topics.json that nobody holds, or whose people can only be told while a platform's window is open.
void look_at_desks(Tool& tool, const std::map<std::string, bool>& windowed, std::vector<Finding>& out) {
    for (const HelpDesk& desk : tool.config().help.desks) {
        const auto people = community::holders_of(tool.scope(), desk.role);
        const bool reached = std::any_of(people.begin(), people.end(), [&](const community::Held& held) {
            return always_reached(tool, windowed, held.person);
        });
        if (people.empty())
            out.push_back({true, "help: nobody is at the desk " + desk.name + ": role grant --role " + desk.role});
        else if (!reached)
            out.push_back({true, "help: the desk " + desk.name +
                                     " can be told only while a platform lets the bot write; somebody there needs "
                                     "another account, or the built-in chat"});
        else
            look_at_hours(tool, windowed, desk, out);
    }
}

// Whether recordings can be made such that every platform plays them.
void look_at_voices(const Config& config, std::vector<Finding>& out) {
    constexpr const char* lost =
        "; a recording from WeChat or a browser is not heard on another platform (Debian: apt install ffmpeg)";
    const auto program = app::find_converter(config);
    if (!program) return out.push_back({true, program.error().message});
    if (program->empty())
        return out.push_back({config.converts_voices, std::string("voice_converter: there is none") + lost});
    if (const auto tried = app::try_converter(*program); !tried)
        return out.push_back({true, "voice_converter: " + *program + " cannot do it, " + tried.error().message + lost});
    out.push_back({false, "voice_converter: " + *program + " converts"});
    if (!app::Fence::keeps_files())
        out.push_back({true, "voice_converter: this kernel has no Landlock, which keeps the key from the program"});
}

std::vector<Finding> findings(Tool& tool) {
    std::vector<Finding> out;
    const Config& config = tool.config();
    const auto count = [&](store::Sql sql) { return tool.session().one<std::int64_t>(sql).value_or(0); };
    const auto note = [&](bool wrong, std::string text) { out.push_back({wrong, std::move(text)}); };
    note(false, "store and key belong together: " + tool.home().vault().sealer().fingerprint());
    if (!config.public_url.starts_with("https://"))
        note(true, "public_url: is not https; phones and platforms will not trust it");
    std::map<std::string, bool> windowed;  // account → may write only for a while after she did
    for (const AdapterConfig& adapter : config.adapters) {
        const auto made = find_adapter(adapter.type)(AdapterSettings{adapter.name, adapter.settings});
        if (made) windowed[adapter.name] = !(*made)->platform().windows.empty();
        note(!made, made ? "adapters." + adapter.name + ": its keys are well formed" : made.error().message);
    }
    if (config.adapters.empty()) note(true, "adapters: there is none; people reach the pages only");
    look_at_desks(tool, windowed, out);
    look_at_voices(config, out);
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
        must(app::find_converter(config));
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
