// noticeboard desk list|hours|duty|add|remove|verify
#include <algorithm>

#include "bot/cli/commands.hpp"
#include "bot/community/person.hpp"
#include "bot/community/role.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "plugins/help/chain.hpp"
#include "plugins/help/duty.hpp"

namespace noticeboard::cli {
namespace {

using plugins::helping::Desk;
using plugins::helping::Shift;

constexpr const char* marked_by = "help";  // the plugin that wrote the chains

struct Asked {
    std::string desk, unit, person, days = "daily", hours;
    std::int64_t id = 0;
    bool always = false;
};

const HelpDesk& plan_of(Tool& tool, const std::string& name) {
    if (const HelpDesk* found = tool.config().help.desk(name)) return *found;
    std::string known;
    for (const HelpDesk& one : tool.config().help.desks) known += (known.empty() ? "" : ", ") + one.name;
    throw Refused("--desk: topics.json knows " + known);
}

Desk desk_of(Tool& tool, const Asked& asked) {
    plan_of(tool, asked.desk);
    return {asked.desk, community::scope_of_unit(must(community::unit_code(asked.unit)))};
}

// Who sits at a desk at a unit: by her internal id, or "adapter:platform id".
PersonId person_at(Tool& tool, const Asked& asked, const Desk& desk) {
    const std::string& role = plan_of(tool, desk.name).role;
    const std::size_t colon = asked.person.find(':');
    for (const community::Held& held : community::holders(tool.scope(), desk.scope)) {
        if (held.role != role) continue;
        if (to_string(held.person) == asked.person) return held.person;
        if (colon == std::string::npos) continue;
        const auto found =
            community::find_person(tool.scope(), asked.person.substr(0, colon), asked.person.substr(colon + 1));
        if (found && *found == held.person) return held.person;
    }
    throw Refused("--person: nobody of that desk is known as \"" + asked.person + "\"; see `desk list`");
}

std::string texts_of(const std::vector<Shift>& shifts) {
    std::string out;
    for (const Shift& one : shifts) out += (out.empty() ? "" : "; ") + plugins::helping::shift_text(one);
    return out;
}

void list(Tool& tool, bool json) {
    for (const HelpDesk& plan : tool.config().help.desks) {
        std::vector<std::string> seen;
        for (const community::Held& held : community::holders_of(tool.scope(), plan.role)) {
            if (std::find(seen.begin(), seen.end(), held.scope) != seen.end()) continue;
            seen.push_back(held.scope);
            const Desk desk{plan.name, held.scope};
            const auto now = plugins::helping::on_duty(tool.session(), desk, tool.scope().now());
            std::string people, duty;
            for (const community::Held& one : community::holders(tool.scope(), held.scope)) {
                if (one.role == plan.role) people += (people.empty() ? "" : " ") + to_string(one.person);
            }
            for (const PersonId one : now) duty += (duty.empty() ? "" : " ") + to_string(one);
            const std::string hours = texts_of(plugins::helping::hours_of(tool.session(), desk));
            std::cout << (json ? json_text({{"desk", desk.name},
                                            {"scope", desk.scope},
                                            {"hours", hours.empty() ? "always" : hours},
                                            {"people", people},
                                            {"on_duty", duty}})
                               : desk.name + "  " + desk.scope + "  " + (hours.empty() ? "always" : hours) +
                                     "  people: " + people + "  on duty now: " + (duty.empty() ? "everybody" : duty))
                      << "\n";
        }
        if (seen.empty() && !json) std::cout << plan.name << "  nobody: role grant --role " << plan.role << "\n";
    }
}

void show_rota(Tool& tool, const Desk& desk, bool json) {
    for (const Shift& one : plugins::helping::rota_of(tool.session(), desk)) {
        const std::string text = plugins::helping::shift_text(one);
        std::cout << (json ? json_text(
                                 {{"id", std::to_string(one.id)}, {"person", to_string(one.person)}, {"shift", text}})
                           : std::to_string(one.id) + "  " + to_string(one.person) + "  " + text)
                  << "\n";
    }
}

void add_place(CLI::App& command, Asked& asked) {
    command.add_option("--desk", asked.desk, "As topics.json names it: safety, minors")->required();
    command.add_option("--unit", asked.unit, "Where its people hold their role")->required();
}

}  // namespace

void add_desk(CLI::App& program, Options& options, int& code) {
    auto asked = std::make_shared<Asked>();
    auto* desk = program.add_subcommand("desk", "Who answers requests for help, and when");
    desk->require_subcommand(1);

    desk->add_subcommand("list", "Lists the desks, their hours, their people and who is on duty now")
        ->callback([&options] {
            Tool tool(options);
            list(tool, options.json);
        });

    auto* hours = desk->add_subcommand("hours", "Says when a desk is open; outside, the next one is told");
    add_place(*hours, *asked);
    hours->add_option("--days", asked->days, "1-5, mon-fri, 6,7 or daily; Monday is 1")->capture_default_str();
    hours->add_option("--hours", asked->hours, "8-18, 20:00-8:00; added to what there is");
    hours->add_flag("--always", asked->always, "Open at any hour again");
    hours->callback([&options, asked] {
        Tool tool(options);
        const Desk which = desk_of(tool, *asked);
        if (asked->always || !asked->hours.empty()) {
            const Shift shift = asked->always ? Shift() : must(plugins::helping::read_shift(asked->days, asked->hours));
            tool.commit("desk.hours", which.name + " " + which.scope, [&] {
                if (asked->always)
                    plugins::helping::remove_shifts(tool.session(), which, {});
                else
                    plugins::helping::add_shift(tool.scope(), which, shift);
            });
        }
        const std::string text = texts_of(plugins::helping::hours_of(tool.session(), which));
        const std::string shown = text.empty() ? "always" : text;
        std::cout << (options.json ? json_text({{"hours", shown}}) : shown) << "\n";
    });

    auto* duty = desk->add_subcommand("duty", "Shows a desk's rota: who is on duty when");
    add_place(*duty, *asked);
    duty->callback([&options, asked] {
        Tool tool(options);
        show_rota(tool, desk_of(tool, *asked), options.json);
    });

    auto* add =
        desk->add_subcommand("add", "Enters a shift; who is on duty is told first, the others when she is not reached");
    add_place(*add, *asked);
    add->add_option("--person", asked->person, "ADAPTER:PLATFORM-ID, or an internal id")->required();
    add->add_option("--days", asked->days, "1-5, mon-fri, 6,7 or daily; Monday is 1")->capture_default_str();
    add->add_option("--hours", asked->hours, "8-18, 20:00-8:00: past midnight")->required();
    add->callback([&options, asked] {
        Tool tool(options);
        const Desk which = desk_of(tool, *asked);
        Shift shift = must(plugins::helping::read_shift(asked->days, asked->hours));
        shift.person = person_at(tool, *asked, which);
        std::int64_t id = 0;
        tool.commit("desk.duty", which.name + " " + which.scope + " person:" + to_string(shift.person),
                    [&] { id = plugins::helping::add_shift(tool.scope(), which, shift); });
        std::cout << (options.json ? json_text({{"id", std::to_string(id)}}) : std::to_string(id)) << "\n";
    });

    auto* remove = desk->add_subcommand("remove", "Takes a shift out of the rota");
    remove->add_option("id", asked->id, "As `desk duty` lists it")->required();
    remove->callback([&options, asked] {
        Tool tool(options);
        tool.commit("desk.duty", "shift:" + std::to_string(asked->id), [&] {
            if (!plugins::helping::remove_shift(tool.session(), asked->id)) throw Refused("there is no such shift");
        });
        std::cout << "removed\n";
    });

    desk->add_subcommand("verify", "Checks that no line of the desks' own chains was changed, taken out or cut off")
        ->callback([&options, &code] {
            Tool tool(options);
            const auto report = plugins::helping::verify_chains(
                tool.session(), [&tool](std::string_view text) { return tool.home().vault().mark(marked_by, text); });
            if (!report.broken.empty()) {
                std::cerr << "desk: broken at " << report.broken << "\n";
                code = 1;
                return;
            }
            std::cout << "desk: all chains are whole\n";  // how long they are would say that somebody asks
        });
}

}  // namespace noticeboard::cli
