// The whole program under webhooks, killed at random and at every numbered write: everybody is answered exactly once,
// in order, however often the platform has to deliver. Each promise has a control.
#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/fakes/telegram_cloud.hpp"
#include "tests/kill/child.hpp"
#include "tests/support.hpp"

using namespace noticeboard;
using tests::Child;

namespace {

constexpr int people = 8;

struct Damage {
    int lost = 0, doubled = 0, reordered = 0;
    bool operator==(const Damage&) const = default;
};

class Server {
 public:
    explicit Server(std::vector<std::string> options) : options_(std::move(options)) {
        ::signal(SIGPIPE, SIG_IGN);
        std::ofstream(folder_.file("noticeboard.json"))
            << nlohmann::json{{"listen", "127.0.0.1:" + std::to_string(port_)},
                              {"public_url", "http://127.0.0.1:" + std::to_string(port_)},
                              {"store", "sqlite:noticeboard.db"},
                              {"operator", {{"name", "Kill"}, {"contact", "0572"}}},
                              {"languages", {"en"}},
                              {"log", {{"level", "off"}}},
                              {"adapters",
                               {{"telegram",
                                 {{"type", "telegram"},
                                  {"token", cloud_.bot().token},
                                  {"secret_token", "kill-secret-0123456789"},
                                  {"bot_name", cloud_.bot().name},
                                  {"api", cloud_.api_url()}}}}}};
        start();
        REQUIRE(cloud_.wait([this] { return !cloud_.webhook().empty(); }));
    }

    void start(const std::string& extra = {}) {
        child_.reset();
        std::vector<std::string> command{"./kill_server", folder_.file("noticeboard.json"), "locales",
                                         std::to_string(now_)};
        for (const std::string& option : options_) command.push_back(option);
        if (!extra.empty()) command.push_back(extra);
        std::string first;
        for (int tries = 0; tries < 5 && first != "ready"; ++tries) {  // its port may not be free again at once
            child_.reset();
            child_ = std::make_unique<Child>(command);
            first = child_->read();
        }
        REQUIRE(first == "ready");
    }
    void kill() { child_->kill(); }

    // Everybody writes once; her question carries a number that the answer repeats. The platform delivers it a second
    // time although it was accepted.
    void everybody_writes() {
        for (int who = 0; who < people; ++who) {
            const std::string number = std::to_string(10'000'000 + ++asked_);
            numbers_[who].push_back(number.substr(0, 4) + " " + number.substr(4));
            const nlohmann::json message = {
                {"message_id", asked_},
                {"date", 1'790'000'000},
                {"text", "/join " + number},
                {"from", {{"id", 5000 + who}, {"is_bot", false}, {"first_name", "Wang"}, {"language_code", "en"}}},
                {"chat", {{"id", 5000 + who}, {"type", "private"}}}};
            cloud_.deliver("message", message.dump(), 1);
        }
    }
    bool wait_answers(std::size_t count) { return cloud_.wait_said(count, 20s); }
    std::size_t answers() const { return cloud_.said().size(); }
    // Until everything is delivered; false when the program went down before.
    bool delivered() {
        for (int tries = 0; tries < 600; ++tries) {
            if (cloud_.wait_idle(50ms)) return true;
            if (child_->gone()) return false;
        }
        FAIL("the platform cannot deliver");
        return false;
    }

    // Time passes until nothing waits; false when the program is gone.
    bool settle() {
        for (int rounds = 0; rounds < 20; ++rounds) {
            child_->write("pass 200000");
            now_ += 200'000;
            const std::string told = child_->read();
            if (told.empty()) return false;
            if (told == "passed 0") return true;
        }
        FAIL("the program does not come to rest");
        return false;
    }

    Damage damage() const {
        Damage out;
        for (const auto& [who, numbers] : numbers_) {
            std::map<std::string, int> times;
            std::string last;
            for (const std::string& text : cloud_.texts(std::to_string(5000 + who))) {
                for (const std::string& number : numbers) {
                    if (text.find(number) == std::string::npos) continue;
                    if (++times[number] == 1 && number < std::exchange(last, number)) ++out.reordered;
                }
            }
            for (const std::string& number : numbers) {
                out.lost += times[number] == 0 ? 1 : 0;
                out.doubled += times[number] > 1 ? 1 : 0;
            }
        }
        return out;
    }

 private:
    std::vector<std::string> options_;
    tests::TempFolder folder_;
    fakes::TelegramCloud cloud_;
    int port_ = tests::free_port();
    long long now_ = 1'790'000'000'000;
    int asked_ = 0;
    std::map<int, std::vector<std::string>> numbers_;
    std::unique_ptr<Child> child_;
};

// So many times: everybody writes, the program is killed somewhere in the middle, comes back, and comes to rest.
Damage kill_at_random(int rounds, std::vector<std::string> options) {
    std::mt19937 random(20'260'301);
    Server server(std::move(options));
    for (int round = 0; round < rounds; ++round) {
        const std::size_t before = server.answers();
        server.everybody_writes();
        REQUIRE(server.wait_answers(before + std::uniform_int_distribution<std::size_t>(0, people)(random)));
        server.kill();
        server.start();
        REQUIRE(server.delivered());
        REQUIRE(server.settle());
    }
    return server.damage();
}

Damage kill_at_every_write(std::vector<std::string> options) {
    Server server(std::move(options));
    int killed = 0;
    for (int n = 1; n < 400; ++n) {
        server.start("kill=" + std::to_string(n));
        server.everybody_writes();
        if (server.delivered() && server.settle()) break;
        ++killed;
        server.start();
        REQUIRE(server.delivered());
        REQUIRE(server.settle());
    }
    MESSAGE("killed at " << killed << " writes");
    CHECK(killed > 20);
    return server.damage();
}

}  // namespace

TEST_CASE("the whole program, killed at random under webhooks: everybody is answered once, in order") {
    CHECK(kill_at_random(20, {}) == Damage{});
}

TEST_CASE("the whole program, killed at every numbered write: everybody is answered once, in order") {
    CHECK(kill_at_every_write({}) == Damage{});
}

TEST_CASE("control: an answer that was written and not noted is said again, unless it is presumed") {
    CHECK(kill_at_random(10, {"answer-again"}).doubled > 0);
}

TEST_CASE("control: answered before the commit, questions are lost") {
    CHECK(kill_at_every_write({"early-ack"}).lost > 0);
}

TEST_CASE("control: without turn keys, answers are doubled") {
    CHECK(kill_at_random(3, {"no-keys"}).doubled > 0);
}
