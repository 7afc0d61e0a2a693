// A program that is run confined: what it gives, what it cannot reach, and how it ends.
#include "bot/app/confined.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <fstream>
#include <thread>

#include "bot/app/fence.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using namespace noticeboard::app;
using noticeboard::tests::TempFolder;

namespace {

Bounds usual() {
    Bounds out;
    out.deadline = 20s;
    out.memory = std::size_t{256} * 1024 * 1024;
    out.most_printed = std::size_t{1024} * 1024;
    return out;
}

Result<std::string> run(const std::vector<std::string>& arguments, std::string_view bytes = {}, Bounds bounds = usual(),
                        const Halt& halt = {}) {
    return run_confined(PROBE, arguments, bytes, bounds, halt);
}

// What it left behind becomes ours, and must have been killed; gives how many there were.
int killed_orphans() {
    int out = 0, status = 0;
    while (::waitpid(-1, &status, 0) > 0) {
        CHECK(WIFSIGNALED(status));
        ++out;
    }
    return out;
}

std::string unconfined(const std::string& arguments) {
    FILE* pipe = ::popen((std::string(PROBE) + " " + arguments).c_str(), "r");
    std::string out;
    char piece[4096];
    for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) out.append(piece, n);
    ::pclose(pipe);
    return out;
}

}  // namespace

TEST_CASE("it gets the bytes, seekable, cannot change them, and gives what it prints") {
    const std::string bytes = std::string(200'000, 'a') + '\0' + "end";
    const auto out = run({"echo"}, bytes);
    REQUIRE(out.ok());
    CHECK(*out == bytes + bytes);
    CHECK(*run({"echo"}) == "");
}

TEST_CASE("it reaches nothing of ours: no variable, descriptor, file, connection, nor our memory") {
    REQUIRE(Fence::keeps_files());  // else this kernel cannot show it
    const TempFolder folder;
    const std::string key = folder.file("noticeboard.key");
    std::ofstream(key) << "the master key";
    const int store = ::open(key.c_str(), O_RDONLY);  // not closed by itself: as a library may open one
    const int far = ::dup2(store, 1000);
    const auto seen = run({"look", key});
    REQUIRE(seen.ok());
    CHECK(*seen ==
          "environment no\nhandles 0 1 2\nfolder no\nkey no\nwrite no\nremove no\ntruncate no\nsocket no\nparent no\n");
    std::string text;
    std::getline(std::ifstream(key), text);
    CHECK(text == "the master key");

    const std::string control = unconfined("look '" + key + "'");
    CHECK(control.find("environment yes\n") != std::string::npos);
    CHECK(control.find(" 1000\n") != std::string::npos);
    CHECK(control.find("folder yes\nkey yes\nwrite yes\nremove yes\ntruncate yes\nsocket yes\nparent yes\n") !=
          std::string::npos);
    ::close(store);
    ::close(far);
}

TEST_CASE("at its deadline it is killed, with what it started") {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    Bounds bounds = usual();
    bounds.deadline = 200ms;
    const auto out = run({"hang"}, {}, bounds);
    REQUIRE_FALSE(out.ok());
    CHECK(out.error().kind == Error::Kind::invalid);
    CHECK(out.error().message == "deadline");
    CHECK(killed_orphans() <= 1);  // none when it was killed before it could start another
}

TEST_CASE("what prints without end is killed, what fails gives nothing") {
    const auto printed = run({"print"});
    REQUIRE_FALSE(printed.ok());
    CHECK(printed.error().message == "too much");
    const auto failed = run({"fail"});
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().message == "it failed");
    CHECK_FALSE(run_confined("/nowhere/ffmpeg", {}, {}, usual(), {}).ok());
    CHECK(killed_orphans() == 0);
}

TEST_CASE("it gets no more memory than it is given, and nobody hears its complaints") {
    const auto eaten = run({"eat"});
    REQUIRE(eaten.ok());
    CHECK(std::stoi(*eaten) < 256);
    CHECK(std::stoi(*eaten) > 100);
    CHECK(*run({"complain"}) == "done\n");
}

TEST_CASE("a halt ends what runs, and what comes after does not begin") {
    const Halt halt;
    std::thread other([&halt] { halt.call(); });
    const auto out = run({"hang"}, {}, usual(), halt);
    other.join();
    REQUIRE_FALSE(out.ok());
    CHECK(out.error().kind == Error::Kind::passing);
    CHECK(run({"hang"}, {}, usual(), halt).error().kind == Error::Kind::passing);
    killed_orphans();
}
