// Who learns of what, from the whole program: every page that a plugin registers and the built-in chat's, opened in the
// browser of everybody who holds a role and of nobody, and all that the operator can list, export and verify. What is
// seen is compared with the same village where nobody asks.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <regex>
#include <set>
#include <sstream>

#include "bot/community/group.hpp"
#include "bot/community/person.hpp"
#include "plugins/plugins.hpp"
#include "tests/talks/player.hpp"
#include "tests/talks/theatres.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* number = "30521074";
constexpr const char* opens = "Wang opens the talk with a30521074\nbot to Wang: …\n";

struct Class {
    const char* topic;
    bool sensitive;               // one more consent
    std::set<std::string> may{};  // whose pages may show that it is there
};
const std::vector<Class> classes{{"💬 A question that everybody may hear", false, {"Li", "Deng"}},
                                 {"🏠 Family and everyday life", false, {"Li", "Deng"}},
                                 {"🩺 Health and body", true, {"Tang"}},
                                 {"🛡 Somebody hurts or threatens me", true, {"Zhao"}},
                                 {"🧒 A child is in trouble", true, {"Sun"}}};
const std::vector<std::string> everybody{"Li", "Deng", "Tang", "Kong", "Zhao", "Sun", "Mei", "Nobody"};

void lines(Theatre& theatre, const std::string& text) {
    const std::string wrong = play(talk_of(text), theatre);
    INFO(wrong);
    REQUIRE(wrong.empty());
}

void village(Theatre& theatre) {
    lines(theatre, R"((group 3052 1074 Beitang Women's Group, leader Li, chat of 200)
(Tang is township at 33.05.22.103)
(Kong is county at 33.05.22)
(Zhao is desk at 33.05.22)
(Sun is minors at 33.05.22)
Mei asks to enter
bot lets Mei in
bot in the chat: …
Deng: menu
bot to Deng: …)");
    auto scope = theatre.scope();
    const auto group = community::group_by_number(scope, number);
    const auto deng = community::find_person(scope, theatre.account(), theatre.id_of("Deng"));
    REQUIRE(community::grant(scope, theatre.roles(), *deng, "deputy", community::scope_of(*group)));
}

void asks(Theatre& theatre, const Class& what) {
    std::string text =
        std::string(opens) + "Wang presses [" + what.topic + "]\nbot to Wang: Before you begin: …\nWang: 1\n";
    if (what.sensitive) text += "bot to Wang: Your words may tell …\nWang: 1\n";
    text += R"(bot to Wang: Choose a word …
Wang: blue kettle
bot to Wang: Is there somebody …
Wang: 1
bot to Wang: Now tell me …
Wang: Seventeen geese.
bot to Wang: I have it. …
Wang: 1
bot to Wang: May I write …
Wang: 1
bot to Wang: It is on its way. …
)";
    for (const std::string& who : what.may) text += "bot to " + who + ": Number 1 waits for an answer, 0 min. …\n";
    lines(theatre, text);
}

// What is drawn at random or counts time is another each time.
std::string steady(const std::string& text) {
    static const std::regex random("[0-9a-f]{16,}|[0-9]{15,}|127\\.0\\.0\\.1:[0-9]+|[0-9]{2}:[0-9]{2}(:[0-9]{2})?");
    return std::regex_replace(text, random, "#");
}

std::vector<std::string> paths(Theatre& theatre) {
    std::set<std::string> out{"/", "/chat/", "/chat/talk", theatre.chat_page(), "/healthz", "/readyz", "/nothing"};
    const auto add = [&](const std::string& path) {
        out.insert(path);
        if (!path.ends_with('/')) return;
        for (const std::string tail : {"1", "requests", "30521074", "30521074/ABCD1234"}) out.insert(path + tail);
    };
    for (const Plugin& plugin : all_plugins()) {
        for (const Plugin::OnView& view : plugin.views()) add(view.path);
        for (const Plugin::Named& form : plugin.forms()) add(form.name);
    }
    return {out.begin(), out.end()};
}

using Seen = std::map<std::string, std::string>;  // "Li: /n/1" → what stood there

Seen opened(Theatre& theatre) {
    Seen out;
    for (const std::string& who : everybody) {
        for (const std::string& path : paths(theatre)) {
            const PageSeen page = theatre.get(who, path);
            out[who + ": " + path] = std::to_string(page.status) + " " + steady(page.text);
        }
    }
    std::istringstream metrics(theatre.get("Nobody", "/metrics").body);  // which there are; how often is the machine's
    for (std::string line; std::getline(metrics, line);) out["metrics: " + line.substr(0, line.rfind(' '))] = "";
    return out;
}

struct Answer {
    int code = 0;
    std::string text;
};
Answer typed(Theatre& theatre, const std::string& command) {
    FILE* pipe = ::popen(("cd '" + theatre.folder() + "' && '" PROGRAM "' " + command + " 2>&1").c_str(), "r");
    Answer out;
    char buffer[4096];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.text.append(buffer, n);
    out.code = WEXITSTATUS(::pclose(pipe));
    return out;
}

// The commands of the program, as its --help lists them, but those that run on or change something.
void add_commands(Theatre& theatre, const std::string& command, std::vector<std::string>& out) {
    static const std::set<std::string> others{
        "serve",   "chat",      "demo",    "init",    "poster", "qr",         "backup", "add",    "import",
        "link",    "close",     "open",    "grant",   "claim",  "revoke",     "remove", "hours",  "reissue",
        "run",     "hand-over", "refuse",  "confirm", "draft",  "send",       "pause",  "resume", "cancel",
        "correct", "recall",    "approve", "watch",   "quiet",  "add-tag-key"};
    const std::string help = typed(theatre, command + " --help").text;
    const std::size_t at = help.find("\nSubcommands:\n");
    if (at == std::string::npos) return out.push_back(command);
    std::istringstream in(help.substr(at + 14));
    for (std::string line; std::getline(in, line) && line.starts_with("  ");) {
        const std::string name = line.substr(2, line.find(' ', 2) - 2);
        if (!name.empty() && !others.contains(name)) add_commands(theatre, command + " " + name, out);
    }
}

// … with what each wants to hear to answer at all.
std::vector<std::string> listings(Theatre& theatre) {
    std::vector<std::string> commands, out;
    add_commands(theatre, "", commands);
    for (const std::string& command : commands) {
        for (const char* rest : {"", " 30521074", " --group 30521074", " --unit 330522", " --desk safety --unit 330522",
                                 " --desk minors --unit 330522", " 1"}) {
            const int code = typed(theatre, command + rest).code;
            if (code == 2) continue;  // not how it is asked
            out.push_back(command + rest);
            if (code == 0) out.push_back(command + rest + " --json");
        }
    }
    return out;
}

Seen listed(Theatre& theatre, const std::vector<std::string>& commands) {
    Seen out;
    for (const std::string& command : commands) out["operator:" + command] = steady(typed(theatre, command).text);
    return out;
}

// Cells that differ, but those of whoever may know; how many she has that do is counted in `may`.
std::string differences(const Seen& with, const Seen& without, const std::set<std::string>& may, int& known) {
    std::string out;
    for (const auto& [cell, seen] : with) {
        const auto other = without.find(cell);
        if (other != without.end() && other->second == seen) continue;
        if (may.contains(cell.substr(0, cell.find(':'))))
            ++known;
        else
            out +=
                cell + "\n  with:    " + seen + "\n  without: " + (other == without.end() ? "" : other->second) + "\n";
    }
    return out;
}

struct World {
    explicit World(const Class* what = nullptr) : theatre(web_theatre(settings)) {
        village(*theatre);
        if (what != nullptr)
            asks(*theatre, *what);
        else
            lines(*theatre, opens);
    }
    TalkSettings settings = talk_settings(LOCALES);
    std::unique_ptr<Theatre> theatre;
};

}  // namespace

TEST_CASE("no page in anybody's browser and nothing at the command line shows that somebody asks") {
    World quiet;
    const auto commands = listings(*quiet.theatre);
    Seen without = opened(*quiet.theatre);
    without.merge(listed(*quiet.theatre, commands));
    REQUIRE(without.size() > 150);
    for (const char* cell : {"operator: doctor", "operator: audit show", "operator: group list", "operator: desk list",
                             "operator: role list --unit 330522", "operator: notice list", "Li: /chat/talk"})
        CHECK_MESSAGE(without.contains(cell), cell);
    for (const Class& what : classes) {
        World world(&what);
        Seen with = opened(*world.theatre);
        with.merge(listed(*world.theatre, commands));
        CAPTURE(what.topic);
        int known = 0;
        CHECK(differences(with, without, what.may, known) == "");
        CHECK(known > 0);  // who is told finds it in her talk: the looking sees what is there
    }
}

TEST_CASE("control: who may know is not excepted, and the table leaks") {
    World quiet, world(&classes[3]);
    int known = 0;
    CHECK(differences(opened(*world.theatre), opened(*quiet.theatre), {}, known) != "");
}
