// Talk: a file that tells what people and the bot say to each other, one line each; see tests/talks/README.md.
#pragma once

#include <string>
#include <vector>

namespace noticeboard::tests {

struct Line {
    int number = 0;  // in the file
    std::string text;
};

struct Talk {
    std::string file;
    std::string title;                // its first comment
    std::vector<std::string> stages;  // "stage", "telegram", "wechat": where it is played
    std::vector<Line> lines;
};

// Reads a talk file; throws std::runtime_error that names file and line.
Talk read_talk(const std::string& file);

// The same of lines that stand in a test; it has no file and no title.
Talk talk_of(const std::string& lines);

// Whether `heard` is what `expected` describes: blanks count as one, "…" stands for anything.
bool matches(const std::string& expected, const std::string& heard);

}  // namespace noticeboard::tests
