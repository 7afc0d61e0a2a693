// What is said in confidence is in nothing that the whole program writes or shows to others: store, backup, log,
// metrics, pages, what the command line lists and exports, a dead letter; not even when a handler falls over it.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "bot/store/session.hpp"
#include "tests/talks/player.hpp"
#include "tests/talks/theatres.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

const std::string marker = "HEDGEHOG-7731-MARKER";

const std::string number = "30521074";

void play_lines(Theatre& theatre, const std::string& text) {
    std::string told = text;
    for (std::size_t at = told.find('@'); at != std::string::npos; at = told.find('@')) told.replace(at, 1, marker);
    const std::string wrong = play(talk_of(told), theatre);
    INFO(wrong);
    REQUIRE(wrong.empty());
}

// She asks, with the marker in all she says; the desk reads and answers it; a handler of ours falls over her last
// words.
void live(Theatre& theatre) {
    play_lines(theatre, R"((group 3052 1074 Beitang Women's Group, leader Li, chat of 200)
(Zhao is desk at 33.05.22)
Wang opens the talk with a30521074
bot to Wang: …
Wang presses [🛡 Somebody hurts or threatens me]
bot to Wang: Before you begin: …
Wang: 1
bot to Wang: Your words may tell of your health, …
Wang: 1
bot to Wang: Choose a word …
Wang: kettle @
bot to Wang: Is there somebody …
Wang presses [Somebody else]
bot to Wang: Who must not learn of it? …
Wang: Aunt @
bot to Wang: Left out, …
Wang presses [Go on]
bot to Wang: Now tell me …
Wang: He hits me. @
bot to Wang: I have it. …
Wang sends a voice message
bot to Wang: I have it. …
Wang presses [Done, send it]
bot to Wang: May I write …
Wang presses [No, I look by myself]
bot to Wang: It is on its way. …
bot to Zhao: Number 1 waits for an answer, 0 min. [Open number 1]
Zhao presses [Open number 1]
bot to Zhao: Number 1: … He hits me. @ …
Zhao presses [Voice message 1]
bot to Zhao: …
Zhao: I read: @
bot to Zhao: To number 1, in 5 seconds. [Undo]
(5 seconds pass)
Wang: kettle @
bot to Wang: I read: @ …
Zhao presses [Hand over]
bot to Zhao: There is nobody else …
Zhao presses [Close]
bot to Zhao: …
Li: requests
bot to Li: Nothing waits for you.)");
    theatre.scope().sql.script("ALTER TABLE help_entry RENAME TO help_entry_away");
    play_lines(theatre, "Wang: And also this: @\nbot to Wang: Sorry, something went wrong here. …");
    theatre.scope().sql.script("ALTER TABLE help_entry_away RENAME TO help_entry");
}

std::string read_all(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string files_with_marker(const std::string& folder) {
    std::string out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && read_all(entry.path()).find(marker) != std::string::npos)
            out += entry.path().filename().string() + " ";
    }
    return out;
}

std::string typed(Theatre& theatre, const std::string& command) {
    const std::string line = "cd '" + theatre.folder() + "' && '" PROGRAM "' " + command + " 2>&1";
    FILE* pipe = ::popen(line.c_str(), "r");
    std::string out;
    char buffer[4096];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    ::pclose(pipe);
    return out;
}

std::string pages_with_marker(Theatre& theatre) {
    std::string out;
    for (const std::string& path :
         {std::string("/"), "/g/" + number, std::string("/metrics"), std::string("/healthz"), std::string("/readyz"),
          std::string("/chat/"), std::string("/n/1"), std::string("/nothing-here"), std::string("/chat/talk")}) {
        if (theatre.get("Stranger", path).body.find(marker) != std::string::npos) out += path + " ";
    }
    return out;
}

std::string commands_with_marker(Theatre& theatre) {
    std::string out;
    for (const char* command :
         {"audit show", "audit show --json", "audit verify", "dead-letter list --all", "dead-letter list --json",
          "group list", "group list --json", "unit list", "role list --unit 330522", "role waiting", "desk list",
          "desk verify", "doctor", "check", "keys fingerprint", "backup --out copy.db"}) {
        if (typed(theatre, command).find(marker) != std::string::npos) out += std::string(command) + "; ";
    }
    for (const auto id : theatre.scope().sql.all<std::int64_t>("SELECT id FROM dead_letter")) {
        const std::string shown = typed(theatre, "dead-letter show " + std::to_string(id));
        if (shown.find(marker) != std::string::npos) out += "dead-letter show; ";
    }
    return out;
}

}  // namespace

TEST_CASE("what is said in confidence is in nothing that is written or shown") {
    const TalkSettings settings = talk_settings(LOCALES);
    const auto theatre = web_theatre(settings);
    live(*theatre);
    REQUIRE(theatre->scope().sql.one<int>("SELECT count(*) FROM dead_letter WHERE plugin = 'help'") == 1);
    const auto letter = *theatre->scope().sql.one<std::int64_t>("SELECT id FROM dead_letter WHERE plugin = 'help'");
    CHECK(typed(*theatre, "dead-letter show " + std::to_string(letter)).find("(private)") != std::string::npos);
    CHECK(pages_with_marker(*theatre) == "");
    CHECK(commands_with_marker(*theatre) == "");
    CHECK(files_with_marker(theatre->folder()) == "");  // store and its WAL, backup, log
    const std::string log = read_all(theatre->folder() + "noticeboard.log");
    CHECK(log.find("turn.dead_letter") != std::string::npos);  // it is the log, and tells of it
    for (const char* word : {"kettle", "violence", "hurts"}) CHECK(log.find(word) == std::string::npos);
}

TEST_CASE("a recording that is converted for who hears it leaves nothing behind") {
    const TalkSettings settings = talk_settings(LOCALES);
    const auto theatre = pair_theatre(settings);
    std::string voice = "#!AMR\n";  // frames of 12.2 kbit/s, the marker in each
    for (int i = 0; i < 100; ++i) voice += '\x3c' + marker + std::string(31 - marker.size(), '\0');
    play_lines(*theatre, R"((group 3052 1074 Beitang Women's Group, leader Li, blind chat of 200)
(Zhao is in the built-in chat)
(Zhao is desk at 33.05.22)
Wang: help
bot to Wang: …
Wang: 4
bot to Wang: Before you begin: …
Wang: 1
bot to Wang: Your words may tell of your health, …
Wang: 1
bot to Wang: Choose a word …
Wang: blue kettle
bot to Wang: Is there somebody …
Wang: 1
bot to Wang: Now tell me …)");
    theatre->send("Wang", Attachment::Kind::voice, voice);
    play_lines(*theatre, R"(bot to Wang: I have it. …
Wang: 1
bot to Wang: May I write …
Wang: 1
bot to Wang: It is on its way. …
bot to Zhao: Number 1 waits for an answer, 0 min. [Open number 1]
Zhao: 1
bot to Zhao: Number 1: … [Voice message 1] …
Zhao: 1
bot to Zhao: Number 1 (voice))");
    CHECK(files_with_marker(theatre->folder()) == "");
}

TEST_CASE("control: what is said to everybody is found by the same looking") {
    const TalkSettings settings = talk_settings(LOCALES);
    const auto theatre = web_theatre(settings);
    play_lines(*theatre, "(group 3052 1074 Beitang Women's Group, leader Li, chat of 200)");
    theatre->scope().sql.run("UPDATE grp SET name = :name", marker);
    CHECK(pages_with_marker(*theatre) != "");
    CHECK(commands_with_marker(*theatre).find("group list") != std::string::npos);
    CHECK(files_with_marker(theatre->folder()) != "");
}

TEST_CASE("metrics carry no topic, group or board") {
    const TalkSettings settings = talk_settings(LOCALES);
    const auto theatre = web_theatre(settings);
    live(*theatre);
    play_lines(*theatre, "Mei opens board 1 of 3052 1074");
    const std::string metrics = theatre->get("Stranger", "/metrics").body;
    CHECK(metrics.find("plugin=\"help\"") != std::string::npos);  // they are metrics
    for (const Topic& topic : settings.config.help.topics) {
        CAPTURE(topic.id);
        CHECK(metrics.find("\"" + topic.id + "\"") == std::string::npos);
        CHECK(metrics.find(topic.label) == std::string::npos);
    }
    for (const HelpDesk& desk : settings.config.help.desks)
        CHECK(metrics.find("\"" + desk.name + "\"") == std::string::npos);
    for (const std::string& place :
         {number, std::string("3052 1074"), std::string("Beitang"), std::string("33.05"), marker})
        CHECK(metrics.find(place) == std::string::npos);
}
