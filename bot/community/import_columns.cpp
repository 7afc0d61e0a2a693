// Columns of an imported file: see import_columns.hpp.
#include "bot/community/import_columns.hpp"

#include <algorithm>

#include "bot/text/fold.hpp"

namespace noticeboard::community {
namespace {

struct Heading {
    Field field;
    std::string_view word;  // folded: lower case, simplified, without what stands in brackets
};

constexpr Heading of_units[] = {
    {Field::unit, "单位代码"},       {Field::unit, "单位编码"}, {Field::unit, "编码"},
    {Field::unit, "代码"},           {Field::unit, "区划代码"}, {Field::unit, "行政区划代码"},
    {Field::unit, "统计用区划代码"}, {Field::unit, "code"},     {Field::unit, "unit code"},
    {Field::unit, "unit"},           {Field::name, "名称"},     {Field::name, "单位名称"},
    {Field::name, "单位"},           {Field::name, "name"},     {Field::name, "unit name"},
};

constexpr Heading of_groups[] = {
    {Field::unit, "单位代码"},       {Field::unit, "单位编码"},
    {Field::unit, "编码"},           {Field::unit, "代码"},
    {Field::unit, "区划代码"},       {Field::unit, "行政区划代码"},
    {Field::unit, "统计用区划代码"}, {Field::unit, "unit"},
    {Field::unit, "unit code"},      {Field::unit, "code"},
    {Field::name, "群名"},           {Field::name, "群名称"},
    {Field::name, "名称"},           {Field::name, "小组名称"},
    {Field::name, "name"},           {Field::name, "group"},
    {Field::name, "group name"},     {Field::kind, "类型"},
    {Field::kind, "类别"},           {Field::kind, "kind"},
    {Field::leader, "群主"},         {Field::leader, "负责人"},
    {Field::leader, "组长"},         {Field::leader, "leader"},
    {Field::introduction, "介绍"},   {Field::introduction, "群介绍"},
    {Field::introduction, "简介"},   {Field::introduction, "introduction"},
    {Field::rules, "群规"},          {Field::rules, "规则"},
    {Field::rules, "rules"},         {Field::languages, "语言"},
    {Field::languages, "languages"}, {Field::languages, "language"},
    {Field::approval, "审批"},       {Field::approval, "入群审批"},
    {Field::approval, "需审批"},     {Field::approval, "approval"},
};

struct LanguageName {
    std::string_view name, code;
};
constexpr LanguageName language_names[] = {{"中文", "zh"}, {"汉语", "zh"},   {"普通话", "zh"},  {"chinese", "zh"},
                                           {"英文", "en"}, {"英语", "en"},   {"english", "en"}, {"维吾尔语", "ug"},
                                           {"藏语", "bo"}, {"蒙古语", "mn"}, {"壮语", "za"},    {"朝鲜语", "ko"}};

// "* 单位代码（12位）" → "单位代码"
std::string heading(const std::string& cell) {
    std::string out = text::folded(cell);
    out.resize(std::min(out.find('('), out.size()));
    std::erase(out, '*');
    return text::folded(out);
}

}  // namespace

Result<Columns> Columns::find(Subject subject, const std::vector<std::string>& header) {
    Columns out;
    const auto match = [&](const auto& headings) {
        for (std::size_t i = 0; i < header.size(); ++i) {
            const std::string word = heading(header[i]);
            const auto it = std::find_if(std::begin(headings), std::end(headings),
                                         [&](const Heading& one) { return one.word == word; });
            if (it == std::end(headings)) continue;
            auto& at = out.at_[static_cast<std::size_t>(it->field)];
            if (!at) at = i;
        }
    };
    if (subject == Subject::units)
        match(of_units);
    else
        match(of_groups);
    if (!out.at_[0]) return invalid("the file has no column for the unit's code; call it 单位代码 or code");
    if (!out.at_[1]) {
        return invalid(subject == Subject::units ? "the file has no column for the unit's name; call it 名称 or name"
                                                 : "the file has no column for the group's name; call it 群名 or name");
    }
    return out;
}

std::string Columns::cell(const std::vector<std::string>& row, Field field) const {
    const auto at = at_[static_cast<std::size_t>(field)];
    if (!at || *at >= row.size()) return {};
    std::string_view text = row[*at];
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
    // What spreadsheets put before a text that looks like a number or a formula: see csv_line.
    if (text.size() > 1 && text[0] == '\'') text.remove_prefix(1);
    return std::string(text);
}

std::optional<Yes> yes_or_no(std::string_view cell) {
    static constexpr std::string_view yes[] = {"是", "要", "需", "需要", "有", "√", "yes", "y", "true", "1"};
    static constexpr std::string_view no[] = {"否", "不", "不要", "不需要", "无", "×", "no", "n", "false", "0"};
    const std::string word = text::folded(cell);
    if (word.empty()) return Yes::not_said;
    if (std::find(std::begin(yes), std::end(yes), word) != std::end(yes)) return Yes::yes;
    if (std::find(std::begin(no), std::end(no), word) != std::end(no)) return Yes::no;
    return std::nullopt;
}

std::optional<std::vector<std::string>> languages_in(std::string_view cell) {
    std::string words = text::folded(cell);
    for (const std::string_view mark : {"、", ",", ";", "/", "|"}) {
        for (std::size_t at = words.find(mark); at != std::string::npos; at = words.find(mark, at)) {
            words.replace(at, mark.size(), " ");
        }
    }
    std::vector<std::string> out;
    for (std::size_t from = 0; from < words.size();) {
        const std::size_t to = std::min(words.find(' ', from), words.size());
        std::string word = words.substr(from, to - from);
        from = to + 1;
        if (word.empty()) continue;
        const auto it = std::find_if(std::begin(language_names), std::end(language_names),
                                     [&](const LanguageName& one) { return one.name == word; });
        if (it != std::end(language_names)) word = it->code;
        if (word.size() > 8 || word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_") != std::string::npos) {
            return std::nullopt;
        }
        out.push_back(std::move(word));
    }
    return out;
}

}  // namespace noticeboard::community
