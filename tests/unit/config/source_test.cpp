// Reading a file: comments, slips, keys that stand twice, what is filled in.
#include "config/source.hpp"

#include "tests/unit/config/folder.hpp"

using namespace noticeboard;

TEST_CASE("comments and a byte order mark are no obstacle") {
    CHECK(plain_json("// one\n{\"a\": /* two */ 1 // three\n}").value() == R"({"a":1})");
    CHECK(plain_json("\xEF\xBB\xBF{}").value() == "{}");
}

TEST_CASE("a slip is found by line and column") {
    const std::pair<const char*, const char*> rows[] = {
        {"{\n\"a\": 1,\n}", "not readable as JSON at line 3, column 1"},
        {"{\"a\": 1", "not readable as JSON at line 1, column 8"},
        {"", "not readable as JSON at line 1, column 1"},
        {"{\"a\": 1, \"a\": 2}", "the key a stands twice in one object"},
        {"{\"x\": {\"a\": 1, \"b\": {\"a\": 2}, \"a\": 3}}", "the key a stands twice in one object"},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(std::string(text));
        const auto json = plain_json(text);
        REQUIRE_FALSE(json.ok());
        CHECK(json.error().message == expected);
    }
    CHECK(plain_json(R"({"a": {"a": 1}, "b": {"a": 1}})").ok());
    CHECK_FALSE(plain_json("{\"a\": \"\xff\"}").ok());
}

TEST_CASE("texts are filled in from environment and files, keys and numbers are not") {
    const Folder folder;
    folder.write("one", "1\n");
    folder.write("two", "2\n\n");
    folder.write("name", "${X}");
    const auto environment = [](const std::string& name) {
        return name == "X" ? std::optional<std::string>("x") : std::nullopt;
    };
    const std::pair<const char*, const char*> rows[] = {
        {R"(["${X}"])", R"(["x"])"},         {R"(["a${X}b${X}"])", R"(["axbx"])"},
        {R"(["$${X}"])", R"(["${X}"])"},     {R"(["$X", "{X}", "$"])", R"(["$X","{X}","$"])"},
        {R"({"${X}": 1})", R"({"${X}":1})"}, {R"(["file:one", "file:two"])", R"(["1","2\n"])"},
        {R"(["file:name"])", R"(["${X}"])"}, {R"(["see file:one"])", R"(["see file:one"])"},
    };
    for (const auto& [json, expected] : rows) {
        CAPTURE(std::string(json));
        std::vector<std::string> problems;
        CHECK(expanded(json, folder.path, environment, problems) == expected);
        CHECK(problems.empty());
    }
}

TEST_CASE("what cannot be filled in is told by key") {
    const Folder folder;
    std::vector<std::string> problems;
    (void)expanded(R"({"a": {"b": ["${NO}", "file:none", "${X"]}})", folder.path,
                   [](const std::string&) { return std::nullopt; }, problems);
    REQUIRE(problems.size() == 3);
    CHECK(problems[0] == "a.b[0]: the environment has no NO");
    CHECK(problems[1] == "a.b[1]: there is no file " + (folder.path / "none").string());
    CHECK(problems[2] == "a.b[2]: \"${\" has no \"}\"");
}
