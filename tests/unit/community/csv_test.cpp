// CSV as spreadsheets write it, and bytes that are none.
#include "bot/community/csv.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using community::Charset;
using community::CsvReader;

namespace {

std::vector<std::vector<std::string>> rows(std::string_view text) {
    CsvReader reader(text);
    std::vector<std::vector<std::string>> out;
    std::vector<std::string> row;
    while (reader.next(row)) out.push_back(row);
    return out;
}
using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("the separator is the one the first line uses") {
    CHECK(rows("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(rows("a;b\n1,5;2\n") == Rows{{"a", "b"}, {"1,5", "2"}});
    CHECK(rows("a\tb\n1\t2") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(rows("sep=;\na;b\n") == Rows{{"a", "b"}});
    CHECK(rows("\"a;x;y\",b\n1,2\n") == Rows{{"a;x;y", "b"}, {"1", "2"}});
}

TEST_CASE("quotes, doubled quotes, line breaks inside, and every kind of line end") {
    CHECK(rows("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\r\n") == Rows{{"a", "b"}, {"x, y", "say \"hi\""}});
    CHECK(rows("a,b\r\"two\nlines\",2\r") == Rows{{"a", "b"}, {"two\nlines", "2"}});
    CHECK(rows("a,b\n\n,,\n1,\n") == Rows{{"a", "b"}, {"1", ""}});  // empty rows are passed over
    CHECK(rows("a,\"never closed\n1,2") == Rows{{"a", "never closed\n1,2"}});
    CHECK(rows("").empty());
    CHECK(rows("\xEF\xBB\xBF"
               "a,b") == Rows{{"a", "b"}});
}

TEST_CASE("a row knows its line, also after a line break inside quotes") {
    CsvReader reader("a,b\n\"x\ny\",1\n\nz,2\n");
    std::vector<std::string> row;
    std::vector<std::int64_t> lines;
    while (reader.next(row)) lines.push_back(reader.line());
    CHECK(lines == std::vector<std::int64_t>{1, 2, 5});
}

TEST_CASE("UTF-8 and GB18030 are told apart and written back") {
    const std::string text = "单位代码,名称\r\n33,浙江\r\n";
    const std::string gb = community::encoded(text, Charset::gb18030);
    CHECK(gb.starts_with("\xb5\xa5\xce\xbb"));  // 单位 in GB2312
    CHECK(community::decoded(gb)->text == text);
    CHECK(community::decoded(gb)->charset == Charset::gb18030);
    CHECK(community::decoded(text)->charset == Charset::utf8);
    const std::string marked = community::encoded(text, Charset::utf8);
    CHECK(marked.starts_with("\xEF\xBB\xBF"));
    CHECK(community::decoded(marked)->text == text);
    CHECK(community::decoded(marked)->charset == Charset::utf8_with_mark);
    CHECK(community::decoded(community::encoded("𠮷、㐀", Charset::gb18030))->text == "𠮷、㐀");  // four bytes each
}

TEST_CASE("what is no text is refused") {
    CHECK(community::decoded(std::string("PK\x03\x04\0\0", 6)).error().kind == Error::Kind::invalid);
    CHECK(community::decoded("\xff\xff\xff").error().kind == Error::Kind::invalid);
    CHECK(community::decoded("\xEF\xBB\xBF\xff").error().kind == Error::Kind::invalid);
}

TEST_CASE("a written line is read again, and no spreadsheet runs it") {
    const std::vector<std::string> fields{"a,b", "say \"hi\"", "two\nlines", "", "plain"};
    CHECK(rows(community::csv_line(fields)) == Rows{fields});
    CHECK(rows(community::csv_line(fields, ';')) == Rows{fields});
    CHECK(community::csv_line({"=HYPERLINK(1)", "+1", "-1", "@x"}) == "'=HYPERLINK(1),'+1,'-1,'@x\r\n");
}
