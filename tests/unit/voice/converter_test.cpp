// Recordings of every platform become an MP3 that holds their sound and nothing else; what cannot, has one outcome.
#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <thread>

#include "bot/app/voice_converter.hpp"
#include "bot/model/voice.hpp"
#include "tests/unit/voice/recordings.hpp"

using namespace noticeboard;
using namespace noticeboard::app;
using namespace noticeboard::tests;

namespace {

const std::string marker = "HEDGEHOG-7731-MARKER";

std::string ffmpeg() {
    auto found = find_converter(Config());
    REQUIRE(found.ok());
    REQUIRE(*found != "");
    return *found;
}

Result<std::string> converted(std::string_view recording, Millis longest = {}) {
    return to_mp3(ffmpeg(), recording, longest, Halt(), 60s);
}

// Seconds, as ffprobe hears them.
double length_of(const std::string& recording) {
    const TempFolder folder;
    const std::string file = folder.file("recording");
    std::ofstream(file, std::ios::binary) << recording;
    const std::string command =
        "ffprobe -v error -count_packets -show_entries packet=duration_time -of csv=p=0 '" + file + "'";
    FILE* pipe = ::popen(command.c_str(), "r");
    double out = 0;
    char line[256];
    while (std::fgets(line, sizeof line, pipe) != nullptr) out += std::atof(line);
    ::pclose(pipe);
    return out;
}

bool holds(const std::string& bytes, const std::string& text) {
    return bytes.find(text) != std::string::npos;
}

std::size_t place_of(const std::string& mp4, const char* box) {
    return mp4.find(box);
}

int children() {
    int out = 0;
    for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream in(thread.path() / "children");
        for (int id; in >> id;) ++out;
    }
    return out;
}

}  // namespace

TEST_CASE("a recording of any platform becomes an MP3 of the same length, without what it carried") {
    const std::string title = "-metadata title=" + marker + " -metadata comment=" + marker;
    struct Kind {
        const char* mime;
        std::string recording;
        bool marked = true;
    };
    const Kind kinds[] = {
        {"audio/amr", amr(7), false},
        {"audio/ogg", recorded("ogg", "-ac 1 -c:a libopus " + title, 7)},
        {"audio/webm", recorded("webm", "-ac 1 -c:a libopus " + title, 7)},
        {"audio/mp4", recorded("m4a", "-ac 1 -c:a aac " + title, 7)},
        {"audio/mp4", recorded("m4a", "-ac 1 -c:a aac -movflags +faststart " + title, 7)},
        {"audio/mp4", recorded("m4a", "-ac 2 -c:a aac -frag_duration 500000 -movflags +empty_moov " + title, 7)},
        {"audio/mpeg", recorded("mp3", "-ac 2 -b:a 128k " + title, 7)},
    };
    CHECK(place_of(kinds[3].recording, "moov") > place_of(kinds[3].recording, "mdat"));  // its index comes last
    CHECK(place_of(kinds[4].recording, "moov") < place_of(kinds[4].recording, "mdat"));
    CHECK(holds(kinds[5].recording, "moof"));  // in fragments, as Safari records
    for (const Kind& kind : kinds) {
        CAPTURE(kind.mime);
        CHECK(voice_kind(kind.recording).mime == kind.mime);
        CHECK(holds(kind.recording, marker) == kind.marked);
        const auto mp3 = converted(kind.recording);
        REQUIRE_MESSAGE(mp3.ok(), mp3.error().message);
        CHECK(voice_kind(*mp3).mime == "audio/mpeg");
        CHECK(static_cast<unsigned char>((*mp3)[0]) == 0xff);  // a frame, no tag
        CHECK(length_of(*mp3) == doctest::Approx(7.0).epsilon(0.1));
        CHECK(mp3->size() == static_cast<std::size_t>(length_of(*mp3) / 0.024 + 0.5) * 96);  // all of it is sound
        CHECK_FALSE(holds(*mp3, marker));
        for (const char* tag : {"ID3", "TAG", "Xing", "Info", "Lavf", "Lavc"}) CHECK_FALSE(holds(*mp3, tag));
    }
}

TEST_CASE("what is broken is refused; of what was cut off the rest is heard") {
    CHECK_FALSE(converted("").ok());
    CHECK_FALSE(converted("a song").ok());
    CHECK_FALSE(converted("OggS a voice").ok());
    CHECK_FALSE(converted("#!AMR a voice").ok());
    CHECK_FALSE(converted(amr(0)).ok());
    const std::string whole = recorded("ogg", "-ac 1 -c:a libopus", 8);
    const auto half = converted(whole.substr(0, whole.size() / 2));
    REQUIRE(half.ok());
    CHECK(length_of(*half) > 2);
    CHECK(length_of(*half) < 6);
    std::string noise = whole.substr(0, 200);
    SeededRandom random;
    std::string rest(20'000, '\0');
    random.fill(std::as_writable_bytes(std::span(rest)));
    CHECK_FALSE(converted(noise + rest).ok());
}

TEST_CASE("a picture inside, another codec or a list of other files is not read") {
    const TempFolder folder;
    const std::string secret = folder.file("secret.ogg");
    std::ofstream(secret, std::ios::binary) << recorded("ogg", "-ac 1 -c:a libopus", 3);
    CHECK_FALSE(converted("#EXTM3U\n" + secret + "\n").ok());
    CHECK_FALSE(converted("ffconcat version 1.0\nfile '" + secret + "'\n").ok());
    CHECK_FALSE(converted(recorded("ogg", "-ac 1 -c:a flac", 3)).ok());
}

TEST_CASE("no longer than a platform plays, and ten minutes at most, however small it is") {
    const auto minute = converted(amr(60), 60s);
    REQUIRE(minute.ok());
    CHECK(minute->size() == 2500 * 96);  // 60 s to the frame
    CHECK(converted(amr(60)).ok());
    const auto more = converted(amr(61), 60s);
    REQUIRE_FALSE(more.ok());
    CHECK(more.error().message == "it is too long");
    CHECK(converted(amr(599)).ok());
    CHECK_FALSE(converted(amr(602)).ok());
    CHECK_FALSE(converted(amr(8 * 3600)).ok());  // 18 MB
}

TEST_CASE("a converter that hangs, prints too much or fails is one refusal") {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const auto hung = to_mp3(PROBE, amr(1), {}, Halt(), 200ms);
    REQUIRE_FALSE(hung.ok());
    CHECK(hung.error().kind == Error::Kind::invalid);
    CHECK(hung.error().message == "deadline");
    const TempFolder folder;
    const auto script = [&folder](const std::string& name, const std::string& text) {
        const std::string file = folder.file(name);
        std::ofstream(file) << "#!/bin/sh\n" << text << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    };
    const auto printed = to_mp3(script("yes", "exec yes"), amr(1), {}, Halt());
    REQUIRE_FALSE(printed.ok());
    CHECK(printed.error().message == "too much");
    CHECK_FALSE(to_mp3(script("no", "exit 1"), amr(1), {}, Halt()).ok());
    CHECK_FALSE(to_mp3(script("nothing", "exit 0"), amr(1), {}, Halt()).ok());
    CHECK_FALSE(to_mp3(script("else", "echo not a recording"), amr(1), {}, Halt()).ok());
    CHECK(try_converter(ffmpeg()).ok());
    CHECK_FALSE(try_converter(script("other", "exit 0")).ok());
    while (::waitpid(-1, nullptr, 0) > 0) continue;
}

TEST_CASE("the converter is looked for on PATH, or is the one that is named, or none") {
    const TempFolder folder;
    const std::string program = folder.file("ffmpeg");
    std::ofstream(program) << "#!/bin/sh\n";
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", ("relative:" + folder.file("")).c_str(), 1);
    CHECK(*find_converter(Config()) == "");  // it cannot be run
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    CHECK(std::filesystem::equivalent(*find_converter(Config()), program));
    Config config;
    config.converts_voices = false;
    CHECK(*find_converter(config) == "");
    config.converts_voices = true;
    config.voice_converter = folder.file("away");
    CHECK(find_converter(config).error().message == "voice_converter: there is no program " + folder.file("away"));
    ::setenv("PATH", path.c_str(), 1);
}

TEST_CASE("two run at once, the others wait; a stop ends them all") {
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    boost::asio::io_context context;
    int ended = 0, most = 0;
    {
        VoiceConverter voices(PROBE, [] {});
        const auto one = [&]() -> web::Task<> {
            std::string recording = amr(1);
            web::Task<Result<std::string>> converting = voices.convert(std::move(recording), 60s);
            const Result<std::string> out = co_await std::move(converting);
            CHECK_FALSE(out.ok());
            CHECK(out.error().kind == Error::Kind::passing);
            ++ended;
        };
        for (int i = 0; i < 6; ++i) boost::asio::co_spawn(context, one, boost::asio::detached);
        context.poll();
        while (children() < 2) std::this_thread::yield();
        for (int i = 0; i < 1000; ++i) most = std::max(most, children());
        voices.stop();
        context.run();
    }
    CHECK(ended == 6);
    CHECK(most == 2);
}

TEST_CASE("a converter that cannot do it says so once, and counts as none") {
    std::atomic<int> told{0};
    {
        VoiceConverter voices("/bin/false", [&told] { ++told; });
        CHECK(voices.works());
        while (told == 0) std::this_thread::yield();
        CHECK_FALSE(voices.works());
    }
    CHECK(told == 1);
}
