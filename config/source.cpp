// Reading a configuration file.
#include "config/source.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

namespace noticeboard {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_bytes = 1 << 20;  // of a configuration or of a file that it names

std::string place_of(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = before.size() - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

class Expansion {
 public:
    Expansion(const std::filesystem::path& folder, const Environment& environment, std::vector<std::string>& problems)
        : folder_(folder), environment_(environment), problems_(problems) {}

    void fill(Json& value, const std::string& where) {
        if (value.is_string()) value = content(with_environment(value.get<std::string>(), where), where);
        if (value.is_object()) {
            for (auto& [key, member] : value.items()) fill(member, where.empty() ? key : where + "." + key);
        }
        if (value.is_array()) {
            for (std::size_t i = 0; i < value.size(); ++i) fill(value[i], where + "[" + std::to_string(i) + "]");
        }
    }

 private:
    std::string with_environment(std::string_view text, const std::string& where) {
        std::string out;
        while (!text.empty()) {
            const auto start = text.find("${");
            if (start == std::string_view::npos) break;
            if (start > 0 && text[start - 1] == '$') {
                out.append(text.substr(0, start - 1)).append("${");
                text.remove_prefix(start + 2);
                continue;
            }
            const auto end = text.find('}', start);
            if (end == std::string_view::npos) {
                problems_.push_back(where + ": \"${\" has no \"}\"");
                break;
            }
            const std::string name(text.substr(start + 2, end - start - 2));
            const auto value = environment_(name);
            if (!value) problems_.push_back(where + ": the environment has no " + name);
            out.append(text.substr(0, start)).append(value.value_or(""));
            text.remove_prefix(end + 1);
        }
        return out.append(text);
    }

    std::string content(const std::string& text, const std::string& where) {
        constexpr std::string_view prefix = "file:";
        if (!text.starts_with(prefix)) return text;
        auto found = file_text(folder_ / text.substr(prefix.size()));
        if (!found) {
            problems_.push_back(where + ": " + found.error().message);
            return "";
        }
        std::string out = std::move(*found);
        if (out.ends_with('\n')) out.pop_back();
        if (out.ends_with('\r')) out.pop_back();
        return out;
    }

    const std::filesystem::path& folder_;
    const Environment& environment_;
    std::vector<std::string>& problems_;
};

}  // namespace

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<std::string> file_text(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return not_found("there is no file " + file.string());
    if (!std::filesystem::is_regular_file(file, error)) return invalid(file.string() + " is not a plain file");
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return invalid("the file " + file.string() + " cannot be read");
    if (text.size() > most_bytes) return invalid("the file " + file.string() + " is longer than 1 MiB");
    return text;
}

Result<std::string> plain_json(std::string_view text) {
    std::vector<std::set<std::string>> open;  // the keys so far of each object that is being read
    std::string twice;
    const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start) open.emplace_back();
        if (event == Json::parse_event_t::object_end) open.pop_back();
        if (event == Json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second)
            twice = parsed.get<std::string>();
        return true;
    };
    try {
        const auto json = Json::parse(text, watch, true, true);
        if (!twice.empty()) return invalid("the key " + twice + " stands twice in one object");
        return json.dump();
    } catch (const Json::parse_error& error) {
        return invalid("not readable as JSON at " + place_of(text, error.byte));
    } catch (const Json::type_error&) {
        return invalid("not written in UTF-8");
    } catch (const Json::out_of_range&) {
        return invalid("a number is too large");
    }
}

std::string expanded(std::string_view json, const std::filesystem::path& folder, const Environment& environment,
                     std::vector<std::string>& problems) {
    Json document = Json::parse(json);
    Expansion(folder, environment, problems).fill(document, "");
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace noticeboard
