// Boards and their tags: see board.hpp.
#include "bot/community/board.hpp"

#include <charconv>

#include "bot/community/crockford.hpp"
#include "bot/community/given.hpp"
#include "bot/community/group.hpp"
#include "bot/community/vault.hpp"
#include "bot/crypto/hash.hpp"

namespace noticeboard::community {
namespace {

constexpr int mac_bits = 26;
constexpr std::int64_t day_length = 86'400'000;  // milliseconds

std::string key_owner(int version) {
    return "tag:" + std::to_string(version);
}

Result<crypto::Key> tag_key(Scope& scope, int version) {
    const auto wrapped = scope.sql.one<std::string>("SELECT wrapped FROM tag_key WHERE version = :version", version);
    if (!wrapped) return not_found("tag key " + std::to_string(version) + " is not in the store");
    return scope.vault.sealer().unwrap(*wrapped, key_owner(version));
}

std::string tag_text(const crypto::Key& key, int version, std::string_view number, int serial) {
    const std::string said =
        "board|" + std::to_string(version) + '|' + std::string(number) + '|' + std::to_string(serial);
    const std::string mac = crypto::hmac_sha256(key.bytes(), said);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i) bits = bits << 8 | static_cast<unsigned char>(mac[i]);
    return crockford(static_cast<std::uint64_t>(serial) << mac_bits | bits >> (32 - mac_bits), 8);
}

using Row = std::tuple<BoardId, GroupId, int, int, std::string, Board::State, TimePoint>;

Board read(Row row) {
    auto& [id, group, serial, version, place, state, issued] = row;
    return {id, group, serial, version, std::move(place), state, issued};
}

Result<int> newest_version(Scope& scope) {
    const auto newest = scope.sql.one<std::optional<int>>("SELECT max(version) FROM tag_key");
    if (newest && *newest) return **newest;
    return add_tag_key(scope);
}

std::optional<std::pair<GroupId, int>> parsed(std::string_view subject) {
    std::int64_t group = 0;
    int serial = 0;
    const char* end = subject.data() + subject.size();
    const auto first = std::from_chars(subject.data(), end, group);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, serial);
    if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
    return std::pair(GroupId{group}, serial);
}

}  // namespace

Result<int> add_tag_key(Scope& scope) {
    const int version = scope.sql.one<std::optional<int>>("SELECT max(version) FROM tag_key").value().value_or(0) + 1;
    Random& random = scope.moment.random;
    const auto made = scope.sql.run(
        "INSERT INTO tag_key (version, wrapped, created) VALUES (:version, :wrapped, :created) ON CONFLICT (version) "
        "DO "
        "NOTHING",
        version, scope.vault.sealer().wrap(crypto::Key::random(random), key_owner(version), random), scope.now());
    if (made == 0) return conflict("somebody else has just made tag key " + std::to_string(version));
    return version;
}

Result<Board> issue_board(Scope& scope, GroupId group_id, std::string_view place) {
    if (!group(scope, group_id)) return not_found("there is no such group");
    auto where = given("place", place, longest_name, Blank::allowed);
    if (!where) return where.error();
    auto version = newest_version(scope);
    if (!version) return version.error();
    Board out;
    out.id = scope.make_id<BoardId>();
    out.group = group_id;
    out.tag_version = *version;
    out.place = std::move(*where);
    out.issued = scope.now();
    const auto used = scope.sql.one<int>("SELECT count(*) FROM board WHERE grp = :grp", group_id).value_or(0);
    if (used >= most_boards) return full("this group has had all the boards it can have");
    while (true) {  // ends soon: not all serials are used
        out.serial = static_cast<int>(scope.moment.random.number() % most_boards);
        const auto added = scope.sql.run(
            "INSERT INTO board (id, grp, serial, tag_version, place, state, issued, withdrawn) VALUES (:id, :grp, "
            ":serial, :version, :place, 0, :issued, 0) ON CONFLICT (grp, serial) DO NOTHING",
            out.id, out.group, out.serial, out.tag_version, out.place, out.issued);
        if (added == 1) return out;
    }
}

Result<Board> withdraw_board(Scope& scope, GroupId group, int serial) {
    const auto done = scope.sql.run(
        "UPDATE board SET state = 1, withdrawn = :now WHERE grp = :grp AND serial = :serial AND state = 0", scope.now(),
        group, serial);
    auto found = board(scope, group, serial);
    if (!found) return not_found("this group has no board " + std::to_string(serial));
    if (done == 0) return conflict("board " + std::to_string(serial) + " was withdrawn already");
    return std::move(*found);
}

Result<Board> replace_board(Scope& scope, GroupId group, int serial) {
    const auto old = withdraw_board(scope, group, serial);
    if (!old) return old.error();
    return issue_board(scope, group, old->place);
}

std::optional<Board> board(Scope& scope, GroupId group, int serial) {
    auto row = scope.sql.one<BoardId, GroupId, int, int, std::string, Board::State, TimePoint>(
        "SELECT id, grp, serial, tag_version, place, state, issued FROM board WHERE grp = :grp AND serial = :serial",
        group, serial);
    if (!row) return std::nullopt;
    return read(std::move(*row));
}

std::vector<Board> boards_of(Scope& scope, GroupId group) {
    std::vector<Board> out;
    scope.sql.each<BoardId, GroupId, int, int, std::string, Board::State, TimePoint>(
        "SELECT id, grp, serial, tag_version, place, state, issued FROM board WHERE grp = :grp ORDER BY issued, id",
        [&out](auto... columns) { out.push_back(read(Row(std::move(columns)...))); }, group);
    return out;
}

Result<Board> read_tag(Scope& scope, std::string_view number, std::string_view tag) {
    const Error unknown = not_found("no board of this group has this tag");
    const auto typed = crockford_typed(tag, 8);
    if (!typed) return unknown;
    const auto group = group_by_number(scope, number);
    if (!group) return unknown;
    auto found = board(scope, group->id, static_cast<int>(crockford_number(*typed) >> mac_bits));
    if (!found) return unknown;
    const auto printed = tag_of(scope, *group, *found);
    if (!printed) return printed.error();
    if (!crypto::same(*printed, *typed)) return unknown;
    return std::move(*found);
}

Result<std::string> tag_of(Scope& scope, const Group& group, const Board& board) {
    const auto key = tag_key(scope, board.tag_version);
    if (!key) return key.error();
    return tag_text(*key, board.tag_version, group.number, board.serial);
}

Result<PrintedAddress> address_of(Scope& scope, std::string_view public_url, const Group& group, const Board& board) {
    const auto tag = tag_of(scope, group, board);
    if (!tag) return tag.error();
    return PrintedAddress{std::string(public_url) + "/g/", group.number + '/' + *tag};
}

void count_scans(Scope& scope, std::string_view subject, std::int64_t times) {
    const auto counted = parsed(subject);
    if (!counted) return;
    scope.sql.run(
        "INSERT INTO scan (grp, serial, day, times) VALUES (:grp, :serial, :day, :times) "
        "ON CONFLICT (grp, serial, day) DO UPDATE SET times = scan.times + excluded.times",
        counted->first, counted->second, to_millis(scope.now()) / day_length, times);
}

std::int64_t scans_of(Scope& scope, GroupId group, int serial, TimePoint since) {
    return scope.sql
        .one<std::int64_t>(
            "SELECT coalesce(sum(times), 0) FROM scan WHERE grp = :grp AND serial = :serial AND "
            "day >= :day",
            group, serial, to_millis(since) / day_length)
        .value_or(0);
}

}  // namespace noticeboard::community
