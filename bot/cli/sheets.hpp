// Sheets: what a group's poster says, in words of the catalogue.
#pragma once

#include "bot/cli/tool.hpp"
#include "bot/model/community.hpp"
#include "qr/sheet.hpp"

namespace noticeboard::cli {

struct PosterWishes {
    std::string language;  // empty: the group's first, else the configuration's
    std::string photo;     // bytes, or empty
    bool practice = false;
};

// The sheet of a group's board. Refused when the address does not fit into a printed code.
qr::Sheet sheet_of(Tool& tool, const Group& group, const Board& board, const PosterWishes& wishes);

}  // namespace noticeboard::cli
