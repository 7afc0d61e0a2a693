// A full disk: what does not fit is refused, what was accepted is there, and the bot recovers by itself.
#include <doctest/doctest.h>
#include <sys/mount.h>

#include <fstream>

#include "bot/community/audit.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;
using Kind = turn::Settled::Kind;

namespace {

class SmallDisk {  // a tmpfs of its own; needs root, as the tests on a fresh machine have
 public:
    SmallDisk() {
        REQUIRE_MESSAGE(::mount("tmpfs", folder_.file("").c_str(), "tmpfs", 0, "size=3m") == 0,
                        "a small tmpfs cannot be mounted: run the tests as root");
    }
    ~SmallDisk() { ::umount2(folder_.file("").c_str(), MNT_DETACH); }
    std::string path() const { return folder_.file(""); }

 private:
    tests::TempFolder folder_;
};

Plugin keeper() {
    return Plugin("keeper", "Keeps much")
        .command({"keep"},
                 [](Turn& turn) {
                     turn.sql().run("INSERT INTO kept (id, text) VALUES (:id, :text)",
                                    std::stol(std::string(turn.args())), std::string(20'000, 'x'));
                     turn.reply("kept");
                 })
        .migrations({"CREATE TABLE kept (id BIGINT PRIMARY KEY, text TEXT NOT NULL)"});
}

}  // namespace

TEST_CASE("on a full disk new work is refused, accepted work is there, and it goes on when there is room") {
    SmallDisk disk;
    Stage::Options options;
    options.folder = disk.path();
    options.durability = store::Durability::full;
    Stage stage({keeper()}, options);
    const std::string ballast = disk.path() + "/ballast";
    std::ofstream(ballast) << std::string(1'000'000, 'b');

    int accepted = 0, refused = 0, number = 0;
    while (refused < 20) {
        std::vector<turn::Job> jobs;
        for (int i = 0; i < 4; ++i) {
            turn::Job job;
            job.account = Stage::account;
            job.event = stage.event("wang", "", Message{.text = "/keep " + std::to_string(number++)});
            job.key = job.event->key;
            job.done = [&](turn::Settled settled) { ++(settled.kind == Kind::done ? accepted : refused); };
            jobs.push_back(std::move(job));
        }
        while (!jobs.empty()) stage.runner().run_batch(jobs);
        REQUIRE(number < 1000);
    }
    CHECK(accepted > 0);
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM kept") == accepted);
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM dead_letter") == 0);  // a full disk is nobody's fault

    std::filesystem::remove(ballast);  // somebody makes room
    CHECK(stage.write("wang", "/keep " + std::to_string(number)).kind == Kind::done);
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM kept") == accepted + 1);
    CHECK(community::verify_audit(stage.sql()).broken.empty());
    stage.restart();
    CHECK(*stage.sql().one<int>("SELECT count(*) FROM kept") == accepted + 1);
}
