// A notice to many groups, killed three times in the middle, on a platform in a bad mood: the ledger adds up at every
// kill and agrees with what the groups heard; nobody hears twice where the platform knows a repetition, and where it
// does not, no more than one window's calls, each named in the ledger. Each promise has a control.
#include "bot/model/notice.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "bot/delivery/herald.hpp"
#include "tests/fakes/http.hpp"
#include "tests/kill/child.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using tests::Child;

namespace {

// What a platform hears, and how often. A chat's number decides its mood, at the first call that reaches it.
class Village {
 public:
    explicit Village(bool idempotent) : idempotent_(idempotent) {}
    std::string url() const { return server_.url(); }
    std::map<std::string, int> heard() const {
        const std::lock_guard guard(mutex_);
        return heard_;
    }
    std::size_t calls() const { return calls_.load(); }

 private:
    fakes::Told handle(const web::Request& request) {
        ++calls_;
        const std::size_t end = request.body.find('\n');
        const std::string chat = request.body.substr(0, end), key = request.body.substr(end + 1);
        const bool moved = chat.starts_with("m");
        const int mood = chat.starts_with("c") ? std::stoi(chat.substr(1)) % 97 : -1;
        fakes::Told told;
        std::unique_lock lock(mutex_);
        const bool first = called_.insert(chat).second;
        if (mood == 1 && first) return told.response.status = 429, told;
        if (mood == 2 && first) return told.response.status = 500, told;
        if (mood == 4) return told.response.status = 403, told;
        if (mood == 5) return told.response.status = 409, told.response.body = "m" + chat.substr(1), told;
        const std::string who = moved ? "c" + chat.substr(1) : chat;
        if (!idempotent_ || keys_.insert(who + key).second) ++heard_[who];
        if (mood == 3 && first) return told.cut = true, told;
        lock.unlock();
        if (mood == 6 && first) std::this_thread::sleep_for(600ms);  // past the bot's deadline: it hangs up
        return told;
    }

    const bool idempotent_;
    mutable std::mutex mutex_;
    std::map<std::string, int> heard_;
    std::set<std::string> called_, keys_;
    std::atomic<std::size_t> calls_{0};
    fakes::HttpServer server_{[this](const web::Request& request) { return handle(request); }};
};

struct Told {  // the ledger, as the store has it
    Notice::State state = Notice::State::draft;
    Ledger ledger;
    std::map<std::string, std::pair<Reach, std::string>> named;
};

Told ledger_in(const std::string& folder) {
    Child child({"./kill_notice", folder, "ledger"});
    Told out;
    std::istringstream first(child.read());
    int state = 0;
    first >> state >> out.ledger.audience;
    out.state = static_cast<Notice::State>(state);
    for (std::int64_t& one : out.ledger.of) first >> one;
    for (std::string line = child.read(); line != "end"; line = child.read()) {
        REQUIRE(!line.empty());
        std::istringstream words(line);
        std::string chat, why;
        int reach = 0;
        words >> chat >> reach;
        std::getline(words >> std::ws, why);
        out.named[chat] = {static_cast<Reach>(reach), why};
    }
    return out;
}

struct Story {
    Told told;
    std::map<std::string, int> heard;
    int doubled = 0, untold_doubles = 0, lost = 0;
};

// How many groups; a nation has 900,000: NOTICE_GROUPS=900000 ./test_kill_notice
const int groups = std::getenv("NOTICE_GROUPS") != nullptr ? std::atoi(std::getenv("NOTICE_GROUPS")) : 4000;
constexpr int kills = 3;

Story carry(const std::vector<std::string>& options) {
    ::signal(SIGPIPE, SIG_IGN);
    tests::TempFolder folder;
    const bool idempotent = std::find(options.begin(), options.end(), "idempotent") != options.end();
    Village village(idempotent);
    std::vector<std::string> command{"./kill_notice", folder.file(""), village.url(), std::to_string(groups)};
    command.insert(command.end(), options.begin(), options.end());
    std::mt19937 random(20'261'121);
    for (int kill = 0; kill < kills; ++kill) {
        Child child(command);
        REQUIRE(child.read() == "ready");
        const std::size_t until =
            village.calls() + std::uniform_int_distribution<std::size_t>(static_cast<std::size_t>(groups) / 40,
                                                                         static_cast<std::size_t>(groups) / 6)(random);
        while (village.calls() < until && !child.gone()) std::this_thread::yield();
        REQUIRE_FALSE(child.gone());
        child.kill();
        child.end();
        const Told told = ledger_in(folder.file(""));
        if (told.state != Notice::State::running) continue;  // killed while its audience was being frozen
        CHECK(told.ledger.audience == groups);
        CHECK(told.ledger.sum() == groups);
    }
    Child child(command);
    REQUIRE(child.read() == "ready");
    const std::string end = child.read();
    REQUIRE(end.starts_with("done"));
    Story out;
    out.told = ledger_in(folder.file(""));
    out.heard = village.heard();
    CHECK(out.told.state == Notice::State::done);
    CHECK(out.told.ledger.audience == groups);
    CHECK(out.told.ledger.sum() == groups);
    for (int i = 0; i < groups; ++i) {
        if (i % 10 >= 8) continue;  // by hand
        const std::string chat = "c" + std::to_string(i);
        const int times = out.heard.contains(chat) ? out.heard.at(chat) : 0;
        // A chat that moved stands in the ledger under its new name.
        auto named = out.told.named.find(chat);
        if (named == out.told.named.end()) named = out.told.named.find("m" + chat.substr(1));
        const bool is_named = named != out.told.named.end() && !named->second.second.empty();
        if (times == 0 && !is_named) ++out.lost;
        if (times > 1) ++out.doubled;
        if (times > 1 && !is_named) ++out.untold_doubles;
    }
    MESSAGE("sent " << out.told.ledger[Reach::sent] << ", asked " << out.told.ledger[Reach::asked] << ", gone "
                    << out.told.ledger[Reach::skipped] << ", unknown " << out.told.ledger[Reach::unknown]
                    << ", doubled " << out.doubled << " (" << end << ")");
    return out;
}

constexpr int in_flight =
    static_cast<int>(delivery::Herald::window * delivery::Herald::windows) * 2 * kills;  // two accounts

}  // namespace

TEST_CASE("killed three times, a platform that knows repetitions: everybody hears it exactly once") {
    const Story story = carry({"idempotent"});
    CHECK(story.lost == 0);
    CHECK(story.doubled == 0);
    CHECK(story.told.ledger[Reach::unknown] == 0);
    CHECK(story.told.ledger[Reach::pending] == 0);
}

TEST_CASE("… one that does not, and “rather not twice”: nobody hears it twice, what is unknown is named") {
    const Story story = carry({});
    CHECK(story.lost == 0);
    CHECK(story.doubled == 0);
    // Besides the windows in flight: one call in 97 is cut and one in 97 hangs, by the platform's own doing.
    CHECK(story.told.ledger[Reach::unknown] <= in_flight + 2 * (groups / 97 + 1));
}

TEST_CASE("… and “rather twice than not at all”: doubles are at most the windows in flight, and named") {
    const Story story = carry({"again"});
    CHECK(story.lost == 0);
    CHECK(story.untold_doubles == 0);
    CHECK(story.doubled <= in_flight + 2 * (groups / 97 + 1));
    CHECK(story.told.ledger[Reach::unknown] == 0);
}

TEST_CASE("control: without the started marks there are doubles that the ledger does not know of") {
    CHECK(carry({"again", "no-marks"}).untold_doubles > 0);
}

TEST_CASE("by hand: every leader was asked once for each of her groups, whatever was killed") {
    const Story story = carry({"idempotent"});
    int asked = 0;
    for (const auto& [chat, stands] : story.told.named)
        asked += stands.first == Reach::asked && chat.starts_with("c") ? 1 : 0;
    int messages = 0;
    for (const auto& [chat, times] : story.heard) messages += chat.starts_with("leader") ? times : 0;
    CHECK(messages == 2 * groups / 10 * 2);  // the text, and the question
    CHECK(asked > 0);
}
