// Source: a configuration file as plain JSON text, comments gone, environment and files filled in.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/result.hpp"

namespace noticeboard {

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

std::optional<std::string> process_environment(const std::string& name);

// The whole file; `not_found` or `invalid` names it.
Result<std::string> file_text(const std::filesystem::path& file);

// JSON with comments as plain JSON. `invalid` tells line and column of a slip, and names a key that stands twice in one
// object.
Result<std::string> plain_json(std::string_view text);

// The document with "${NAME}" replaced from the environment inside every text ("$${" stands for "${" itself), then
// every text "file:PATH" replaced by that file's content without its last line end; paths start at `folder`. What could
// not be replaced is told in `problems`, one sentence each that names the key.
std::string expanded(std::string_view json, const std::filesystem::path& folder, const Environment& environment,
                     std::vector<std::string>& problems);

}  // namespace noticeboard
