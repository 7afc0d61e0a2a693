// noticeboard role grant|revoke|hand-over|list, and for leaders who get theirs by a letter
// claim|reissue|waiting|confirm|refuse
#include "bot/community/role.hpp"

#include <algorithm>

#include "bot/cli/commands.hpp"
#include "bot/cli/letters.hpp"
#include "bot/community/claim.hpp"
#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"
#include "bot/turn/lost_phone.hpp"
#include "plugins/plugins.hpp"

namespace noticeboard::cli {
namespace {

struct Asked {
    std::string person, role, group, unit, mark, to, out = "letters.pdf";
    int days = 0;
    bool all = false, now = false, letters = false, letter = false;
};

// "--group NUMBER" or "--unit CODE" as the scope of a role.
std::string scope_of(Tool& tool, const Asked& asked) {
    if (!asked.unit.empty()) return community::scope_of_unit(must(community::unit_code(asked.unit)));
    if (asked.group.empty()) throw Refused("give --group NUMBER or --unit CODE");
    return community::scope_of(group_of(tool, asked.group));
}

// Leaders hold their role at a group, officials at a unit.
void check_place(const Tool& tool, const std::string& role, const std::string& at) {
    const auto about = tool.config().role_names.find(role);
    if (about == tool.config().role_names.end() || about->second.group == at.starts_with("group:")) return;
    throw Refused("--role: " + role + " is held at a " +
                  (about->second.group ? "group; give --group" : "unit; give --unit"));
}

// A person by her internal id, or as "adapter:platform id".
PersonId person_of(Tool& tool, const std::string& text, const std::string& option = "--person") {
    const std::size_t colon = text.find(':');
    if (colon != std::string::npos) {
        const auto found = community::find_person(tool.scope(), text.substr(0, colon), text.substr(colon + 1));
        if (found) return *found;
    } else if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos && text.size() < 19) {
        const PersonId id{std::stoll(text)};
        if (community::person(tool.scope(), id)) return id;
    }
    throw Refused(option + ": nobody is known as \"" + text +
                  "\"; use ADAPTER:PLATFORM-ID of somebody who talked to the bot");
}

void add_where(CLI::App& command, Asked& asked) {
    command.add_option("--group", asked.group, "At a group, by its number");
    command.add_option("--unit", asked.unit, "At a unit and all below it, by its code");
}

// How long a code holds, said or as the configuration has it.
int days_of(Tool& tool, const Asked& asked) {
    return asked.days > 0 ? asked.days : static_cast<int>(tool.config().limit("claim_days"));
}

void show_code(const Options& options, const std::string& code) {
    std::cout << (options.json ? json_text({{"code", code}}) : code) << "\n";
}

void grant_role(const Options& options, const Asked& asked) {
    Tool tool(options);
    const PersonId person = person_of(tool, asked.person);
    const std::string at = scope_of(tool, asked);
    check_place(tool, asked.role, at);
    const TimePoint until = asked.days > 0 ? tool.scope().now() + asked.days * 24h : TimePoint{};
    tool.commit("role.granted", "person:" + to_string(person) + " " + at,
                [&] { must(community::grant(tool.scope(), tool.config().roles, person, asked.role, at, until)); });
    std::cout << "granted\n";
}

// --now: somebody else may hold her phone. Her roles, open questions, buttons, browsers and what waits to be sent to
// her end in one transaction; a running server passes on what she was asked.
void revoke_role(const Options& options, const Asked& asked) {
    Tool tool(options);
    const PersonId person = person_of(tool, asked.person);
    if (!asked.now && !asked.all && asked.role.empty()) throw Refused("give --role, or --now for all of hers");
    int taken = 1;
    tool.commit("role.revoked", "person:" + to_string(person), [&] {
        if (!asked.now && !asked.all) {
            must(community::revoke(tool.scope(), tool.config().roles, person, asked.role, scope_of(tool, asked)));
            return;
        }
        LostPhone lost{person, {}};
        for (const community::Held& held : community::roles_of(tool.scope(), person)) lost.scopes.push_back(held.scope);
        taken = community::revoke_now(tool.scope(), person);
        if (!asked.now) return;
        turn::lock_out(tool.scope(), all_plugins(), lost);
        app::shutter_of(tool.config())(tool.scope(), person);
    });
    std::cout << "revoked " << taken << (taken == 1 ? " role" : " roles")
              << (asked.now ? "; her account can do nothing any more\n" : "\n");
}

void make_claim(const Options& options, const Asked& asked) {
    Tool tool(options);
    if (asked.letters) {
        if (asked.unit.empty()) throw Refused("--letters: give --unit CODE");
        const Printed printed = print_letters(tool, subtree_of(asked.unit), days_of(tool, asked), asked.out);
        if (options.json) {
            std::cout << json_text({{"out", asked.out},
                                    {"letters", std::to_string(printed.letters)},
                                    {"led", std::to_string(printed.led)},
                                    {"waiting", std::to_string(printed.waiting)}})
                      << "\n";
            return;
        }
        std::cout << asked.out << ": " << printed.letters << " letters; " << printed.led << " groups have a leader, "
                  << printed.waiting << " wait to be confirmed\n";
        return;
    }
    if (asked.role.empty()) throw Refused("give --role, or --letters");
    const std::string at = scope_of(tool, asked);
    check_place(tool, asked.role, at);
    std::string code;
    tool.commit("claim.issued", at, [&] {
        code =
            must(community::issue_claim(tool.scope(), tool.config().roles, asked.role, at, days_of(tool, asked))).code;
    });
    show_code(options, code);
}

void reissue(const Options& options, const Asked& asked) {
    Tool tool(options);
    const std::string at = scope_of(tool, asked);
    check_place(tool, asked.role, at);
    std::string code;
    tool.commit("claim.issued", at, [&] {
        code = must(community::issue_instead(tool.scope(), tool.config().roles, asked.role, at, days_of(tool, asked)))
                   .code;
    });
    show_code(options, code);
}

// The operator stands for the township: who is known leads at once; who is not gets a code, and leads once confirmed.
void hand_over(const Options& options, const Asked& asked) {
    Tool tool(options);
    const Group group = group_of(tool, asked.group);
    const std::string at = community::scope_of(group);
    const community::Roles& roles = tool.config().roles;
    if (asked.letter) {
        std::string code;
        tool.commit("claim.issued", at, [&] {
            code = must(community::issue_claim(tool.scope(), roles, "leader", at, days_of(tool, asked), {}, true)).code;
        });
        return show_code(options, code);
    }
    if (asked.to.empty()) throw Refused("give --to PERSON, or --letter for somebody who never talked to the bot");
    const PersonId person = person_of(tool, asked.to, "--to");
    tool.commit("role.handed_over", "person:" + to_string(person) + " " + at, [&] {
        const auto proposed = must(community::propose_leader(tool.scope(), roles, group.id, person, {}));
        must(community::confirm_claim(tool.scope(), roles, proposed.mark));
    });
    std::cout << "handed over\n";
}

void list_waiting(const Options& options, const Asked& asked) {
    Tool tool(options);
    for (const community::Claim& one : community::claims_waiting(tool.scope(), subtree_of(asked.unit))) {
        const auto person = community::person(tool.scope(), one.person);
        const std::string name = person ? person->name() : "";
        std::cout << (options.json
                          ? json_text({{"mark", one.mark}, {"role", one.role}, {"where", one.where}, {"name", name}})
                          : one.mark + "  " + one.role + "  " + one.where + "  " + name)
                  << "\n";
    }
}

void list_holders(const Options& options, const Asked& asked) {
    Tool tool(options);
    for (const community::Held& held : community::holders(tool.scope(), scope_of(tool, asked))) {
        std::cout << (options.json
                          ? json_text({{"person", to_string(held.person)}, {"role", held.role}, {"scope", held.scope}})
                          : to_string(held.person) + "  " + held.role + "  " + held.where)
                  << "\n";
    }
}

}  // namespace

void add_role(CLI::App& program, Options& options) {
    auto asked = std::make_shared<Asked>();
    auto* role = program.add_subcommand("role", "Who may do what, where");
    role->require_subcommand(1);
    const auto add = [&](const char* name, const char* about, void (*run)(const Options&, const Asked&)) {
        auto* command = role->add_subcommand(name, about);
        command->callback([&options, asked, run] { run(options, *asked); });
        return command;
    };

    auto* grant = add("grant", "Gives a role to somebody who talked to the bot", grant_role);
    grant->add_option("--person", asked->person, "ADAPTER:PLATFORM-ID, or an internal id")->required();
    grant->add_option("--role", asked->role)->required();
    grant->add_option("--days", asked->days, "For so many days; for good when not given");
    add_where(*grant, *asked);

    auto* revoke = add("revoke", "Takes a role, or all of somebody's at once", revoke_role);
    revoke->add_option("--person", asked->person)->required();
    revoke->add_option("--role", asked->role);
    revoke->add_flag("--all", asked->all, "All her roles: a dismissal");
    revoke->add_flag("--now", asked->now, "A lost phone: all her roles, and what lies open on it ends too");
    add_where(*revoke, *asked);

    auto* claim =
        add("claim", "Makes a one-time code for a letter, or the letters of all leaders below a unit", make_claim);
    claim->add_option("--role", asked->role);
    claim->add_option("--days", asked->days, "How long it holds (limits.claim_days)");
    claim->add_flag("--letters", asked->letters, "One PDF: a letter for each group of --unit without a leader");
    claim->add_option("--out", asked->out, "Where the letters go")->capture_default_str();
    add_where(*claim, *asked);

    auto* again = add("reissue", "A new code for a role that nobody holds yet; every earlier one is void", reissue);
    again->add_option("--role", asked->role)->default_str("leader");
    again->add_option("--days", asked->days, "How long it holds (limits.claim_days)");
    add_where(*again, *asked);
    again->preparse_callback([asked](std::size_t) { asked->role = "leader"; });

    auto* pass =
        add("hand-over", "A group has another leader: the old one's role ends when the new one's begins", hand_over);
    pass->add_option("group", asked->group, "The group's number")->required();
    pass->add_option("--to", asked->to, "ADAPTER:PLATFORM-ID, or an internal id: she leads at once");
    pass->add_flag("--letter", asked->letter, "A code for somebody unknown: she leads once she is confirmed");
    pass->add_option("--days", asked->days, "How long the code holds (limits.claim_days)");

    auto* waiting = add("waiting", "Lists the claims that wait for confirmation", list_waiting);
    waiting->add_option("--unit", asked->unit);

    auto* confirm = add("confirm", "Confirms a claim: the role is hers", [](const Options& said, const Asked& wanted) {
        Tool tool(said);
        tool.commit("claim.confirmed", "claim:" + wanted.mark,
                    [&] { must(community::confirm_claim(tool.scope(), tool.config().roles, wanted.mark)); });
        std::cout << "confirmed\n";
    });
    confirm->add_option("mark", asked->mark, "As `role waiting` lists it")->required();

    auto* refuse = add("refuse", "Refuses a claim: its code is void", [](const Options& said, const Asked& wanted) {
        Tool tool(said);
        tool.commit("claim.refused", "claim:" + wanted.mark,
                    [&] { must(community::revoke_claim(tool.scope(), tool.config().roles, wanted.mark)); });
        std::cout << "refused\n";
    });
    refuse->add_option("mark", asked->mark, "As `role waiting` lists it")->required();

    add_where(*add("list", "Lists who holds a role at a group or unit", list_holders), *asked);
}

}  // namespace noticeboard::cli
