// The words of a notice as a group reads them: who speaks, what, and where its genuine text stands.
#pragma once

#include <string>
#include <string_view>

#include "bot/model/notice.hpp"
#include "bot/text/catalog.hpp"

namespace noticeboard::community {

// What of its texts a reader of these languages gets: the first she knows, else the one the catalogue names first.
std::string_view notice_language(const Notice& notice, std::string_view languages, const text::Catalog& catalog);

struct Wording {
    std::string office;  // name of the unit that speaks; may be empty
    std::string of;      // spaced number of what it corrects or recalls, or empty
    std::string_view public_url;
};
std::string notice_words(const Notice& notice, std::string_view language, const Wording& wording,
                         const text::Catalog& catalog);

std::string notice_address(const Notice& notice, std::string_view public_url);

}  // namespace noticeboard::community
