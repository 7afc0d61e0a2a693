// noticeboard group add|list|show|import|link|close|open
#include "bot/community/group.hpp"

#include <algorithm>

#include "bot/cli/commands.hpp"
#include "bot/cli/import_file.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/link.hpp"
#include "bot/community/unit.hpp"
#include "bot/webchat/room.hpp"

namespace noticeboard::cli {
namespace {

constexpr Millis code_life = 7 * 24h;  // WeChat's own codes of groups

std::string line(const Group& group, bool json) {
    if (!json)
        return text::grouped(group.number) + "  " + group.unit + "  " + group.name +
               (group.state == Group::State::closed ? "  (closed)" : "");
    return json_text({{"number", group.number},
                      {"unit", group.unit},
                      {"name", group.name},
                      {"leader", group.leader},
                      {"introduction", group.introduction},
                      {"state", group.state == Group::State::closed ? "closed" : "active"}});
}

struct Asked {
    std::string number, unit, name, leader, introduction, rules, adapter, chat, image;
    std::vector<std::string> languages;
    bool approval = false;
    ImportFile import;
};

void link(const Options& options, const Asked& asked) {
    Tool tool(options);
    const Group group = group_of(tool, asked.number);
    const community::ChatSize size{static_cast<int>(tool.config().limit("chat_capacity")),
                                   static_cast<int>(tool.config().limit("chat_soft_cap"))};
    if (!asked.image.empty()) {  // a chat that no bot can enter: the screenshot of its code
        auto codes = app::codes_in_picture(read_file(asked.image));
        if (codes.empty()) throw Refused("--image: no code was found in this picture");
        std::stable_partition(codes.begin(), codes.end(),
                              [](const std::string& code) {  // a screenshot may show several
                                  return community::kind_of_code(code).what == community::CodeKind::What::group;
                              });
        tool.commit("chat.linked", "group:" + to_string(group.id), [&] {
            must(
                community::set_blind_code(tool.scope(), group.id, codes.front(), tool.scope().now() + code_life, size));
        });
        std::cout << "the code of " << group.name << " is on its page now, for 7 days\n";
        return;
    }
    const AdapterConfig* account = nullptr;
    for (const AdapterConfig& adapter : tool.config().adapters) {
        if (adapter.name == asked.adapter) account = &adapter;
    }
    const bool built_in = account != nullptr && account->type == "web";  // makes its chats itself
    if (asked.adapter.empty() || (asked.chat.empty() && !built_in))
        throw Refused("group link needs --adapter and --chat, or --image; the built-in chat needs --adapter alone");
    if (account == nullptr)
        throw Refused("--adapter: there is no adapter \"" + asked.adapter + "\" in the configuration");
    if (built_in) {
        std::string address;
        tool.commit("chat.linked", "group:" + to_string(group.id), [&] {
            address = must(webchat::open_room(tool.scope(), app::rules_of(tool.config(), *account), group.id)).link;
        });
        std::cout << group.name << " has a chat in any browser: " << address << "\n";
        return;
    }
    tool.commit("chat.linked", "group:" + to_string(group.id), [&] {
        Place place;
        place.id = asked.chat;
        place.room = Room::group;
        const Chat chat = community::visit(tool.scope(), asked.adapter, place);
        must(community::link_chat(tool.scope(), group.id, chat.id, Chat::Presence::full, size));
    });
    std::cout << "chat linked to " << group.name << "\n";
}

void set_state(const Options& options, const Asked& asked, Group::State state) {
    Tool tool(options);
    const Group group = group_of(tool, asked.number);
    const bool closes = state == Group::State::closed;
    tool.commit(closes ? "group.closed" : "group.opened", "group:" + to_string(group.id),
                [&] { must(community::set_state(tool.scope(), group.id, state)); });
    std::cout << group.name << (closes ? " is closed\n" : " is open\n");
}

}  // namespace

void add_group(CLI::App& program, Options& options) {
    auto asked = std::make_shared<Asked>();
    auto* group = program.add_subcommand("group", "Groups: women's groups with a number");
    group->require_subcommand(1);

    auto* add = group->add_subcommand("add", "Adds a group and prints its number");
    add->add_option("--unit", asked->unit, "The unit's code")->required();
    add->add_option("--name", asked->name)->required();
    add->add_option("--leader", asked->leader, "As printed on the poster");
    add->add_option("--introduction", asked->introduction);
    add->add_option("--rules", asked->rules, "Read by whoever joins");
    add->add_option("--language", asked->languages, "zh, en");
    add->add_flag("--approval", asked->approval, "The leader lets people in herself");
    add->callback([&options, asked] {
        Tool tool(options);
        community::NewGroup fresh;
        fresh.unit = must(community::unit_code(asked->unit));
        fresh.name = asked->name;
        fresh.leader = asked->leader;
        fresh.introduction = asked->introduction;
        fresh.rules = asked->rules;
        fresh.languages = asked->languages;
        fresh.approval = asked->approval;
        Group made;
        tool.commit("group.added", "unit:" + fresh.unit,
                    [&] { made = must(community::add_group(tool.scope(), fresh)); });
        std::cout << line(made, options.json) << "\n";
    });

    auto* list = group->add_subcommand("list", "Lists the groups of a unit and all below it");
    list->add_option("--unit", asked->unit, "All when not given");
    list->callback([&options, asked] {
        Tool tool(options);
        const std::string unit = subtree_of(asked->unit);
        std::optional<Group> last;
        while (true) {
            const auto page = community::groups_under(tool.scope(), unit, 500, last ? &*last : nullptr);
            for (const Group& one : page) std::cout << line(one, options.json) << "\n";
            if (page.size() < 500) break;
            last = page.back();
        }
    });

    const std::pair<const char*, const char*> named[] = {
        {"show", "Shows a group and its chats"},
        {"link", "Links a chat to a group, or the screenshot of a WeChat group's code"},
        {"close", "Closes a group"},
        {"open", "Opens a closed group"}};
    std::map<std::string, CLI::App*> commands;
    for (const auto& [name, about] : named) {
        commands[name] = group->add_subcommand(name, about);
        commands[name]->add_option("--group", asked->number, "The group's number")->required();
    }
    commands["show"]->callback([&options, asked] {
        Tool tool(options);
        const Group one = group_of(tool, asked->number);
        std::cout << line(one, options.json) << "\n";
        for (const Chat& chat : community::chats_of(tool.scope(), one.id)) {
            std::cout << "  chat " << to_string(chat.id)
                      << (chat.presence == Chat::Presence::blind ? "  blind" : "  " + chat.account) << "  "
                      << chat.members << " members, " << chat.reserved << " seats promised, soft cap " << chat.soft_cap
                      << "\n";
        }
    });
    commands["link"]->add_option("--adapter", asked->adapter, "The adapter's name in the configuration");
    commands["link"]->add_option("--chat", asked->chat, "The chat's id on the platform");
    commands["link"]->add_option("--image", asked->image, "Screenshot of the WeChat group's code");
    commands["link"]->callback([&options, asked] { link(options, *asked); });
    commands["close"]->callback([&options, asked] { set_state(options, *asked, Group::State::closed); });
    commands["open"]->callback([&options, asked] { set_state(options, *asked, Group::State::active); });

    auto* import = group->add_subcommand("import", "Adds groups from a CSV file as Excel writes it");
    asked->import.add_options(*import);
    import->add_option("--letters", asked->import.letters,
                       "Also a PDF of letters, one for each leader who has no account yet");
    import->callback([&options, asked] { asked->import.run(options, community::Subject::groups);
});
}  // namespace noticeboard::cli

}  // namespace noticeboard::cli
