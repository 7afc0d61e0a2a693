// Reads talk files: see talk.hpp.
#include "tests/talks/talk.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace noticeboard::tests {
namespace {

std::string one_line(const std::string& text) {
    std::istringstream in(text);
    std::string out, word;
    while (in >> word) out += (out.empty() ? "" : " ") + word;
    return out;
}

}  // namespace

Talk read_talk(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file + ": cannot be read");
    Talk talk;
    talk.file = file;
    std::string text;
    for (int number = 1; std::getline(in, text); ++number) {
        if (text.starts_with("#")) {
            if (talk.title.empty()) talk.title = one_line(text.substr(1));
        } else if (text.starts_with("on ")) {
            std::istringstream names(text.substr(3));
            for (std::string name; names >> name;) talk.stages.push_back(name);
        } else if (!one_line(text).empty()) {
            talk.lines.push_back({number, one_line(text)});
        }
    }
    if (talk.title.empty()) throw std::runtime_error(file + ": its first line says what it is about, after a #");
    if (talk.stages.empty()) talk.stages = {"stage"};
    return talk;
}

Talk talk_of(const std::string& lines) {
    Talk out;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) out.lines.push_back({static_cast<int>(out.lines.size()) + 1, line});
    return out;
}

bool matches(const std::string& expected, const std::string& heard) {
    static const std::string any = "…";
    const std::string text = one_line(heard);
    std::size_t at = 0, from = 0;
    bool floating = false;
    while (true) {
        const std::size_t end = expected.find(any, from);
        std::string piece = expected.substr(from, end == std::string::npos ? end : end - from);
        if (floating || end != std::string::npos) piece = one_line(piece);
        if (end == std::string::npos && floating) {  // the last piece: at the very end
            return text.size() >= at + piece.size() && text.ends_with(piece);
        }
        const std::size_t found =
            floating ? text.find(piece, at) : (text.compare(at, piece.size(), piece) == 0 ? at : std::string::npos);
        if (found == std::string::npos) return false;
        at = found + piece.size();
        if (end == std::string::npos) return at == text.size();
        from = end + any.size();
        floating = true;
    }
}

}  // namespace noticeboard::tests
