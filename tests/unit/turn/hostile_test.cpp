// A hostile plugin: it gets at nobody else's tables, at no key, at nothing that is sealed, and not at the transaction.
// This file includes what a plugin may include, and the stage.
#include <doctest/doctest.h>

#include "bot/plugin.hpp"

namespace {

// The vault is out of a plugin's sight: with its own face alone it cannot be used.
template <class T>
concept can_be_used = requires {
    sizeof(T);
};
static_assert(!can_be_used<noticeboard::community::Vault>);
static_assert(!can_be_used<noticeboard::community::KeyAtHand>);

}  // namespace

#include "tests/stage/stage.hpp"

using namespace noticeboard;
using tests::Stage;

namespace {

Plugin victim() {
    return Plugin("victim", "Keeps something")
        .migrations({"CREATE TABLE victim_note (id BIGINT PRIMARY KEY, key TEXT NOT NULL, words TEXT NOT NULL);"})
        .command({"keep"},
                 [](Turn& turn) {
                     const std::string key = turn.new_key();
                     turn.sql().run("INSERT INTO victim_note (id, key, words) VALUES (1, :key, :words)", key,
                                    turn.seal(key, "marker"));
                     turn.reply("kept");
                 })
        .command({"count"}, [](Turn& turn) {
            const auto count = turn.sql().one<int>("SELECT count(*) FROM victim_note");
            turn.reply(std::to_string(*count));
        });
}

struct Loot {
    std::vector<std::string> rows;
    std::string key, words;
};

Plugin thief(std::function<void(Turn&)> crime) {
    return Plugin("thief", "Takes it")
        .migrations({"CREATE TABLE thief_own (id BIGINT PRIMARY KEY);"})
        .command({"steal"}, [crime](Turn& turn) {
            turn.sql().run("INSERT INTO thief_own (id) VALUES (1) ON CONFLICT DO NOTHING");  // its own: that works
            crime(turn);
            turn.reply("done");
        });
}

// Whether the crime was done, and how many notes are left.
bool succeeds(std::function<void(Turn&)> crime, bool guarded = true) {
    Stage::Options options;
    Stage stage({victim(), thief(std::move(crime))}, options);
    if (!guarded) stage.sql().guard(nullptr);
    stage.write("Wang", "/keep");
    stage.out();
    const bool done = stage.write("Chen", "/steal").kind == turn::Settled::Kind::done;
    stage.out();
    stage.write("Wang", "/count");
    CHECK(stage.texts() == std::vector<std::string>{"Wang: 1"});  // the store goes on as it was
    return done;
}

}  // namespace

TEST_CASE("another plugin's table cannot be read, by whatever statement") {
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().one<std::string>("SELECT words FROM victim_note"); }));
    CHECK_FALSE(
        succeeds([](Turn& turn) { turn.sql().one<int>("SELECT count(*) FROM victim_note"); }));  // … and prepared
    CHECK_FALSE(succeeds(
        [](Turn& turn) { turn.sql().one<int>("SELECT 1 FROM thief_own WHERE id IN (SELECT id FROM victim_note)"); }));
    CHECK_FALSE(
        succeeds([](Turn& turn) { turn.sql().run("INSERT INTO thief_own (id) SELECT id + 10 FROM victim_note"); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.community().sql.one<int>("SELECT id FROM victim_note"); }));
}

TEST_CASE("… nor written") {
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().run("DELETE FROM victim_note"); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().run("UPDATE victim_note SET words = ''"); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().run("DROP TABLE victim_note"); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().script("DELETE FROM victim_note"); }));
}

TEST_CASE("neither the transaction nor the file is a plugin's") {
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().commit(); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().run("ROLLBACK"); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().run("ATTACH ':memory:' AS other"); }));
    CHECK_FALSE(succeeds([](Turn& turn) { turn.sql().run("PRAGMA secure_delete = OFF"); }));
    CHECK_FALSE(succeeds(
        [](Turn& turn) { turn.sql().run("CREATE TRIGGER t AFTER INSERT ON victim_note BEGIN SELECT 1; END"); }));
}

TEST_CASE("what is sealed stays so: only a plugin named in the composition root opens, and none another's") {
    bool opened = true;
    CHECK(succeeds([&opened](Turn& turn) {
        const std::string key = turn.new_key();
        opened = turn.open(key, turn.seal(key, "my own")).ok();
    }));
    CHECK_FALSE(opened);
}

TEST_CASE("control: without the guard the thief reads it") {
    CHECK(succeeds([](Turn& turn) { turn.sql().one<std::string>("SELECT words FROM victim_note"); }, false));
}

TEST_CASE("the guard does not outlive the turn: the bot's own work goes on after a thief's") {
    Stage stage({victim(), thief([](Turn& turn) { turn.sql().run("DELETE FROM victim_note"); })});
    stage.write("Wang", "/keep");
    CHECK(stage.write("Chen", "/steal").kind == turn::Settled::Kind::dead);
    CHECK(stage.sql().one<int>("SELECT count(*) FROM victim_note") == 1);
    CHECK(stage.write("Chen", "/keep").kind == turn::Settled::Kind::dead);  // the same id: the victim's own fault
    CHECK(stage.write("Wang", "/count").kind == turn::Settled::Kind::done);
}
