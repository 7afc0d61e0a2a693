// Groups: see group.hpp.
#include "bot/community/group.hpp"

namespace noticeboard::community {
namespace {

using Row = std::tuple<GroupId, std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                       std::string, bool, Group::State>;

std::vector<std::string> words(const std::string& spaced) {
    std::vector<std::string> out;
    std::size_t from = 0;
    while (from < spaced.size()) {
        const std::size_t to = std::min(spaced.find(' ', from), spaced.size());
        if (to > from) out.push_back(spaced.substr(from, to - from));
        from = to + 1;
    }
    return out;
}

Group read(Row row) {
    auto& [id, number, unit, name, kind, leader, introduction, rules, languages, approval, state] = row;
    return {id, number, unit, name, kind, leader, introduction, rules, words(languages), approval, state};
}

}  // namespace

std::optional<Group> group(Scope& scope, GroupId id) {
    auto row = scope.sql.one<GroupId, std::string, std::string, std::string, std::string, std::string, std::string,
                             std::string, std::string, bool, Group::State>(
        "SELECT id, number, unit, name, kind, leader, introduction, rules, languages, approval, state FROM grp "
        "WHERE id = :id",
        id);
    if (!row) return std::nullopt;
    return read(std::move(*row));
}

std::optional<Group> group_by_number(Scope& scope, std::string_view number) {
    auto row = scope.sql.one<GroupId, std::string, std::string, std::string, std::string, std::string, std::string,
                             std::string, std::string, bool, Group::State>(
        "SELECT id, number, unit, name, kind, leader, introduction, rules, languages, approval, state FROM grp "
        "WHERE number = :number",
        number);
    if (!row) return std::nullopt;
    return read(std::move(*row));
}

}  // namespace noticeboard::community
