// Units: see unit.hpp.
#include "bot/community/unit.hpp"

#include <algorithm>
#include <array>

#include "bot/community/given.hpp"
#include "bot/text/fold.hpp"

namespace noticeboard::community {
namespace {

constexpr std::array<std::size_t, 5> division_ends{2, 4, 6, 9, 12};  // province, city, county, township, village
constexpr std::size_t most_pieces = 10, longest_piece = 12;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool in_piece(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z');
}

Error wrong(std::string_view typed, const std::string& why) {
    return invalid("\"" + std::string(typed.substr(0, 40)) + "\" is not a unit code: " + why);
}

Result<std::string> split(std::string_view digits) {
    std::vector<std::string_view> pieces;
    std::size_t from = 0;
    for (const std::size_t end : division_ends) {
        if (end > digits.size()) break;
        pieces.push_back(digits.substr(from, end - from));
        from = end;
    }
    if (from != digits.size()) return wrong(digits, "division codes have 2, 4, 6, 9 or 12 digits");
    const auto is_zero = [](std::string_view piece) { return piece.find_first_not_of('0') == std::string_view::npos; };
    while (!pieces.empty() && is_zero(pieces.back())) pieces.pop_back();
    if (pieces.empty()) return wrong(digits, "it has only zeros");
    std::string out(pieces.front());
    for (std::size_t i = 1; i < pieces.size(); ++i) (out += '.') += pieces[i];
    return out;
}

}  // namespace

Result<std::string> unit_code(std::string_view typed) {
    const std::string code = text::folded(typed.substr(0, 200));
    if (code.empty()) return invalid("the unit code is missing");
    if (std::all_of(code.begin(), code.end(), is_digit)) return split(code);
    if (is_digit(code[0]) && code.find("e+") != std::string::npos) {
        return wrong(code, "a spreadsheet rounded it; make the column a text column and enter the code again");
    }
    std::size_t pieces = 1, length = 0;
    for (const char c : code) {
        if (c != '.' && !in_piece(c)) return wrong(code, "it may have digits, letters a to z and dots");
        if (c == '.' && length == 0) return wrong(code, "there is nothing between two dots");
        if (c == '.') ++pieces;
        length = c == '.' ? 0 : length + 1;
        if (length > longest_piece || pieces > most_pieces) return wrong(code, "it is too long");
    }
    if (length == 0) return wrong(code, "it ends with a dot");
    return code;
}

int unit_level(std::string_view code) {
    return code.empty() ? 0 : static_cast<int>(1 + std::count(code.begin(), code.end(), '.'));
}

bool is_under(std::string_view code, std::string_view unit) {
    return code.starts_with(unit) && (unit.empty() || code.size() == unit.size() || code[unit.size()] == '.');
}

std::string subtree_end(std::string_view unit) {
    return unit.empty() ? "~" : std::string(unit) + '/';  // '/' follows '.', '~' follows the letters
}

Result<Unit> add_unit(Scope& scope, std::string_view typed, std::string_view name) {
    auto code = unit_code(typed);
    if (!code) return code.error();
    auto named = given("name", name, longest_name, Blank::refused);
    if (!named) return named.error();
    Unit out{std::move(*code), std::move(*named), 0};
    out.level = unit_level(out.code);
    const auto added = scope.sql.run(
        "INSERT INTO unit (code, name, level) VALUES (:code, :name, :level) "
        "ON CONFLICT (code) DO NOTHING",
        out.code, out.name, out.level);
    if (added == 0) return conflict("unit " + out.code + " exists already");
    return out;
}

Result<Unit> rename_unit(Scope& scope, std::string_view code, std::string_view name) {
    auto named = given("name", name, longest_name, Blank::refused);
    if (!named) return named.error();
    if (scope.sql.run("UPDATE unit SET name = :name WHERE code = :code", *named, code) == 0) {
        return not_found("there is no unit " + std::string(code));
    }
    return *unit(scope, code);
}

std::optional<Unit> unit(Scope& scope, std::string_view code) {
    auto row = scope.sql.one<std::string, int>("SELECT name, level FROM unit WHERE code = :code", code);
    if (!row) return std::nullopt;
    return Unit{std::string(code), std::move(std::get<0>(*row)), std::get<1>(*row)};
}

std::vector<Unit> units_under(Scope& scope, std::string_view code, int most, std::string_view after) {
    std::vector<Unit> out;
    scope.sql.each<std::string, std::string, int>(
        "SELECT code, name, level FROM unit WHERE code >= :code AND code < :end AND code > :after ORDER BY code "
        "LIMIT :most",
        [&](std::string found, std::string name, int level) {
            out.push_back({std::move(found), std::move(name), level});
        },
        code, subtree_end(code), after, most);
    return out;
}

std::vector<std::string> unit_path(Scope& scope, std::string_view code) {
    std::vector<std::string> out;
    for (std::size_t end = 0; end != std::string_view::npos && !code.empty();) {
        end = code.find('.', end == 0 ? 0 : end + 1);
        if (auto found = unit(scope, code.substr(0, end))) out.push_back(std::move(found->name));
    }
    return out;
}

}  // namespace noticeboard::community
