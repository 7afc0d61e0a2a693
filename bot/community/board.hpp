// Boards: where a group's code hangs, and the tag in it that proves it. A tag is 8 characters of Crockford's base 32:
// 14 bits board serial, 26 bits HMAC-SHA-256 over (version, number, serial) under the tag key of that version.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/community.hpp"
#include "bot/model/result.hpp"

namespace noticeboard::community {

inline constexpr int most_boards = 1 << 14;  // of one group, withdrawn ones included

// A new board of the group, under a serial drawn from those it never had. Makes the first tag key when there is none.
// Error: not_found (group), invalid (place too long), full (all serials were used).
Result<Board> issue_board(Scope& scope, GroupId group, std::string_view place);

// From now on its tag is answered with `withdrawn`. Error: not_found; conflict when it was withdrawn already.
Result<Board> withdraw_board(Scope& scope, GroupId group, int serial);

// A new board at the place of another one, which is withdrawn. Errors of both.
Result<Board> replace_board(Scope& scope, GroupId group, int serial);

std::optional<Board> board(Scope& scope, GroupId group, int serial);
std::vector<Board> boards_of(Scope& scope, GroupId group);  // by date of issue, withdrawn ones too

// The board that a tag proves, whether issued or withdrawn; any case, O for 0, I and L for 1. Error: not_found for
// whatever else was typed: the caller notes a wrong tag (bot/community/wrong_tags.hpp). Writes nothing.
Result<Board> read_tag(Scope& scope, std::string_view number, std::string_view tag);

// Error: not_found when the key of the board's version is not in the store; forbidden when it does not open.
Result<std::string> tag_of(Scope& scope, const Group& group, const Board& board);

struct PrintedAddress {
    std::string prefix;  // "https://host/g/", byte mode
    std::string rest;    // "30521074/7K3M9QXA", alphanumeric mode
    std::string text() const { return prefix + rest; }
};

// What the board's code says. Errors of tag_of.
Result<PrintedAddress> address_of(Scope& scope, std::string_view public_url, const Group& group, const Board& board);

// Another tag key for the boards issued from here on; those on paper keep theirs. Gives its version. `keys rotate`
// never touches one: they are kept wrapped, and a version on paper never retires.
Result<int> add_tag_key(Scope& scope);

// Adds openings of a board ("<group id>:<serial>") to today's count. What is no such text is left out.
void count_scans(Scope& scope, std::string_view board, std::int64_t times);
std::int64_t scans_of(Scope& scope, GroupId group, int serial, TimePoint since);

}  // namespace noticeboard::community
