// Boards: a tag proves one board of one group, and nothing else passes for one.
#include "bot/community/board.hpp"

#include <algorithm>
#include <set>

#include "bot/community/crockford.hpp"
#include "bot/community/vault.hpp"
#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct Printed {
    Group group;
    Board board;
    std::string tag;
};

Printed print(Town& town, const std::string& name = "Beitang Women's Group") {
    Printed out{town.group(name), {}, {}};
    out.board = *community::issue_board(town.scope, out.group.id, "village office");
    out.tag = *community::tag_of(town.scope, out.group, out.board);
    return out;
}

bool opens(Town& town, std::string_view number, std::string_view tag) {
    return community::read_tag(town.scope, number, tag).ok();
}

}  // namespace

TEST_CASE("a printed tag is read back to its board, however it is typed") {
    Town town;
    const Printed paper = print(town);
    CHECK(paper.tag.size() == 8);
    CHECK(paper.tag.find_first_not_of(alphabet) == std::string::npos);
    const auto read = community::read_tag(town.scope, paper.group.number, paper.tag);
    REQUIRE(read);
    CHECK(read->id == paper.board.id);
    CHECK(read->serial == paper.board.serial);
    CHECK(read->place == "village office");

    std::string lower = paper.tag;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    CHECK(opens(town, paper.group.number, lower));
    std::string confused = paper.tag;
    std::replace(confused.begin(), confused.end(), '0', 'o');
    std::replace(confused.begin(), confused.end(), '1', 'l');
    CHECK(opens(town, paper.group.number, confused));
}

TEST_CASE("zeros and ones of a tag may be typed as letters") {
    CHECK(community::crockford_typed("oOiIlL10", 8) == "00111110");
    CHECK(community::crockford_typed("7k3m-9qxa", 8) == "7K3M9QXA");
    CHECK_FALSE(community::crockford_typed("7K3M9QXU", 8));  // U is no character of this alphabet
    CHECK_FALSE(community::crockford_typed("7K3M9QX", 8));
    CHECK_FALSE(community::crockford_typed("7K3M9QXAA", 8));
    CHECK(community::crockford(community::crockford_number("7K3M9QXA"), 8) == "7K3M9QXA");
}

TEST_CASE("every other character at every place is refused") {
    Town town;
    const Printed paper = print(town);
    for (std::size_t at = 0; at < paper.tag.size(); ++at) {
        for (const char other : alphabet) {
            if (other == paper.tag[at]) continue;
            std::string forged = paper.tag;
            forged[at] = other;
            CHECK_FALSE(opens(town, paper.group.number, forged));
        }
    }
}

TEST_CASE("invented tags are refused, also those of boards that exist") {
    Town town;
    const Printed paper = print(town);
    SeededRandom random(7);
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t mac = random.number() & 0x3ff'ffff;
        const std::string forged = community::crockford(static_cast<std::uint64_t>(paper.board.serial) << 26 | mac, 8);
        if (forged != paper.tag) REQUIRE_FALSE(opens(town, paper.group.number, forged));
        REQUIRE_FALSE(opens(town, paper.group.number, community::crockford(random.number(), 7) + "0Z"));
    }
}

TEST_CASE("another group's tag is refused, even for the same serial") {
    Town town;
    const Printed here = print(town, "Here");
    const Group there = town.group("There");
    CHECK_FALSE(opens(town, there.number, here.tag));
    town.scope.sql.run(
        "INSERT INTO board (id, grp, serial, tag_version, place, state, issued, withdrawn) "
        "VALUES (1, :grp, :serial, 1, '', 0, 0, 0)",
        there.id, here.board.serial);
    CHECK_FALSE(opens(town, there.number, here.tag));
}

TEST_CASE("a serial that was never issued is refused, though its tag be right") {
    Town town;
    const Printed paper = print(town);
    REQUIRE(opens(town, paper.group.number, paper.tag));
    town.scope.sql.run("DELETE FROM board WHERE id = :id", paper.board.id);
    CHECK_FALSE(opens(town, paper.group.number, paper.tag));
}

TEST_CASE("rubbish is refused") {
    Town town;
    const Printed paper = print(town);
    for (const char* tag : {"", "x", "7K3M9QX", "7K3M9QXAA", "<script>", "7K3M 9Q*A"}) {
        CHECK_FALSE(opens(town, paper.group.number, tag));
    }
    CHECK_FALSE(opens(town, "00000000", paper.tag));
}

TEST_CASE("a withdrawn board is still told from a forged one") {
    Town town;
    const Printed paper = print(town);
    REQUIRE(community::withdraw_board(town.scope, paper.group.id, paper.board.serial));
    const auto read = community::read_tag(town.scope, paper.group.number, paper.tag);
    REQUIRE(read);
    CHECK(read->state == Board::State::withdrawn);
    CHECK(community::withdraw_board(town.scope, paper.group.id, paper.board.serial).error().kind ==
          Error::Kind::conflict);
    CHECK(community::withdraw_board(town.scope, paper.group.id, 20'000).error().kind == Error::Kind::not_found);
}

TEST_CASE("a replaced board hangs at the same place under another serial") {
    Town town;
    const Printed paper = print(town);
    const auto fresh = community::replace_board(town.scope, paper.group.id, paper.board.serial);
    REQUIRE(fresh);
    CHECK(fresh->serial != paper.board.serial);
    CHECK(fresh->place == "village office");
    CHECK(community::board(town.scope, paper.group.id, paper.board.serial)->state == Board::State::withdrawn);
    CHECK(community::boards_of(town.scope, paper.group.id).size() == 2);
}

TEST_CASE("a new tag key leaves the paper that hangs alone") {
    Town town;
    const Printed old = print(town, "Old");
    CHECK(*community::add_tag_key(town.scope) == 2);
    const Printed fresh = print(town, "Fresh");
    CHECK(old.board.tag_version == 1);
    CHECK(fresh.board.tag_version == 2);
    CHECK(opens(town, old.group.number, old.tag));
    CHECK(opens(town, fresh.group.number, fresh.tag));
    // What makes them differ is the key of the board's version.
    Board swapped = fresh.board;
    swapped.tag_version = 1;
    CHECK(*community::tag_of(town.scope, fresh.group, swapped) != fresh.tag);
}

TEST_CASE("another master key opens no tag key") {
    Town town;
    const Printed paper = print(town);
    const community::Vault other(*crypto::Key::from("another key: 32 bytes, no secret"));
    community::Scope scope{town.scope.sql, other, town.scope.ids, town.scope.moment};
    CHECK(community::read_tag(scope, paper.group.number, paper.tag).error().kind == Error::Kind::forbidden);
}

TEST_CASE("serials are not given in a row") {
    Town town;
    const Group group = town.group();
    std::set<int> serials;
    for (int i = 0; i < 20; ++i) serials.insert(community::issue_board(town.scope, group.id, "")->serial);
    CHECK(serials.size() == 20);
    CHECK(*serials.rbegin() - *serials.begin() > 1000);
}

TEST_CASE("a group that had all its boards gets no more") {
    Town town;
    const Group group = town.group();
    town.scope.sql.begin();
    for (int serial = 0; serial < community::most_boards; ++serial) {
        if (serial == 77) continue;
        town.scope.sql.run(
            "INSERT INTO board (id, grp, serial, tag_version, place, state, issued, withdrawn) "
            "VALUES (:id, :grp, :serial, 1, '', 1, 0, 0)",
            serial + 1, group.id, serial);
    }
    town.scope.sql.commit();
    CHECK(community::issue_board(town.scope, group.id, "")->serial == 77);
    CHECK(community::issue_board(town.scope, group.id, "").error().kind == Error::Kind::full);
}

TEST_CASE("the address on the paper") {
    Town town;
    const Printed paper = print(town);
    const auto address = community::address_of(town.scope, "https://nb.example", paper.group, paper.board);
    REQUIRE(address);
    CHECK(address->prefix == "https://nb.example/g/");
    CHECK(address->text() == "https://nb.example/g/" + paper.group.number + "/" + paper.tag);
}

TEST_CASE("openings are counted per board and day") {
    Town town;
    const Printed paper = print(town);
    const std::string subject = to_string(paper.group.id) + ":" + std::to_string(paper.board.serial);
    community::count_scans(town.scope, subject, 3);
    community::count_scans(town.scope, subject, 4);
    const TimePoint first_day = town.scope.now();
    town.pass(24h);
    community::count_scans(town.scope, subject, 5);
    for (const char* rubbish : {"", "12", "12:", ":3", "a:b", "12:3x"}) community::count_scans(town.scope, rubbish, 9);
    CHECK(community::scans_of(town.scope, paper.group.id, paper.board.serial, first_day) == 12);
    CHECK(community::scans_of(town.scope, paper.group.id, paper.board.serial, town.scope.now()) == 5);
    CHECK(town.scope.sql.one<int>("SELECT count(*) FROM scan") == 2);
}
