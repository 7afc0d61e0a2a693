// A marker in her words, in her voice and in her picture is found in no file of the store, while the request is open
// and after it was destroyed; with sealing taken away it is.
#include <filesystem>
#include <fstream>

#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr const char* marker = "HEDGEHOG-7731-MARKER";

std::string read_all(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int files_with_marker(const std::string& folder) {
    int out = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && read_all(entry.path()).find(marker) != std::string::npos) ++out;
    }
    return out;
}

void send_file(Village& village, Attachment::Kind kind) {
    Message message;
    Attachment file;
    file.kind = kind;
    file.id = "file-1";
    file.name = std::string(marker) + ".ogg";
    message.attachments.push_back(file);
    village.stage.happen(village.stage.event("Wang", "", message));
    for (const delivery::Row& row : village.stage.out()) {
        const Action* action = row.outgoing.action();
        if (action == nullptr || action->kind() != Action::Kind::download) continue;
        Delivered told;
        told.plugin = row.plugin;
        told.tag = row.tag;
        told.data = row.data;
        told.facts.file = std::string("OggS ") + marker;
        village.stage.happen(village.stage.event("", "", told));
    }
}

int marked_files(bool seals) {
    const TempFolder folder;
    Village village(folder.file(""));
    village.stage.services().seals_records = seals;
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", "🛡 Somebody hurts or threatens me", "blue kettle", std::string("He hits me. ") + marker);
    send_file(village, Attachment::Kind::voice);
    send_file(village, Attachment::Kind::picture);
    village.says("Wang", "and more");
    village.sends("Wang");
    village.says("Zhao", "requests");
    const std::string opened = village.presses("Zhao", "Open number 1");
    if (seals) CHECK(opened.find(marker) != std::string::npos);  // whose right it is reads it
    village.presses("Zhao", "Voice message 1");
    village.presses("Zhao", "Picture 2");
    village.says("Zhao", std::string("I read: ") + marker);
    village.stage.pass(10s);
    int out = files_with_marker(folder.file(""));
    const auto database = *store::Database::open("sqlite:" + village.stage.file("stage.db"));
    REQUIRE(database.backup_to(folder.file("backup.db")));
    out += files_with_marker(folder.file(""));
    village.says("Wang", "blue kettle");
    village.presses("Wang", "Destroy everything");
    village.presses("Wang", "Yes, destroy it");
    village.stage.sql().script("PRAGMA wal_checkpoint(TRUNCATE)");
    return out + files_with_marker(folder.file(""));
}

}  // namespace

TEST_CASE("her words are in no file of the store, nor in its backup") {
    CHECK(marked_files(true) == 0);
}

TEST_CASE("control: with sealing off they are found") {
    CHECK(marked_files(false) > 0);
}
