// What ships inside the program: the JSON files of this folder as they were when it was built.
#pragma once

#include <string_view>

namespace noticeboard::builtin {

extern const std::string_view schema;    // schema.json
extern const std::string_view roles;     // roles.json
extern const std::string_view limits;    // limits.json
extern const std::string_view hotlines;  // hotlines.json
extern const std::string_view topics;    // topics.json
extern const std::string_view moderation;

}  // namespace noticeboard::builtin
