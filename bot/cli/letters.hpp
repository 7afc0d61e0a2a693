// Letters: one sheet of paper that makes somebody a group's leader, once her township has confirmed her.
#pragma once

#include <cstdint>
#include <string>

#include "bot/cli/tool.hpp"
#include "bot/community/claim.hpp"
#include "bot/model/community.hpp"
#include "qr/sheet.hpp"

namespace noticeboard::cli {

// The sheet for posters/letter.svg, in the group's language. Refused when public_url is missing or too long for a code.
qr::Sheet letter_of(Tool& tool, const Group& group, const community::IssuedClaim& issued);

struct Printed {
    std::int64_t letters = 0;
    std::int64_t led = 0;      // groups that have a confirmed leader: no letter
    std::int64_t waiting = 0;  // … or one who has claimed it and waits for her township
};

// A letter for the leader of each group at a unit and below that has no confirmed leader, in the order of units and
// names, as one PDF. Earlier letters for these groups are void. Refused when there is nothing to print.
Printed print_letters(Tool& tool, const std::string& unit, int days, const std::string& out);

}  // namespace noticeboard::cli
