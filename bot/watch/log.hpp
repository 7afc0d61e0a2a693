// The log: one line per event, with fields that hold ids and classes, never what somebody wrote.
//
//     watch::warning("turn.slow", {{"plugin", name}, {"ms", 51}});
//
// The event's name is fixed and dotted, so that it can be searched for; everything that varies is a field.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace noticeboard::watch {

enum class Level { debug, info, warning, error, off };
std::optional<Level> level_named(std::string_view name);  // "debug", "info", …

struct Field {
    using Value = std::variant<std::string_view, std::int64_t, double, bool>;

    Field(std::string_view name, std::string_view text) : key(name), value(text) {}
    Field(std::string_view name, const std::string& text) : key(name), value(std::string_view(text)) {}
    Field(std::string_view name, const char* text) : key(name), value(std::string_view(text)) {}
    Field(std::string_view name, bool yes) : key(name), value(yes) {}
    Field(std::string_view name, std::floating_point auto number) : key(name), value(static_cast<double>(number)) {}
    Field(std::string_view name, std::integral auto number) : key(name), value(static_cast<std::int64_t>(number)) {}

    std::string_view key;
    Value value;
};

struct LogSettings {
    enum class Format { console, json };  // for eyes; for programs, one JSON object per line
    Level level = Level::info;
    Format format = Format::console;
    std::filesystem::path file;                       // empty: standard error
    std::vector<std::string> secrets;                 // replaced wherever they appear
    std::function<void(std::string_view line)> sink;  // where lines go instead, in tests
};

// Starts the log, or starts it anew with other settings while others are writing. Throws when the file cannot be
// opened.
void start_log(const LogSettings& settings);

void set_log_level(Level level);
bool logs(Level level);

void write(Level level, std::string_view event, std::initializer_list<Field> fields);

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

}  // namespace noticeboard::watch
