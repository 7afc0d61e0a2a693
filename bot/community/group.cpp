// Groups: see group.hpp.
#include "bot/community/group.hpp"

#include "bot/community/given.hpp"
#include "bot/community/unit.hpp"

namespace noticeboard::community {
namespace {

using Row = std::tuple<GroupId, std::string, std::string, std::string, std::string, std::string, std::string,
                       std::string, std::string, bool, Group::State>;

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

std::string spaced(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) (out += out.empty() ? "" : " ") += word;
    return out;
}

Group read(Row row) {
    auto& [id, number, unit, name, kind, leader, introduction, rules, languages, approval, state] = row;
    return {id, number, unit, name, kind, leader, introduction, rules, words(languages), approval, state};
}

// The group's texts, trimmed and of a length that fits on paper.
Result<Done> tidy(Group& group) {
    struct Part {
        std::string_view what;
        std::string& text;
        std::size_t longest;
        Blank blank;
    };
    const Part parts[] = {{"name", group.name, longest_name, Blank::refused},
                          {"kind", group.kind, longest_name, Blank::refused},
                          {"leader", group.leader, longest_name, Blank::allowed},
                          {"introduction", group.introduction, longest_text, Blank::allowed},
                          {"rules", group.rules, longest_text, Blank::allowed}};
    for (const Part& part : parts) {
        auto text = given(part.what, part.text, part.longest, part.blank);
        if (!text) return text.error();
        part.text = std::move(*text);
    }
    for (const std::string& language : group.languages) {
        if (language.empty() ||
            language.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != std::string::npos) {
            return invalid("a language is named by its code, such as zh or en");
        }
    }
    return Done{};
}

std::string drawn_number(Random& random) {
    while (true) {
        std::string digits = std::to_string(1'000'000 + random.number() % 9'000'000);
        digits += text::damm_check_digit(digits);
        if (digits.find_first_not_of(digits[0]) != std::string::npos) return digits;  // 1111 1111 looks like no number
    }
}

bool name_taken(Scope& scope, std::string_view unit, std::string_view name) {
    return scope.sql.one<int>("SELECT 1 FROM grp WHERE unit = :unit AND name = :name", unit, name).has_value();
}

}  // namespace

Result<Group> add_group(Scope& scope, const NewGroup& fresh) {
    auto code = unit_code(fresh.unit);
    if (!code) return code.error();
    if (!unit(scope, *code)) return invalid("there is no unit " + *code + " yet");
    Group group{{},
                {},
                *code,
                fresh.name,
                fresh.kind,
                fresh.leader,
                fresh.introduction,
                fresh.rules,
                fresh.languages,
                fresh.approval,
                Group::State::active};
    if (const auto done = tidy(group); !done) return done.error();
    group.id = scope.make_id<GroupId>();
    while (true) {
        group.number = drawn_number(scope.moment.random);
        const auto added = scope.sql.run(
            "INSERT INTO grp (id, number, unit, name, kind, leader, introduction, rules, languages, approval, state, "
            "created) VALUES (:id, :number, :unit, :name, :kind, :leader, :introduction, :rules, :languages, "
            ":approval, "
            "0, :created) ON CONFLICT DO NOTHING",
            group.id, group.number, group.unit, group.name, group.kind, group.leader, group.introduction, group.rules,
            spaced(group.languages), group.approval, scope.now());
        if (added == 1) return group;
        if (name_taken(scope, group.unit, group.name)) {
            return conflict("unit " + group.unit + " has a group of this name already");
        }
    }
}

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

std::vector<Group> groups_under(Scope& scope, std::string_view unit, int most, const Group* after) {
    std::vector<Group> out;
    scope.sql.each<GroupId, std::string, std::string, std::string, std::string, std::string, std::string, std::string,
                   std::string, bool, Group::State>(
        "SELECT id, number, unit, name, kind, leader, introduction, rules, languages, approval, state FROM grp "
        "WHERE unit >= :unit AND unit < :end AND (unit, name) > (:after_unit, :after_name) ORDER BY unit, name "
        "LIMIT :most",
        [&out](auto... columns) { out.push_back(read(Row(std::move(columns)...))); }, unit, subtree_end(unit),
        after != nullptr ? after->unit : "", after != nullptr ? after->name : "", most);
    return out;
}

std::int64_t count_groups(Scope& scope, std::string_view unit) {
    return scope.sql
        .one<std::int64_t>("SELECT count(*) FROM grp WHERE unit >= :unit AND unit < :end", unit, subtree_end(unit))
        .value_or(0);
}

Result<Group> change_group(Scope& scope, GroupId id, const GroupChange& change) {
    auto found = group(scope, id);
    if (!found) return not_found("there is no such group");
    const bool renamed = change.name && *change.name != found->name;
    if (change.name) found->name = *change.name;
    if (change.leader) found->leader = *change.leader;
    if (change.introduction) found->introduction = *change.introduction;
    if (change.rules) found->rules = *change.rules;
    if (change.languages) found->languages = *change.languages;
    if (change.approval) found->approval = *change.approval;
    if (const auto done = tidy(*found); !done) return done.error();
    if (renamed && name_taken(scope, found->unit, found->name)) {
        return conflict("unit " + found->unit + " has a group of this name already");
    }
    scope.sql.run(
        "UPDATE grp SET name = :name, leader = :leader, introduction = :introduction, rules = :rules, "
        "languages = :languages, approval = :approval WHERE id = :id",
        found->name, found->leader, found->introduction, found->rules, spaced(found->languages), found->approval, id);
    return std::move(*found);
}

Result<Done> set_state(Scope& scope, GroupId id, Group::State state) {
    if (scope.sql.run("UPDATE grp SET state = :state WHERE id = :id", state, id) == 0) {
        return not_found("there is no such group");
    }
    return Done{};
}

std::vector<NearNumber> groups_near_number(Scope& scope, std::string_view number) {
    std::vector<NearNumber> out;
    for (text::Correction& correction : text::corrections(number)) {
        if (auto found = group_by_number(scope, correction.number)) {
            out.push_back({std::move(correction), std::move(*found)});
        }
    }
    return out;
}

}  // namespace noticeboard::community
