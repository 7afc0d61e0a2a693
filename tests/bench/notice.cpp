// Notices beside the bare SQL that they need.
//   bench_notice fill CONFIG GROUPS       groups with a chat each, into a store that `serve` then uses
//   bench_notice enqueue GROUPS [ROUNDS]  freezing an audience beside the same statements by SQLite's own interface
#include "bot/community/notice/notice.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <iostream>

#include "bot/app/home.hpp"
#include "bot/community/chat.hpp"
#include "bot/community/group.hpp"
#include "bot/community/notice/ledger.hpp"
#include "bot/community/schema.hpp"
#include "bot/community/unit.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/random.hpp"
#include "bot/text/group_number.hpp"
#include "bot/turn/router.hpp"
#include "plugins/plugins.hpp"
#include "tests/stage/stage.hpp"

using namespace noticeboard;

namespace {

// A thousand townships, groups spread over them; what an import makes of them is not what is measured.
void fill(community::Scope& scope, const std::string& account, int groups) {
    scope.sql.begin();
    static_cast<void>(community::add_unit(scope, "33", "Bench Province"));
    for (int i = 0; i < groups; ++i) {
        const std::string digits = std::to_string(1'000'000 + i);
        const GroupId group = scope.make_id<GroupId>();
        char unit[24];
        std::snprintf(unit, sizeof unit, "33.%02d.%02d", i % 1000 / 100 + 1, i % 100 + 1);
        scope.sql.run(
            "INSERT INTO grp (id, number, unit, name, kind, leader, introduction, rules, languages, approval, state, "
            "created) VALUES (:id, :number, :unit, :name, 'village', '', '', '', 'en', 0, 0, 0)",
            group, digits + text::damm_check_digit(digits), unit, "Group " + digits);
        Place place;
        place.id = "-100" + std::to_string(1'000'000'000 + i);
        place.room = Room::group;
        const Chat chat = community::visit(scope, account, place);
        scope.sql.run("UPDATE chat SET grp = :grp WHERE id = :id", group, chat.id);
        if (i % 20'000 == 19'999) scope.sql.commit(), scope.sql.begin();
    }
    scope.sql.commit();
}

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

// What `serve` does when a notice begins, in the same transactions.
double freeze(community::Scope& scope, NoticeId id) {
    const auto began = Clock::now();
    const auto audience = community::Audience::parse("33");
    community::Cutter cutter;
    community::each_aim(scope, *audience, {{"telegram", {"telegram", Way::machine, 30}}},
                        [&](const community::Aim& aim) { cutter.add(aim); });
    const auto chunks = cutter.cut();
    for (std::size_t from = 0; from < chunks.size(); from += 8) {
        scope.sql.begin();
        for (std::size_t i = from; i < std::min(from + 8, chunks.size()); ++i)
            community::keep_chunk(scope, id, chunks[i]);
        scope.sql.commit();
    }
    return seconds_since(began);
}

// The same reads and writes by SQLite's own interface: the ids collected, and as many bytes written.
double bare(sqlite3* db, std::int64_t id) {
    const auto began = Clock::now();
    const auto prepared = [db](const char* text) {
        sqlite3_stmt* out = nullptr;
        if (sqlite3_prepare_v2(db, text, -1, &out, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
        return out;
    };
    sqlite3_stmt* select = prepared(
        "SELECT COALESCE(c.id, 0), COALESCE(c.account, ''), COALESCE(c.presence, 0), g.id FROM grp g LEFT JOIN chat c "
        "ON "
        "c.grp = g.id AND c.state < 5 WHERE g.unit >= '33' AND g.unit < '33/' AND g.state = 0 ORDER BY g.unit, g.name");
    std::vector<std::int64_t> ids;
    while (sqlite3_step(select) == SQLITE_ROW) {
        if (std::strcmp(reinterpret_cast<const char*>(sqlite3_column_text(select, 1)), "telegram") == 0)
            ids.push_back(sqlite3_column_int64(select, 0));
    }
    sqlite3_finalize(select);
    std::sort(ids.begin(), ids.end());
    sqlite3_stmt* chunk = prepared("INSERT INTO notice_chunk VALUES (?, ?, 'telegram', 0, ?, ?, ?, ?)");
    sqlite3_stmt* progress = prepared("INSERT INTO notice_progress VALUES (?, ?, '', '', 1)");
    const std::string bytes(2400, 'A');  // what 500 packed ids take
    int number = 0;
    for (std::size_t from = 0; from < ids.size(); from += 500, ++number) {
        if (number % 8 == 0)
            sqlite3_exec(db, number == 0 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
        const std::size_t end = std::min(from + 500, ids.size());
        sqlite3_bind_int64(chunk, 1, id);
        sqlite3_bind_int(chunk, 2, number);
        sqlite3_bind_int64(chunk, 3, ids[from]);
        sqlite3_bind_int64(chunk, 4, ids[end - 1]);
        sqlite3_bind_text(chunk, 5, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
        sqlite3_bind_int64(chunk, 6, static_cast<std::int64_t>(end - from));
        sqlite3_bind_int64(progress, 1, id);
        sqlite3_bind_int(progress, 2, number);
        for (sqlite3_stmt* one : {chunk, progress}) {
            if (sqlite3_step(one) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db));
            sqlite3_reset(one);
        }
    }
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_finalize(chunk);
    sqlite3_finalize(progress);
    return seconds_since(began);
}

int enqueue(int groups, int rounds) {
    tests::Stage::Options options;
    options.durability = store::Durability::full;
    tests::Stage stage({}, options);
    community::Scope scope = stage.scope();
    fill(scope, "telegram", groups);
    sqlite3* db = nullptr;
    sqlite3_open(stage.file("stage.db").c_str(), &db);
    sqlite3_exec(
        db,
        "PRAGMA synchronous=FULL; PRAGMA cache_size=-12000; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
        "PRAGMA wal_autocheckpoint=4000",
        nullptr, nullptr, nullptr);  // as the store's own sessions
    std::vector<double> ours, theirs;
    for (int round = 0; round <= rounds; ++round) {  // the first warms up
        const double mine = freeze(scope, NoticeId{1000 + round});
        const double floor = bare(db, 2000 + round);
        if (round == 0) continue;
        ours.push_back(mine);
        theirs.push_back(floor);
    }
    sqlite3_close(db);
    const auto median = [](std::vector<double>& all) {
        std::sort(all.begin(), all.end());
        return all[all.size() / 2];
    };
    std::printf(
        "%d groups frozen: noticeboard %.2f s (%.2f-%.2f), bare SQL %.2f s (%.2f-%.2f), ratio %.2f; median of %d "
        "rounds\n",
        groups, median(ours), ours.front(), ours.back(), median(theirs), theirs.front(), theirs.back(),
        median(ours) / median(theirs), rounds);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "enqueue")
        return enqueue(count > 2 ? std::stoi(arguments[2]) : 900'000, count > 3 ? std::stoi(arguments[3]) : 3);
    if (what != "fill" || count < 4) return 2;
    const auto config = load_config(arguments[2]);
    if (!config) return std::cerr << config.error().message << "\n", 1;
    auto home = app::Home::open(*config, app::Home::Use::tool);
    if (!home || !home->migrate(turn::Router(all_plugins()))) return 1;
    const auto session = home->database().session(store::Access::write);
    crypto::SystemRandom random;
    store::IdMaker ids(700);
    community::Scope scope{
        *session, home->vault(), ids, {std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()), random}};
    fill(scope, "telegram", std::stoi(arguments[3]));
    return 0;
}
