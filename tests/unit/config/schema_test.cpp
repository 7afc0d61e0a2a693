// The schema check itself, word by word.
#include "config/schema.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "config/spelling.hpp"

using namespace noticeboard;

TEST_CASE("each word of a schema is checked") {
    struct Row {
        const char *schema, *document, *expected;
    };
    const Row rows[] = {
        {R"({"type": "integer"})", "1", ""},
        {R"({"type": "integer"})", "1.5", "the file: must be a whole number"},
        {R"({"type": "number"})", "1", ""},
        {R"({"type": "string"})", "null", "the file: must be a text"},
        {R"({"type": ["string", "boolean"]})", "1", "the file: must be a text or true or false"},
        {R"({"minimum": 2})", "1", "the file: must be at least 2"},
        {R"({"maximum": 2})", "3", "the file: must be at most 2"},
        {R"({"minLength": 1})", R"("")", "the file: must not be empty"},
        {R"({"pattern": "^a+$"})", R"("b")", "the file: must be of the form ^a+$"},
        {R"({"enum": ["a", "b"]})", R"("c")", "the file: must be a or b, did you mean a?"},
        {R"({"const": 1})", "2", "the file: must be 1"},
        {R"({"required": ["a"]})", "{}", "a: is missing"},
        {R"({"properties": {"a": {"properties": {"b": {"type": "string"}}}}})", R"({"a": {"b": 1}})",
         "a.b: must be a text"},
        {R"({"additionalProperties": {"type": "string"}})", R"({"x": 1})", "x: must be a text"},
        {R"({"additionalProperties": false})", R"({"x": 1})", "x: unknown key"},
        {R"({"items": {"type": "string"}})", R"(["a", 1])", "[1]: must be a text"},
        {R"({"allOf": [{"required": ["a"]}, {"required": ["b"]}]})", R"({"a": 1})", "b: is missing"},
        {R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}})", R"({"a": 1})",
         "b: is missing"},
        {R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}})", R"({})",
         "c: is missing"},
        {R"({"$ref": "#/$defs/x", "$defs": {"x": {"type": "string"}}})", "1", "the file: must be a text"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.schema);
        const auto sentences = Schema(row.schema).violations(row.document);
        REQUIRE(sentences.size() == (*row.expected == '\0' ? 0 : 1));
        if (!sentences.empty()) CHECK(sentences[0] == row.expected);
    }
}

TEST_CASE("a schema with a word that is not checked is refused") {
    CHECK_THROWS_AS(Schema(R"({"maxLength": 3})"), std::invalid_argument);
    CHECK_THROWS_AS(Schema(R"({"properties": {"maxLength": {"oneOf": []}}})"), std::invalid_argument);
    CHECK_NOTHROW(Schema(R"({"properties": {"maxLength": {"type": "string"}}})"));
}

TEST_CASE("a part of a document is named from where it stands") {
    const Schema schema(R"({"$defs": {"x": {"additionalProperties": false, "properties": {"rules": {}}}}})");
    const auto sentences = schema.violations(R"({"rule": 1})", "x", "plugins.join");
    REQUIRE(sentences.size() == 1);
    CHECK(sentences[0] == "plugins.join.rule: unknown key, did you mean rules?");
}

TEST_CASE("secrets are found where the schema says so, also behind conditions") {
    const Schema schema(
        R"({"properties": {"a": {"writeOnly": true}, "b": {}}, "if": {"required": ["c"]}, "then": {"properties": {"c": {"writeOnly": true}}}})");
    CHECK(schema.secrets(R"({"a": "one", "b": "two", "c": "three"})") == std::vector<std::string>{"one", "three"});
    CHECK(schema.secrets(R"({"a": 1, "b": "two"})").empty());
}

TEST_CASE("a near miss is suggested, a far one is not") {
    const std::vector<std::string> words{"secret_token", "token", "mode", "api"};
    const std::pair<const char*, const char*> rows[] = {{"secret_tokn", "secret_token"},
                                                        {"secert_token", "secret_token"},
                                                        {"tokens", "token"},
                                                        {"mdoe", "mode"},
                                                        {"apj", "api"},
                                                        {"url", ""},
                                                        {"", ""},
                                                        {"frobnicate", ""}};
    for (const auto& [typed, meant] : rows) {
        CAPTURE(std::string(typed));
        CHECK(suggestion(typed, words) == (*meant == '\0' ? "" : ", did you mean " + std::string(meant) + "?"));
    }
    CHECK(suggestion(std::string(100000, 'a'), words).empty());
}
