// Notices through the whole program: pace, order among notices, stopping, the night, a platform in a bad mood; told by
// what the groups read.
#include <doctest/doctest.h>

#include <fstream>

#include "bot/app.hpp"
#include "bot/app/home.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/notice/answers.hpp"
#include "bot/community/notice/ledger.hpp"
#include "bot/community/notice/notice.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "bot/model/local_time.hpp"
#include "bot/turn/clock.hpp"
#include "tests/fakes/telegram_cloud.hpp"
#include "tests/support.hpp"
#include "tests/virtual_time.hpp"

using namespace noticeboard;

namespace {

class House {
 public:
    explicit House(int groups, int per_second = 30) {
        std::ofstream(folder_.file("noticeboard.json"))
            << R"({"listen": "127.0.0.1:)" << tests::free_port()
            << R"(", "public_url": "https://nb.example", "store": "sqlite:noticeboard.db", "operator": {"name": "T", "contact": "0"},)"
            << R"("languages": ["en"], "log": {"level": "off"}, "limits": {"notice_second_above": 100000, "notice_reason_below": 1},)"
            << R"("adapters": {"telegram": {"type": "telegram", "secret_token": "herald-secret-01", "messages_per_second": )"
            << per_second << R"(, "token": ")" << cloud.bot().token << R"(", "bot_name": ")" << cloud.bot().name
            << R"(", "api": ")" << cloud.api_url() << R"("}}})";
        config_.emplace(*load_config(folder_.file("noticeboard.json")));
        open();
        session_->begin();
        REQUIRE(community::add_unit(*scope_, "33", "Zhejiang"));
        REQUIRE(community::add_unit(*scope_, "33.05", "Huzhou"));
        for (int i = 0; i < groups; ++i) add_group(i % 2 == 0 ? "33" : "33.05", i);
        session_->commit();
    }

    void open() {
        const AppOptions options = tests::in_virtual_time(clock);
        app_.reset();
        auto started = App::start(*config_, options);
        REQUIRE_MESSAGE(started.ok(), (started ? "" : started.error().message));
        app_ = std::move(*started);
        home_ = *app::Home::open(*config_, app::Home::Use::tool);
        session_ = home_->database().session(store::Access::write);
        scope_.emplace(community::Scope{*session_, home_->vault(), ids_, {clock.now(), random_}});
    }

    NoticeId send(const std::string& words, std::function<void(community::NewNotice&)> change = {}) {
        scope_->moment.now = clock.now();
        community::NewNotice fresh;
        fresh.unit = fresh.audience = "33";
        fresh.texts["en"] = words;
        fresh.after_crash = AfterCrash::again;
        if (change) change(fresh);
        session_->begin();
        const auto drafted = community::draft_notice(*scope_, {}, fresh);
        REQUIRE_MESSAGE(drafted.ok(), (drafted ? "" : drafted.error().message));
        session_->run("UPDATE notice SET state = 1, begins = :now WHERE id = :id", std::max(clock.now(), fresh.begins),
                      drafted->id);
        session_->commit();
        app_->settle();
        return drafted->id;
    }

    template <class Change>
    void change(Change how) {
        scope_->moment.now = clock.now();
        session_->begin();
        REQUIRE(how(*scope_).ok());
        session_->commit();
        app_->settle();
    }

    void pass(Millis time, Millis step = 1s) {
        for (Millis gone{0}; gone < time; gone += step) {
            clock.pass(std::min(step, time - gone));
            app_->settle();
        }
    }

    // How many groups have read this.
    int heard(const std::string& words) const {
        int out = 0;
        for (const auto& said : cloud.said()) out += said.text.find(words) != std::string::npos ? 1 : 0;
        return out;
    }
    Ledger ledger(NoticeId id) { return community::ledger_of(*scope_, id); }
    Notice::State state(NoticeId id) { return community::notice(*scope_, id)->state; }
    community::Scope& scope() { return *scope_; }

    fakes::TelegramCloud cloud;
    // Ten in the morning, by the clock on the wall.
    turn::SetClock clock{next_minute_of_day(from_millis(1'790'000'000'000), 600)};

 private:
    void add_group(const std::string& unit, int number) {
        community::NewGroup fresh;
        fresh.unit = unit;
        fresh.name = "Group " + std::to_string(number);
        fresh.languages = {"en"};
        const Group group = *community::add_group(*scope_, fresh);
        Place place;
        place.id = std::to_string(-1'000'000 - number);
        place.room = Room::group;
        const Chat chat = community::visit(*scope_, "telegram", place);
        session_->run("UPDATE chat SET grp = :grp WHERE id = :id", group.id, chat.id);
    }

    tests::TempFolder folder_;
    std::optional<Config> config_;
    std::unique_ptr<App> app_;
    std::optional<app::Home> home_;
    std::unique_ptr<store::Session> session_;
    store::IdMaker ids_{900};
    tests::SeededRandom random_;
    std::optional<community::Scope> scope_;
};

}  // namespace

TEST_CASE("a notice goes out at the account's pace, a fifth of which is left to answers") {
    House house(200);
    const NoticeId id = house.send("Boil the water.");
    const int at_once = house.heard("Boil");
    CHECK(at_once == 24);
    house.pass(2s);
    CHECK(house.heard("Boil") == 3 * 24);
    house.pass(10s);
    CHECK(house.heard("Boil") == 200);
    house.pass(1s);
    CHECK(house.state(id) == Notice::State::done);
    CHECK(house.ledger(id)[Reach::sent] == 200);
}

TEST_CASE("two notices share the account, an emergency goes before both") {
    House house(100);
    house.send("First.");
    const int alone = house.heard("First.");
    house.send("Second.");
    house.pass(3s);
    const int first = house.heard("First.") - alone, second = house.heard("Second.");
    CHECK(second > 0);
    CHECK(first > 0);
    CHECK(std::abs(first - second) <= 64);  // within what is under way
    const int before = house.heard("First.") + house.heard("Second.");
    house.send("The dam breaks.", [](auto& fresh) { fresh.emergency = true; });
    house.pass(4s);
    CHECK(house.heard("The dam breaks.") >= 100 - 64);
    CHECK(house.heard("First.") + house.heard("Second.") - before <= 64);  // what was under way already
}

TEST_CASE("paused, nothing goes out; resumed, it goes on where it was; stopped, the rest never hears it") {
    House house(300);
    const NoticeId id = house.send("Boil the water.");
    house.pass(2s);
    house.change([&](auto& scope) { return community::pause_notice(scope, id); });
    house.pass(10s);  // what was under way lands
    const int paused = house.heard("Boil");
    house.pass(20s);
    CHECK(house.heard("Boil") == paused);
    house.change([&](auto& scope) { return community::resume_notice(scope, id); });
    house.pass(3s);
    CHECK(house.heard("Boil") > paused);
    house.change([&](auto& scope) { return community::cancel_notice(scope, id); });
    house.pass(20s);
    const int stopped = house.heard("Boil");
    CHECK(stopped < 300);
    const Ledger ledger = house.ledger(id);
    CHECK(ledger[Reach::sent] == stopped);
    CHECK(ledger[Reach::cancelled] == 300 - stopped);
    CHECK(ledger.sum() == 300);
}

TEST_CASE("a restart in the middle: everybody hears it, nobody twice, where nothing was cut") {
    House house(150);
    const NoticeId id = house.send("Boil the water.");
    house.pass(2s);
    house.open();
    house.pass(20s);
    CHECK(house.heard("Boil") == 150);
    CHECK(house.ledger(id)[Reach::sent] == 150);
}

TEST_CASE("429 with retry_after: that chat waits as long as it was told, the others do not") {
    House house(60);
    fakes::Mood mood;
    mood.refuses = 429;
    mood.retry_after = 7;
    mood.times = 1;
    mood.method = "sendMessage";
    house.cloud.set_mood(mood);
    const NoticeId id = house.send("Boil the water.");
    house.pass(6s);
    CHECK(house.heard("Boil") == 59);
    CHECK(house.ledger(id)[Reach::pending] == 1);
    house.pass(10s);
    CHECK(house.heard("Boil") == 60);
    CHECK(house.ledger(id)[Reach::sent] == 60);
}

TEST_CASE("quiet hours of a unit hold its groups back until they end, an emergency goes to them") {
    House house(20);
    community::set_quiet_hours(house.scope(), "33.05", community::QuietHours{9 * 60, 11 * 60});
    const NoticeId id = house.send("Eye tests.");
    house.pass(3s);
    CHECK(house.heard("Eye tests.") == 10);
    CHECK(house.ledger(id)[Reach::pending] == 10);
    house.send("The dam breaks.", [](auto& fresh) { fresh.emergency = true; });
    house.pass(3s);
    CHECK(house.heard("The dam breaks.") == 20);
    house.pass(1h, 10min);
    CHECK(house.heard("Eye tests.") == 20);
}

TEST_CASE("a notice with a time waits for it; one whose time is over stops by itself") {
    House house(200);
    house.send("Tomorrow.", [&](auto& fresh) { fresh.begins = house.clock.now() + 2h; });
    CHECK(house.heard("Tomorrow.") == 0);
    house.pass(2h, 10min);
    house.pass(1s);
    CHECK(house.heard("Tomorrow.") > 0);

    House other(300);
    const NoticeId id = other.send("Soon over.", [&](auto& fresh) { fresh.expires = other.clock.now() + 3s; });
    other.pass(30s);
    CHECK(other.heard("Soon over.") < 300);
    CHECK(other.state(id) == Notice::State::cancelled);
    CHECK(other.ledger(id).sum() == 300);
}

TEST_CASE("leaders who post by hand are counted each morning, however many; the offices above see their own") {
    House house(450, 1000);
    const NoticeId id = house.send("By hand.");
    house.pass(3s);
    REQUIRE(house.ledger(id)[Reach::sent] == 450);
    house.change([&](community::Scope& scope) {
        for (int place = 0; place < 450; ++place)
            community::keep_target(scope, id, {0, place, Reach::asked, "", 0, scope.now() + 24h, {7}});
        return Result<Done>(Done{});
    });
    house.pass(24h + 90min, 30min);
    CHECK(community::count_refusals(house.scope(), "33") == 0);
    house.pass(24h, 30min);
    CHECK(community::count_refusals(house.scope(), "33") == 450);
    CHECK(community::count_refusals(house.scope(), "33.05") == 225);
    CHECK(community::count_refusals(house.scope(), "34") == 0);
    CHECK(community::refusals_in(house.scope(), "33.05", 10).size() == 10);
    CHECK(house.ledger(id)[Reach::refused] == 450);
    house.pass(10 * 24h, 30min);  // over for the offices, not for the ledger
    CHECK(community::count_refusals(house.scope(), "33") == 0);
    CHECK(house.ledger(id)[Reach::refused] == 450);
}
