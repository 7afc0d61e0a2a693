// noticeboard role grant|revoke|claim|confirm|waiting|list
#include "bot/community/role.hpp"

#include "bot/cli/commands.hpp"
#include "bot/community/claim.hpp"
#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::cli {
namespace {

struct Asked {
    std::string person, role, group, unit, mark;
    int days = 0;
    bool all = false;
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
PersonId person_of(Tool& tool, const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon != std::string::npos) {
        const auto found = community::find_person(tool.scope(), text.substr(0, colon), text.substr(colon + 1));
        if (found) return *found;
    } else if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos && text.size() < 19) {
        const PersonId id{std::stoll(text)};
        if (community::person(tool.scope(), id)) return id;
    }
    throw Refused("--person: nobody is known as \"" + text +
                  "\"; use ADAPTER:PLATFORM-ID of somebody who talked to the bot");
}

void add_where(CLI::App& command, Asked& asked) {
    command.add_option("--group", asked.group, "At a group, by its number");
    command.add_option("--unit", asked.unit, "At a unit and all below it, by its code");
}

}  // namespace

void add_role(CLI::App& program, Options& options) {
    auto asked = std::make_shared<Asked>();
    auto* role = program.add_subcommand("role", "Who may do what, where");
    role->require_subcommand(1);

    auto* grant = role->add_subcommand("grant", "Gives a role to somebody who talked to the bot");
    grant->add_option("--person", asked->person, "ADAPTER:PLATFORM-ID, or an internal id")->required();
    grant->add_option("--role", asked->role)->required();
    grant->add_option("--days", asked->days, "For so many days; for good when not given");
    add_where(*grant, *asked);
    grant->callback([&options, asked] {
        Tool tool(options);
        const PersonId person = person_of(tool, asked->person);
        const std::string at = scope_of(tool, *asked);
        check_place(tool, asked->role, at);
        const TimePoint until = asked->days > 0 ? tool.scope().now() + asked->days * 24h : TimePoint{};
        tool.commit("role.granted", "person:" + to_string(person) + " " + at,
                    [&] { must(community::grant(tool.scope(), tool.config().roles, person, asked->role, at, until)); });
        std::cout << "granted\n";
    });

    auto* revoke = role->add_subcommand("revoke", "Takes a role, or all of somebody's at once");
    revoke->add_option("--person", asked->person)->required();
    revoke->add_option("--role", asked->role);
    revoke->add_flag("--all", asked->all, "A lost phone, a dismissal");
    add_where(*revoke, *asked);
    revoke->callback([&options, asked] {
        Tool tool(options);
        const PersonId person = person_of(tool, asked->person);
        tool.commit("role.revoked", "person:" + to_string(person), [&] {
            if (asked->all)
                community::revoke_now(tool.scope(), person);
            else
                must(community::revoke(tool.scope(), tool.config().roles, person, asked->role, scope_of(tool, *asked)));
        });
        std::cout << "revoked\n";
    });

    auto* claim =
        role->add_subcommand("claim", "Makes a one-time code for a letter; its bearer gets the role once confirmed");
    claim->add_option("--role", asked->role)->required();
    claim->add_option("--days", asked->days, "How long it holds (limits.claim_days)");
    add_where(*claim, *asked);
    claim->callback([&options, asked] {
        Tool tool(options);
        const std::string at = scope_of(tool, *asked);
        check_place(tool, asked->role, at);
        const int days = asked->days > 0 ? asked->days : static_cast<int>(tool.config().limit("claim_days"));
        std::string code;
        tool.commit("claim.issued", at, [&] {
            code = must(community::issue_claim(tool.scope(), tool.config().roles, asked->role, at, days)).code;
        });
        std::cout << (options.json ? json_text({{"code", code}}) : code) << "\n";
    });

    auto* waiting = role->add_subcommand("waiting", "Lists the claims that wait for confirmation");
    waiting->add_option("--unit", asked->unit);
    waiting->callback([&options, asked] {
        Tool tool(options);
        for (const community::Claim& one : community::claims_waiting(tool.scope(), subtree_of(asked->unit))) {
            const auto person = community::person(tool.scope(), one.person);
            std::cout << one.mark << "  " << one.role << "  " << one.where << "  " << (person ? person->name() : "")
                      << "\n";
        }
    });

    auto* confirm = role->add_subcommand("confirm", "Confirms a claim: the role is hers");
    confirm->add_option("mark", asked->mark, "As `role waiting` lists it")->required();
    confirm->callback([&options, asked] {
        Tool tool(options);
        tool.commit("claim.confirmed", "claim:" + asked->mark,
                    [&] { must(community::confirm_claim(tool.scope(), tool.config().roles, asked->mark)); });
        std::cout << "confirmed\n";
    });

    auto* list = role->add_subcommand("list", "Lists who holds a role at a group or unit");
    add_where(*list, *asked);
    list->callback([&options, asked] {
        Tool tool(options);
        for (const community::Held& held : community::holders(tool.scope(), scope_of(tool, *asked))) {
            std::cout << (options.json
                              ? json_text(
                                    {{"person", to_string(held.person)}, {"role", held.role}, {"scope", held.scope}})
                              : to_string(held.person) + "  " + held.role + "  " + held.where)
                      << "\n";
        }
    });
}

}  // namespace noticeboard::cli
