// Rewrites CREATE TABLE statements for SQLite: see dialect.hpp.
#include "bot/store/dialect.hpp"

#include <algorithm>

namespace noticeboard::store {
namespace {

constexpr std::string_view create = "CREATE TABLE";
constexpr std::string_view big_key = "BIGINT PRIMARY KEY";
constexpr std::string_view own_key = "INTEGER PRIMARY KEY";

// Where the piece that begins at `from` ends: a comment up to its line's end, a quoted text, or a single character.
std::size_t piece_end(std::string_view text, std::size_t from) {
    if (text.substr(from, 2) == "--") return std::min(text.find('\n', from), text.size());
    if (text[from] == '\'') {
        const std::size_t end = text.find('\'', from + 1);
        return end == std::string_view::npos ? text.size() : end + 1;
    }
    return from + 1;
}

// The bracket that closes the one at `open`, or the text's end.
std::size_t closing(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); i = piece_end(text, i)) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) return i;
    }
    return text.size();
}

std::string table(std::string_view columns) {
    std::string out(columns);
    if (const std::size_t at = out.find(big_key); at != std::string::npos)
        return out.replace(at, big_key.size(), own_key);
    return out.find("PRIMARY KEY") == std::string::npos ? out : out + " WITHOUT ROWID";
}

}  // namespace

std::string for_sqlite(std::string_view statements) {
    std::string out;
    std::size_t done = 0;
    for (std::size_t i = 0; i < statements.size();) {
        if (statements.substr(i, create.size()) != create) {
            i = piece_end(statements, i);
            continue;
        }
        const std::size_t open = std::min(statements.find('(', i), statements.size());
        const std::size_t end = std::min(closing(statements, open) + 1, statements.size());
        out += statements.substr(done, open - done);
        out += table(statements.substr(open, end - open));
        done = i = end;
    }
    out += statements.substr(done);
    return out;
}

}  // namespace noticeboard::store
