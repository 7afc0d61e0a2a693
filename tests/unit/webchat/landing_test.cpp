// What the bot says lands in the built-in chat once, wherever a crash came between saying and landing.
#include <doctest/doctest.h>

#include <fstream>

#include "bot/app.hpp"
#include "bot/app/home.hpp"
#include "bot/community/group.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/random.hpp"
#include "bot/delivery/outbox.hpp"
#include "bot/turn/clock.hpp"
#include "bot/turn/inbox.hpp"
#include "bot/webchat/act.hpp"
#include "bot/webchat/row.hpp"
#include "tests/support.hpp"
#include "tests/virtual_time.hpp"

using namespace noticeboard;

namespace {

enum class Crash { before_landing, after_landing };

// The store as a crash leaves it, then the program once more. Gives how often the message stands in the room.
struct Found {
    std::int64_t rows = 0, state = 0;
    std::string row_id, message_id;
};
Found found_after(Crash crash) {
    tests::TempFolder folder;
    const std::string file = folder.file("noticeboard.json");
    std::ofstream(file) << R"({"listen": "127.0.0.1:0", "public_url": "http://localhost", "store": "sqlite:x.db",
        "operator": {"name": "T", "contact": "0"}, "languages": ["en"], "log": {"level": "off"}, "adapters": {"web": {"type": "web"}}})";
    const auto config = load_config(file);
    REQUIRE(config.ok());
    turn::SetClock clock(std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()));
    AppOptions options = tests::in_virtual_time(clock);
    options.locales = folder.file("none");
    { REQUIRE(App::start(*config, options).ok()); }  // makes the tables

    auto home = app::Home::open(*config, app::Home::Use::tool);
    const auto session = home->database().session(store::Access::write);
    store::IdMaker ids(7);
    crypto::SystemRandom random;
    community::Scope scope{*session, home->vault(), ids, {clock.now(), random}};
    REQUIRE(community::add_unit(scope, "33", "Zhejiang").ok());
    community::NewGroup fresh;
    fresh.unit = "33";
    fresh.name = "Beitang";
    webchat::Rules rules;
    rules.account = "web";
    const auto room = webchat::open_room(scope, rules, community::add_group(scope, fresh)->id);
    REQUIRE(room.ok());
    delivery::Row row;
    row.id = scope.make_id<OutboxId>();
    row.account = "web";
    row.chat = room->id;
    row.due = scope.now();
    row.outgoing.id = row.id;
    row.outgoing.place = room->place;
    row.outgoing.what = Say{"Good morning", {}, {}};
    delivery::post(scope, row);
    if (crash == Crash::after_landing) {
        turn::claim_key(*session, "web", "local:" + to_string(row.id), clock.now());
        delivery::mark_sending(*session, row.id, 1, "");
        REQUIRE(webchat::apply(scope, rules, row.outgoing, {}).refused.empty());
    }

    auto app = App::start(*config, options);
    REQUIRE(app.ok());
    (*app)->settle();
    Found out;
    const auto rows = webchat::rows_after(scope, room->id, 0, 10);
    out.rows = static_cast<std::int64_t>(rows.size());
    if (!rows.empty()) out.row_id = std::to_string(rows.front().id);
    const auto end =
        session->one<std::int64_t, std::string>("SELECT state, message_id FROM outbox WHERE id = :id", row.id);
    std::tie(out.state, out.message_id) = *end;
    return out;
}

}  // namespace

TEST_CASE("said before a crash and not landed: it lands at the next start, once") {
    const Found found = found_after(Crash::before_landing);
    CHECK(found.rows == 1);
    CHECK(found.state == static_cast<std::int64_t>(delivery::State::sent));
    CHECK(found.message_id == found.row_id);
}

TEST_CASE("landed before a crash and not noted: it is noted at the next start, and does not land again") {
    const Found found = found_after(Crash::after_landing);
    CHECK(found.rows == 1);
    CHECK(found.state == static_cast<std::int64_t>(delivery::State::sent));
    CHECK(found.message_id == found.row_id);
}
