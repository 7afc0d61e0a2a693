// Units: codes as people type them, the tree as ranges of keys.
#include "bot/community/unit.hpp"

#include "tests/unit/community/town.hpp"

using namespace noticeboard;
using namespace noticeboard::tests;

namespace {

std::string code(std::string_view typed) {
    const auto found = community::unit_code(typed);
    return found ? *found : "refused: " + found.error().message;
}

std::vector<std::string> codes(const std::vector<Unit>& units) {
    std::vector<std::string> out;
    for (const Unit& unit : units) out.push_back(unit.code);
    return out;
}

}  // namespace

TEST_CASE("division codes are split, trailing zeros name a higher level") {
    CHECK(code("330522103207") == "33.05.22.103.207");
    CHECK(code("330522000000") == "33.05.22");
    CHECK(code("330522103") == "33.05.22.103");
    CHECK(code("330522") == "33.05.22");
    CHECK(code("33") == "33");
    CHECK(code(" ３３０５２２１０３２０７　") == "33.05.22.103.207");
    CHECK(code("441900003000") == "44.19.00.003");  // Dongguan: a city with towns and no counties
}

TEST_CASE("paths stay as they are, in lower case") {
    CHECK(code("33.05.22") == "33.05.22");
    CHECK(code("33.05.22.103.D1") == "33.05.22.103.d1");
}

TEST_CASE("what is no code is refused with a reason") {
    CHECK(code("") == "refused: the unit code is missing");
    CHECK(code("33052").find("2, 4, 6, 9 or 12 digits") != std::string::npos);
    CHECK(code("000000").find("only zeros") != std::string::npos);
    CHECK(code("3.30522E+11").find("a spreadsheet rounded it") != std::string::npos);
    CHECK(code("33..05").find("nothing between two dots") != std::string::npos);
    CHECK(code(".33").find("nothing between two dots") != std::string::npos);
    CHECK(code("33.").find("ends with a dot") != std::string::npos);
    CHECK(code("33/05").find("digits, letters a to z and dots") != std::string::npos);
    CHECK(code("33.'; DROP").find("digits, letters a to z and dots") != std::string::npos);
    CHECK(code("33.1234567890123").find("too long") != std::string::npos);
    CHECK(code("1.1.1.1.1.1.1.1.1.1.1").find("too long") != std::string::npos);
}

TEST_CASE("a subtree is the unit and what hangs below it, nothing beside it") {
    Town town;
    REQUIRE(community::add_unit(town.scope, "33.05.220", "Beside"));
    CHECK(codes(community::units_under(town.scope, "33.05.22")) ==
          std::vector<std::string>{"33.05.22", "33.05.22.103", "33.05.22.103.207", "33.05.22.104"});
    CHECK(community::units_under(town.scope, "").size() == 7);
    CHECK(community::is_under("33.05.22", "33.05.22"));
    CHECK(community::is_under("33.05.22.1", "33.05.22"));
    CHECK_FALSE(community::is_under("33.05.220", "33.05.22"));
    CHECK(community::is_under("33", ""));
}

TEST_CASE("units are listed page by page") {
    Town town;
    const auto first = community::units_under(town.scope, "33", 4);
    CHECK(codes(first) == std::vector<std::string>{"33", "33.05", "33.05.22", "33.05.22.103"});
    CHECK(codes(community::units_under(town.scope, "33", 4, first.back().code)) ==
          std::vector<std::string>{"33.05.22.103.207", "33.05.22.104"});
}

TEST_CASE("a unit is added once, and has a name") {
    Town town;
    CHECK(community::add_unit(town.scope, "33.05.22", "Again").error().kind == Error::Kind::conflict);
    CHECK(community::add_unit(town.scope, "33.06", " ").error().message == "the name is missing");
    CHECK(community::add_unit(town.scope, "33.06", std::string(200, 'x')).error().kind == Error::Kind::invalid);
    CHECK(community::add_unit(town.scope, "33.06", "\xff").error().message == "the name is not UTF-8");
    CHECK(community::unit(town.scope, "33.05.22")->name == "Changxing");
    CHECK(community::unit(town.scope, "33.05.22")->level == 3);
    CHECK(community::rename_unit(town.scope, "33.05.22", "Changxing County")->name == "Changxing County");
    CHECK(community::rename_unit(town.scope, "99", "Nowhere").error().kind == Error::Kind::not_found);
}

TEST_CASE("the path of names leaves out levels that nobody entered") {
    Town town;
    CHECK(community::unit_path(town.scope, "33.05.22.103.207") ==
          std::vector<std::string>{"Zhejiang", "Huzhou", "Changxing", "Lishui Town", "Beitang"});
    CHECK(community::unit_path(town.scope, "33.07.01") == std::vector<std::string>{"Zhejiang"});
    CHECK(community::unit_path(town.scope, "").empty());
}
