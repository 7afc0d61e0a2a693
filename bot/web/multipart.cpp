// Multipart forms: see multipart.hpp. Nothing is copied but the names.
#include "bot/web/multipart.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace noticeboard::web {
namespace {

constexpr std::size_t longest_boundary = 70;  // RFC 2046 5.1.1
constexpr std::size_t longest_head = 2048;    // of one part

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

// The value of `name="…"` or `name=…` among the parameters of a header field.
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
    const std::string folded = lower(field);
    for (std::size_t at = folded.find(';'); at != std::string::npos; at = folded.find(';', at + 1)) {
        std::size_t begin = folded.find_first_not_of(" \t", at + 1);
        if (begin == std::string::npos || folded.compare(begin, name.size(), name) != 0) continue;
        begin += name.size();
        if (begin >= folded.size() || folded[begin] != '=') continue;
        ++begin;
        if (begin < field.size() && field[begin] == '"') {
            const std::size_t end = field.find('"', begin + 1);
            if (end == std::string_view::npos) return std::nullopt;
            return std::string(field.substr(begin + 1, end - begin - 1));
        }
        return std::string(field.substr(begin, field.find_first_of("; \t", begin) - begin));
    }
    return std::nullopt;
}

// Reads the header fields of a part; false when it is no field of a form.
bool read_head(std::string_view head, Part& out) {
    bool named = false;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        const std::string folded = lower(line);
        if (folded.starts_with("content-disposition:")) {
            const auto name = parameter(line, "name");
            if (!name) return false;
            out.name = *name;
            out.is_file = parameter(line, "filename").has_value();
            named = true;
        } else if (folded.starts_with("content-type:")) {
            const std::size_t begin = folded.find_first_not_of(" \t", 13);
            if (begin != std::string::npos) out.type = folded.substr(begin);
        }
    }
    return named;
}

}  // namespace

Result<std::vector<Part>> read_multipart(std::string_view content_type, std::string_view body, std::size_t most) {
    if (!lower(content_type).starts_with("multipart/form-data")) return invalid("not a multipart form");
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary) return invalid("no boundary");
    const std::string line = "--" + *boundary;
    if (!body.starts_with(line)) return invalid("does not begin with its boundary");
    body.remove_prefix(line.size());

    std::vector<Part> out;
    const std::string next = "\r\n" + line;
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n") || out.size() == most) return invalid("broken form");
        body.remove_prefix(2);
        const std::size_t head = body.find("\r\n\r\n");
        if (head == std::string_view::npos || head > longest_head) return invalid("a part without its head");
        Part part;
        if (!read_head(body.substr(0, head), part)) return invalid("a part without a name");
        body.remove_prefix(head + 4);
        const std::size_t end = body.find(next);
        if (end == std::string_view::npos) return invalid("cut short");
        part.bytes = body.substr(0, end);
        body.remove_prefix(end + next.size());
        out.push_back(std::move(part));
    }
    return out;
}

}  // namespace noticeboard::web
