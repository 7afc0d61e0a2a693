// How a row looks: on a page, and by itself for live updates.
#pragma once

#include <string>

#include "bot/model/page.hpp"
#include "bot/text/catalog.hpp"
#include "bot/webchat/row.hpp"

namespace noticeboard::webchat {

struct RowLook {
    std::string place, visitor, language;
    const text::Catalog& catalog;
    std::string nonce;
};

// For the template's {{>chat_row}}; `choices`: its buttons can be pressed.
Values values_of(const Row& row, const RowLook& look, bool choices);
std::string row_html(const Row& row, const RowLook& look);

bool chooses(const Row& row);  // whether it has buttons to press

}  // namespace noticeboard::webchat
