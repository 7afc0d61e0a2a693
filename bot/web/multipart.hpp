// Multipart forms (RFC 7578): what a browser sends when a form holds a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/model/result.hpp"

namespace noticeboard::web {

struct Part {
    std::string name;        // of the form's field
    bool is_file = false;    // whether it names a file; the name itself is dropped: nobody needs it
    std::string type;        // its Content-Type in lower case, or empty
    std::string_view bytes;  // into the body that was given
};

// The parts of a body of this Content-Type. Error: invalid (no such body, cut short, more than `most` parts).
Result<std::vector<Part>> read_multipart(std::string_view content_type, std::string_view body, std::size_t most = 16);

}  // namespace noticeboard::web
