// The catalogue: translations, plurals, and texts that do not fit their arguments.
#include "bot/text/catalog.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using namespace noticeboard::text;

namespace {

std::shared_ptr<const Catalog> loaded() {
    auto catalog = Catalog::load(TEST_LOCALES, {"zh", "en"});
    REQUIRE(catalog.ok());
    return catalog.value();
}

}  // namespace

TEST_CASE("a text comes in the language asked for, else in English") {
    const auto catalog = loaded();
    CHECK(catalog->tr("zh", "You are welcome, {}!", "王芳") == "不客气,王芳!");
    CHECK(catalog->tr("en", "You are welcome, {}!", "Wang") == "You are welcome, Wang!");
    CHECK(catalog->tr("ug", "You are welcome, {}!", "Wang") == "You are welcome, Wang!");
    CHECK(catalog->tr("zh", "Nobody translated this: {}", 7) == "Nobody translated this: 7");
    CHECK(catalog->tr("zh", "Untranslated {}", 7) == "Untranslated 7");
    CHECK(catalog->tr("zh", "你好") == "您好");
    CHECK(catalog->languages() == std::vector<std::string>{"zh", "en"});
}

TEST_CASE("a translation may change the order of its arguments") {
    CHECK(loaded()->tr("zh", "{0} asks {1}.", "Li", std::string("Wang")) == "Wang被Li问了。");
}

TEST_CASE("a translation whose places do not fit appears in English") {
    const auto catalog = loaded();
    CHECK(catalog->tr("zh", "One place: {}", "A") == "One place: A");
    CHECK(catalog->tr("zh", "Brace: {}", "A") == "Brace: A");
    CHECK(catalog->tr("zh", "Wrong in English too: {} {}", "A") == "Wrong in English too: {} {}");
}

TEST_CASE("what an argument holds is never read as a place") {
    CHECK(loaded()->tr("zh", "You are welcome, {}!", "{0}{}%s") == "不客气,{0}{}%s!");
}

TEST_CASE("plurals follow the language's own rule") {
    const auto catalog = loaded();
    const char* one = "{} person waits in {}.";
    const char* many = "{} people wait in {}.";
    CHECK(catalog->ntr("en", one, many, 1, "Beitang") == "1 person waits in Beitang.");
    CHECK(catalog->ntr("en", one, many, 0, "Beitang") == "0 people wait in Beitang.");
    CHECK(catalog->ntr("zh", one, many, 1, "北塘") == "1人在北塘等。");
    CHECK(catalog->ntr("zh", one, many, 9000000000, "北塘") == "9000000000人在北塘等。");
}

TEST_CASE("a configured language without a catalogue is refused by name") {
    const auto catalog = Catalog::load(TEST_LOCALES, {"en", "bo"});
    REQUIRE_FALSE(catalog.ok());
    CHECK(catalog.error().kind == Error::Kind::not_found);
    CHECK(catalog.error().message.find("language bo") == 0);
}

TEST_CASE("English needs no catalogue at all") {
    const auto catalog = Catalog::load("/nowhere", {"en"});
    REQUIRE(catalog.ok());
    CHECK(catalog.value()->tr("en", "Hello") == "Hello");
    CHECK(Catalog().tr("zh", "Hello, {}", "Li") == "Hello, Li");
}

TEST_CASE("places: what is filled and what is refused") {
    const std::string_view two[] = {"A", "B"};
    const std::pair<const char*, std::optional<std::string>> rows[] = {
        {"", ""},       {"{} {}", "A B"},  {"{1} {0} {1}", "B A B"},
        {"{{}}", "{}"}, {"{{{}}}", "{A}"}, {"x{}", "xA"},
        {"{", {}},      {"}", {}},         {"{} {} {}", {}},
        {"{2}", {}},    {"{} {0}", {}},    {"{0} {}", {}},
        {"{name}", {}}, {"{:d}", {}},      {"{-1}", {}},
        {"{10}", {}},   {"{}}", {}},
    };
    for (const auto& [pattern, expected] : rows) {
        CAPTURE(pattern);
        CHECK(filled(pattern, two) == expected);
    }
}
