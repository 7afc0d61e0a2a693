// Redaction: what is blackened and what is left.
#include "bot/watch/redact.hpp"

#include <doctest/doctest.h>

using noticeboard::watch::Redaction;

TEST_CASE("secrets are replaced, the rest stays") {
    const Redaction redaction({"secret-one", "secret-one-longer", "abc", ""});
    const std::pair<const char*, const char*> rows[] = {
        {"nothing here", "nothing here"},
        {"x secret-one y", "x [secret] y"},
        {"secret-onesecret-one", "[secret][secret]"},
        {"x secret-one-longer y", "x [secret] y"},
        {"abc stays, it is too short", "abc stays, it is too short"},
        {"", ""},
    };
    for (const auto& [line, expected] : rows) CHECK(redaction.apply(line) == expected);
    CHECK(Redaction().apply("secret-one") == "secret-one");
}

TEST_CASE("a secret that looks like the replacement does not loop") {
    CHECK(Redaction({"secret"}).apply("a secret b secret") == "a [secret] b [secret]");
    CHECK(Redaction({"[secret]"}).apply("[secret]") == "[secret]");
}
