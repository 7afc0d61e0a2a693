// Import: spreadsheets in, refused rows out, nothing half applied, and the server goes on.
#include "bot/community/import.hpp"

#include <atomic>
#include <thread>

#include "bot/community/csv.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;
using community::Charset;
using community::ImportReport;
using community::Subject;

namespace {

community::Import quick(Subject subject) {
    community::Import how;
    how.subject = subject;
    how.rest = [] {};
    return how;
}

ImportReport read(Town& town, Subject subject, const std::string& text) {
    auto report = community::import_csv(town.scope, text, quick(subject));
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    return *report;
}

int count(Town& town, const std::string& name) {
    return *town.scope.sql.one<int>("SELECT count(*) FROM grp WHERE name = :name", name);
}

}  // namespace

TEST_CASE("units and groups as a county's spreadsheet has them, in GB18030") {
    Town town;
    const std::string units =
        "序号,单位代码（12位）,名称,级别\r\n1,330523000000,安吉县,3\r\n2,330523001000,递铺街道,4\r\n";
    const auto report = read(town, Subject::units, community::encoded(units, Charset::gb18030));
    CHECK(report.added == 2);
    CHECK(community::unit(town.scope, "33.05.23.001")->name == "递铺街道");

    const std::string groups =
        "单位代码;群名;群主;介绍;语言;审批\r\n"
        "330523001;递铺姐妹群;张秀英;\"我住桥头，\n有事找我。\";中文、英文;是\r\n";
    CHECK(read(town, Subject::groups, community::encoded(groups, Charset::gb18030)).added == 1);
    const auto made = community::groups_under(town.scope, "33.05.23");
    REQUIRE(made.size() == 1);
    CHECK(made[0].leader == "张秀英");
    CHECK(made[0].introduction == "我住桥头，\n有事找我。");
    CHECK(made[0].languages == std::vector<std::string>{"zh", "en"});
    CHECK(made[0].approval);
    CHECK(text::damm_valid(made[0].number));
}

TEST_CASE("bad rows come back with line and reason, good ones go in") {
    Town town;
    const std::string file =
        "unit,name,approval,languages\n"
        "33.05.22.103,Good,yes,zh\n"
        "3.30522E+11,Rounded,,\n"
        "33052,Odd,,\n"
        "33.99,Nowhere,,\n"
        "33.05.22.103,,,\n"
        "33.05.22.103,Maybe,perhaps,\n"
        "33.05.22.103,Tongues,,\"zh & en\"\n"
        ",Missing,,\n"
        "33.05.22.103,Good,no,\n"
        "33.05.22.103," +
        std::string(100, 'x') + ",,\n";
    const auto report = read(town, Subject::groups, file);
    CHECK(report.rows == 10);
    CHECK(report.added == 1);
    CHECK(report.refused == 9);
    const auto back = community::decoded(report.refused_rows);
    REQUIRE(back);
    CHECK(back->charset == Charset::utf8_with_mark);  // or Excel would read it wrongly
    CHECK(back->text.starts_with("line,reason,unit,name,approval,languages\r\n"));
    community::CsvReader reader(back->text);
    std::vector<std::string> row;
    REQUIRE(reader.next(row));
    for (const auto& [line, reason] : {std::pair{"3", "The spreadsheet rounded the unit code to 3.30522E+11."},
                                       {"4", "“33052” is no unit code:"},
                                       {"5", "Unit 33.99 is not there yet;"},
                                       {"6", "The name is missing."},
                                       {"7", "“perhaps” is neither yes nor no."},
                                       {"8", "“zh & en” is no list of languages"},
                                       {"9", "The unit code is missing."},
                                       {"10", "Line 2 says the same unit or group already."},
                                       {"11", "“xxx"}}) {
        REQUIRE(reader.next(row));
        CHECK(row[0] == line);
        CHECK_MESSAGE(row[1].starts_with(reason), row[1]);
    }
    CHECK_FALSE(reader.next(row));
}

TEST_CASE("refused rows, corrected, are imported from the very file that came back") {
    Town town;
    const auto report = read(town, Subject::groups, "unit,name\n33.05.22.103,\n");
    std::string text = community::decoded(report.refused_rows)->text;
    text.replace(text.rfind(",\r\n"), 3, ",Named\r\n");
    CHECK(read(town, Subject::groups, text).added == 1);
}

TEST_CASE("the same file again changes nothing, a changed one changes what it says") {
    Town town;
    const std::string file = "unit,name,leader,introduction\n33.05.22.103,One,Li,Old\n33.05.22.103,Two,Li,\n";
    CHECK(read(town, Subject::groups, file).added == 2);
    const std::string number = community::groups_under(town.scope, "33.05.22.103")[0].number;
    const auto again = read(town, Subject::groups, file);
    CHECK(again.added == 0);
    CHECK(again.same == 2);
    const auto changed = read(town, Subject::groups, "unit,name,leader,introduction\n33.05.22.103,One,Chen,\n");
    CHECK(changed.changed == 1);
    const Group one = community::groups_under(town.scope, "33.05.22.103")[0];
    CHECK(one.leader == "Chen");
    CHECK(one.introduction == "Old");  // an empty cell takes nothing away
    CHECK(one.number == number);
    CHECK(read(town, Subject::units, "code,name\n33,Zhejiang\n33.05,Huzhou City\n").changed == 1);
}

TEST_CASE("an official imports below her own unit only") {
    Town town;
    community::Import how = quick(Subject::groups);
    how.under = "33.05.22.103";
    const auto report =
        *community::import_csv(town.scope, "unit,name\n33.05.22.103.207,Hers\n33.05.22.104,Not hers\n", how);
    CHECK(report.added == 1);
    CHECK(report.refused == 1);
    CHECK(count(town, "Not hers") == 0);
}

TEST_CASE("a file that is none is refused as a whole, with the column's name") {
    Town town;
    const auto refused = [&](Subject subject, const std::string& text) {
        return community::import_csv(town.scope, text, quick(subject)).error().message;
    };
    CHECK(refused(Subject::units, "") == "the file is empty");
    CHECK(refused(Subject::units, "a,b\n1,2\n").find("单位代码") != std::string::npos);
    CHECK(refused(Subject::groups, "unit,leader\n33,Li\n").find("群名") != std::string::npos);
    CHECK(refused(Subject::units, std::string("PK\0", 3)).find("no CSV file") != std::string::npos);
    CHECK(town.scope.sql.one<int>("SELECT count(*) FROM import") == 0);
}

TEST_CASE("stopped before it was accepted, nothing has happened; after, whoever comes next finishes it") {
    struct Stop {};
    std::string file = "unit,name\n";
    for (int i = 0; i < 3000; ++i) file += "33.05.22.103,Group " + std::to_string(i) + "\n";
    int partly = 0, without = 0;
    for (int stop_at = 1; stop_at < 40; stop_at += 3) {
        Town town;
        int rests = 0;
        community::Import how = quick(Subject::groups);
        how.rest = [&] {
            if (++rests == stop_at) throw Stop{};
        };
        bool stopped = false;
        try {
            (void)community::import_csv(town.scope, file, how);
        } catch (const Stop&) {
            stopped = true;
        }
        if (!stopped) break;
        const bool accepted = *town.scope.sql.one<int>("SELECT count(*) FROM import WHERE state = 1") == 1;
        const auto before = community::count_groups(town.scope, "");
        if (accepted) {
            ++partly;
            CHECK(community::finish_imports(town.scope, [] {}) == 3000 - before);
            CHECK(community::count_groups(town.scope, "") == 3000);
        } else {
            ++without;
            CHECK(before == 0);
            CHECK(community::finish_imports(town.scope, [] {}) == 0);
            CHECK(community::count_groups(town.scope, "") == 0);
            town.pass(24h);
            community::finish_imports(town.scope, [] {});
        }
        CHECK(town.scope.sql.one<int>("SELECT count(*) FROM staged") == 0);
        CHECK(town.scope.sql.one<int>("SELECT count(*) FROM import") == 0);
    }
    CHECK(partly > 0);
    CHECK(without > 0);
}

TEST_CASE("many rows go in while the server writes") {
    Town town;
    std::string file = "单位代码,群名,群主\n";
    for (int i = 0; i < 20'000; ++i) file += "330522103207,第" + std::to_string(i) + "姐妹群,李桂芳\n";
    std::atomic<bool> done{false};
    std::atomic<int> turns{0};
    std::atomic<bool> failed{false};
    const auto database = *store::Database::open("sqlite:" + town.stage.file("stage.db"), store::Durability::normal);
    std::thread server([&] {
        const auto session = database.session(store::Access::write);
        session->script("CREATE TABLE turns (n BIGINT)");
        try {
            while (!done) {
                session->begin();
                session->run("INSERT INTO turns (n) VALUES (:n)", turns.load());
                session->commit();
                ++turns;
            }
        } catch (const store::Failure&) {
            failed = true;
        }
    });
    community::Import how;
    how.subject = Subject::groups;
    int slices = 0;
    how.rest = [&] {
        ++slices;
        std::this_thread::sleep_for(1ms);
    };
    const auto report = community::import_csv(town.scope, file, how);
    done = true;
    server.join();
    REQUIRE(report);
    CHECK(report->added == 20'000);
    CHECK_FALSE(failed);
    CHECK(slices > 40);         // it gave way often …
    CHECK(turns > slices / 4);  // … and the server used it
    CHECK(community::count_groups(town.scope, "33.05.22") == 20'000);
}
