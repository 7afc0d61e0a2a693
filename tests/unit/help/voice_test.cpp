// A recording that her platform does not play: with a converter who answers hears it, without one she reads why not.
#include <doctest/doctest.h>

#include "tests/unit/help/village.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

// How it went with what was put out under that tag.
void came_back(Village& village, const std::vector<delivery::Row>& rows, std::string_view tag, Delivered how) {
    for (const delivery::Row& row : rows) {
        if (row.tag != tag) continue;
        how.plugin = row.plugin;
        how.tag = row.tag;
        how.data = row.data;
        Event event = village.stage.event("", "", how);
        event.place = row.outgoing.place;
        village.stage.happen(std::move(event));
    }
}

struct Read {
    std::string at_once, later;  // later: when it is known how it went
    bool voice = false;
};

// What the desk reads when it presses a recording of AMR.
Read pressed(bool converts, std::vector<std::string> plays, Verdict verdict = Verdict::sent) {
    Village village;
    village.stage.platform().voices = std::move(plays);
    village.stage.services().converts_voices = [converts] { return converts; };
    village.give("Zhao", "desk", "unit:33.05");
    village.ask("Wang", "🛡 Somebody hurts or threatens me", "blue kettle", "");
    Message message;
    message.attachments.emplace_back().kind = Attachment::Kind::voice;
    message.attachments.front().id = "file-1";
    village.stage.happen(village.stage.event("Wang", "", message));
    Delivered fetched;
    fetched.facts.file = "#!AMR a voice";
    came_back(village, village.stage.out(), "heard", fetched);
    village.says("Wang", "and words");
    village.sends("Wang");
    village.says("Zhao", "requests");
    village.presses("Zhao", "Open number 1");
    village.stage.press("Zhao", village.last.at("Zhao:Voice message 1"));
    const auto rows = village.stage.out();
    Read out;
    for (const delivery::Row& row : rows) {
        const Say* say = row.outgoing.say();
        if (say == nullptr) continue;
        out.at_once += say->text;
        out.voice = out.voice || !say->voice.empty();
    }
    Delivered went;
    went.verdict = verdict;
    came_back(village, rows, "played", went);
    out.later = village.heard("Zhao");
    return out;
}

}  // namespace

TEST_CASE("what her platform plays, or plays once converted, she hears") {
    for (const bool converts : {false, true}) {
        const Read read = pressed(converts, {"audio/amr"});
        CHECK(read.voice);
        CHECK(read.later == "");
    }
    CHECK(pressed(true, {"audio/ogg", "audio/mpeg"}).voice);
}

TEST_CASE("without a converter, or where converting does not help, she reads where to hear it") {
    for (const Read& read : {pressed(false, {"audio/ogg", "audio/mpeg"}), pressed(true, {"audio/ogg"})}) {
        CHECK_FALSE(read.voice);
        CHECK(read.at_once.find("cannot be played in this app. Open number 1 where") != std::string::npos);
        CHECK(read.later == "");
    }
}

TEST_CASE("when it could not be converted she reads that") {
    const Read read = pressed(true, {"audio/mpeg"}, Verdict::failed);
    CHECK(read.voice);
    CHECK(read.later.find("The voice message of number 1 could not be made to play here") != std::string::npos);
}
