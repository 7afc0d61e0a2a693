// CSV: see csv.hpp.
#include "bot/community/csv.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

#include "bot/text/utf8.hpp"

namespace noticeboard::community {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter gb18030(UErrorCode& code) {
    Converter out(ucnv_open("gb18030", &code));
    if (U_SUCCESS(code)) {
        ucnv_setToUCallBack(out.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &code);
    }
    return out;
}

// The character that separates fields: of the three the one that is most frequent in the first line, outside quotes.
char separator_of(std::string_view text) {
    constexpr std::array<char, 3> candidates{',', ';', '\t'};
    std::array<int, 3> counts{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        for (std::size_t i = 0; i < candidates.size(); ++i) counts[i] += c == candidates[i] ? 1 : 0;
    }
    return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

}  // namespace

Result<Decoded> decoded(std::string_view bytes) {
    const bool marked = bytes.starts_with(byte_order_mark);
    if (marked) bytes.remove_prefix(byte_order_mark.size());
    if (bytes.find('\0') != std::string_view::npos) {
        return invalid("this is no CSV file; save it from the spreadsheet as CSV");
    }
    if (text::valid_utf8(bytes)) {
        return Decoded{std::string(bytes), marked ? Charset::utf8_with_mark : Charset::utf8};
    }
    if (marked) return invalid("this file is damaged: it says it is UTF-8 and is not");
    UErrorCode code = U_ZERO_ERROR;
    const Converter converter = gb18030(code);
    const icu::UnicodeString wide(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter.get(), code);
    if (U_FAILURE(code)) return invalid("this file is neither UTF-8 nor GB18030; save it from the spreadsheet as CSV");
    Decoded out{{}, Charset::gb18030};
    wide.toUTF8String(out.text);
    return out;
}

std::string encoded(std::string_view text, Charset charset) {
    if (charset != Charset::gb18030) return std::string(byte_order_mark) + std::string(text);
    UErrorCode code = U_ZERO_ERROR;
    const Converter converter = gb18030(code);
    const auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    std::string out(text.size() * 4, '\0');  // GB18030 has at most 4 bytes for a character
    const std::int32_t size = wide.extract(out.data(), static_cast<std::int32_t>(out.size()), converter.get(), code);
    out.resize(U_SUCCESS(code) ? static_cast<std::size_t>(size) : 0);
    return out;
}

CsvReader::CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
    constexpr std::string_view told = "sep=";  // Excel's own first line: "sep=;"
    if (text_.starts_with(told) && text_.size() > told.size()) {
        separator_ = text_[told.size()];
        const std::size_t end = std::min(text_.find('\n'), text_.size() - 1);
        text_.remove_prefix(end + 1);
        ++line_;
    } else {
        separator_ = separator_of(text_);
    }
}

// One field; `at_` then stands on the separator or on the row's end.
std::string CsvReader::field() {
    std::string out;
    bool quoted = false;
    if (at_ < text_.size() && text_[at_] == '"') {
        quoted = true;
        ++at_;
    }
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (quoted && c == '"') {
            if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                out += '"';
                ++at_;
            } else {
                quoted = false;
            }
            continue;
        }
        if (!quoted && (c == separator_ || c == '\n' || c == '\r')) break;
        if (c == '\n') ++line_;
        out += c;
    }
    return out;
}

bool CsvReader::next(std::vector<std::string>& fields) {
    while (at_ < text_.size()) {
        fields.clear();
        row_line_ = line_;
        while (true) {
            fields.push_back(field());
            if (at_ < text_.size() && text_[at_] == separator_) {
                ++at_;
                continue;
            }
            break;
        }
        if (at_ < text_.size() && text_[at_] == '\r') ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        ++line_;
        if (std::any_of(fields.begin(), fields.end(), [](const std::string& one) { return !one.empty(); })) return true;
    }
    return false;
}

std::string csv_line(const std::vector<std::string>& fields, char separator) {
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) out += separator;
        std::string text = fields[i];
        if (!text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos) text.insert(0, 1, '\'');
        if (text.find_first_of("\"\r\n,;\t") == std::string::npos) {
            out += text;
            continue;
        }
        out += '"';
        for (const char c : text) {
            out += c;
            if (c == '"') out += c;
        }
        out += '"';
    }
    return out + "\r\n";
}

}  // namespace noticeboard::community
