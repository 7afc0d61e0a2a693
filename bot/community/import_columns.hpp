// Which column of an imported file is which, and what its cells mean: names and words in Chinese and English, as data.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/import.hpp"

namespace noticeboard::community {

enum class Field { unit, name, kind, leader, introduction, rules, languages, approval };
inline constexpr std::size_t field_count = 8;

class Columns {
 public:
    // Error: invalid, names the column that is missing.
    static Result<Columns> find(Subject subject, const std::vector<std::string>& header);

    // The cell, trimmed; empty when the file has no such column or the row ends before it.
    std::string cell(const std::vector<std::string>& row, Field field) const;

 private:
    std::array<std::optional<std::size_t>, field_count> at_{};
};

enum class Yes { no, yes, not_said };
std::optional<Yes> yes_or_no(std::string_view cell);                          // "是", "no", ""
std::optional<std::vector<std::string>> languages_in(std::string_view cell);  // "中文、English" → zh, en

}  // namespace noticeboard::community
