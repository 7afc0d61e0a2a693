// kill -9 at every numbered write, and at random under load: every acknowledged event has its effect exactly once, in
// order. Each promise has a control: the same search with its guard taken away must find it broken.
#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>
#include <thread>

#include "bot/community/audit.hpp"
#include "bot/store/database.hpp"
#include "tests/kill/child.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using tests::Child;

namespace {

struct Event {
    std::string key, chat, text;
    std::string line() const { return key + " " + chat + " " + text; }
};

struct Damage {
    int lost = 0, doubled = 0, reordered = 0;
    bool operator==(const Damage&) const = default;
};

std::vector<std::string> command(const tests::TempFolder& folder, std::vector<std::string> options) {
    std::vector<std::string> out{"./kill_target", folder.file("")};
    for (std::string& option : options) out.push_back(std::move(option));
    return out;
}

enum class Pace {
    all_at_once,
    one_by_one
};  // one by one: the next only after the answer, so each is a commit of its own

// Feeds the events to a fresh process; gives the keys it acknowledged before it ended.
std::set<std::string> deliver(const tests::TempFolder& folder, const std::vector<Event>& events,
                              std::vector<std::string> options, bool& ended_well, Pace pace = Pace::all_at_once) {
    ::signal(SIGPIPE, SIG_IGN);
    Child child(command(folder, std::move(options)));
    std::set<std::string> acknowledged;
    const auto read = [&] {
        const std::string line = child.read();
        if (line.starts_with("ack ")) acknowledged.insert(line.substr(4));
        return !line.empty();
    };
    for (const Event& event : events) {
        child.write(event.line());
        if (pace == Pace::one_by_one && !read()) break;
    }
    child.close_input();
    while (read()) {
    }
    ended_well = child.end();
    return acknowledged;
}

std::map<std::string, std::vector<std::string>> heard(const tests::TempFolder& folder) {
    std::map<std::string, std::vector<std::string>> out;
    const auto session = store::Database::open("sqlite:" + folder.file("stage.db"))->session(store::Access::write);
    if (session->one<int>("SELECT count(*) FROM sqlite_master WHERE name = 'heard'") == 0) return out;
    session->each<std::string, std::string>(
        "SELECT chat, text FROM heard ORDER BY id",
        [&](const std::string& chat, const std::string& text) { out[chat].push_back(text); });
    CHECK(community::verify_audit(*session).broken.empty());
    return out;
}

Damage damage(const tests::TempFolder& folder, const std::vector<Event>& events,
              const std::set<std::string>& expected) {
    Damage out;
    const auto texts = heard(folder);
    std::map<std::string, int> count;
    for (const auto& [chat, list] : texts) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            ++count[list[i]];
            if (i > 0 && std::stol(list[i]) < std::stol(list[i - 1])) ++out.reordered;
        }
    }
    for (const Event& event : events) {
        if (count[event.text] > 1) ++out.doubled;
        if (count[event.text] == 0 && expected.contains(event.key)) ++out.lost;
    }
    return out;
}

std::set<std::string> keys(const std::vector<Event>& events) {
    std::set<std::string> out;
    for (const Event& event : events) out.insert(event.key);
    return out;
}

// Kills at write 1, 2, 3 … until a run ends by itself; after each, looks for lost events, then delivers all again as a
// platform would and looks for doubled ones.
Damage kill_at_every_write(std::vector<std::string> options) {
    const std::vector<Event> events{{"k1", "a", "1"}, {"k2", "b", "2"}, {"k3", "a", "3"}};
    Damage total;
    int killed = 0;
    for (int n = 1;; ++n) {
        tests::TempFolder folder;
        bool ended_well = false;
        auto with_kill = options;
        with_kill.push_back("kill=" + std::to_string(n));
        const auto acknowledged = deliver(folder, events, with_kill, ended_well, Pace::one_by_one);
        if (ended_well) break;
        ++killed;
        total.lost += damage(folder, events, acknowledged).lost;
        const auto again = deliver(folder, events, options, ended_well);
        REQUIRE(ended_well);
        CHECK(again == keys(events));
        const Damage after = damage(folder, events, keys(events));
        total.lost += after.lost;
        total.doubled += after.doubled;
        total.reordered += after.reordered;
    }
    MESSAGE("killed at " << killed << " writes");
    CHECK(killed > 20);
    return total;
}

}  // namespace

TEST_CASE("killed at every numbered write: nothing acknowledged is lost, doubled or reordered") {
    CHECK(kill_at_every_write({}) == Damage{});
}

TEST_CASE("control: acknowledged before the commit, events are lost") {
    CHECK(kill_at_every_write({"early-ack"}).lost > 0);
}

TEST_CASE("control: without turn keys, events are doubled") {
    CHECK(kill_at_every_write({"no-keys"}).doubled > 0);
}

TEST_CASE("killed 50 times at random under load: nothing lost, doubled or reordered") {
    ::signal(SIGPIPE, SIG_IGN);
    std::mt19937 random(20'260'101);
    tests::TempFolder folder;
    std::vector<Event> all;
    std::vector<Event> open;  // in order: what the platform still has to deliver
    std::set<std::string> acknowledged;
    int number = 0;
    for (int round = 0; round < 50; ++round) {
        for (int i = 0; i < 200; ++i) {
            ++number;
            open.push_back({"k" + std::to_string(number), "chat" + std::to_string(number % 8), std::to_string(number)});
            all.push_back(open.back());
        }
        Child child(command(folder, {}));
        for (const Event& event : open) child.write(event.line());
        // Not after a time but after a number of acknowledgements: the machine's speed does not matter.
        const int until = std::uniform_int_distribution<int>(0, 150)(random);
        int seen = 0;
        for (std::string line; seen < until && !(line = child.read()).empty(); ++seen)
            acknowledged.insert(line.substr(4));
        child.kill();
        for (std::string line = child.read(); !line.empty(); line = child.read()) {
            if (line.starts_with("ack ") && line.size() > 5) acknowledged.insert(line.substr(4));
        }
        std::erase_if(open, [&](const Event& event) { return acknowledged.contains(event.key); });
    }
    CHECK(damage(folder, all, acknowledged).lost == 0);
    bool ended_well = false;
    deliver(folder, open, {}, ended_well);
    REQUIRE(ended_well);
    CHECK(damage(folder, all, keys(all)) == Damage{});
}

TEST_CASE("each event delivered three times at once has one effect") {
    tests::TempFolder folder;
    std::vector<Event> events;
    for (int i = 1; i <= 300; ++i) {
        const Event event{"k" + std::to_string(i), "chat" + std::to_string(i % 5), std::to_string(i)};
        for (int copy = 0; copy < 3; ++copy) events.push_back(event);
    }
    bool ended_well = false;
    SUBCASE("with turn keys") {
        deliver(folder, events, {}, ended_well);
        CHECK(damage(folder, events, keys(events)) == Damage{});
    }
    SUBCASE("control: without them") {
        deliver(folder, events, {"no-keys"}, ended_well);
        CHECK(damage(folder, events, keys(events)).doubled > 0);
    }
    CHECK(ended_well);
}
