// CSV as Excel writes it in China: GB18030 or UTF-8 with a mark, separated by comma, semicolon or tab.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/model/result.hpp"

namespace noticeboard::community {

enum class Charset { utf8, utf8_with_mark, gb18030 };

struct Decoded {
    std::string text;  // UTF-8
    Charset charset = Charset::utf8;
};

// The text of a file. Error: invalid when it is neither UTF-8 nor GB18030 (an .xlsx, for example).
Result<Decoded> decoded(std::string_view bytes);

// The file's bytes again; UTF-8 always with its mark, without which Excel would read it wrongly.
std::string encoded(std::string_view text, Charset charset);

class CsvReader {  // RFC 4180, and what else Excel does; keeps a view of the text
 public:
    explicit CsvReader(std::string_view text);

    // The next row that is not empty. False at the end. An unclosed quote ends with the text.
    bool next(std::vector<std::string>& fields);

    std::int64_t line() const { return row_line_; }  // where the row began, from 1
    char separator() const { return separator_; }

 private:
    std::string field();

    std::string_view text_;
    std::size_t at_ = 0;
    char separator_ = ',';
    std::int64_t line_ = 1, row_line_ = 0;
};

// One line with its end; texts are quoted where they must be, and where a spreadsheet would take them for a formula.
std::string csv_line(const std::vector<std::string>& fields, char separator = ',');

}  // namespace noticeboard::community
