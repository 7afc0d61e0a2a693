// The words of a notice: see words.hpp.
#include "bot/community/notice/words.hpp"

#include "bot/community/notice/notice.hpp"

namespace noticeboard::community {

std::string_view notice_language(const Notice& notice, std::string_view languages, const text::Catalog& catalog) {
    while (!languages.empty()) {
        const std::size_t end = std::min(languages.find(' '), languages.size());
        const auto it = notice.texts.find(std::string(languages.substr(0, end)));
        if (it != notice.texts.end()) return it->first;
        languages.remove_prefix(std::min(end + 1, languages.size()));
    }
    for (const std::string& one : catalog.languages()) {
        const auto it = notice.texts.find(one);
        if (it != notice.texts.end()) return it->first;
    }
    return notice.texts.empty() ? std::string_view("en") : std::string_view(notice.texts.begin()->first);
}

std::string notice_address(const Notice& notice, std::string_view public_url) {
    return std::string(public_url) + "/n/" + notice.number;
}

std::string notice_words(const Notice& notice, std::string_view language, const Wording& wording,
                         const text::Catalog& catalog) {
    const auto tr = [&](const char* english, const auto&... args) { return catalog.tr(language, english, args...); };
    std::string out;
    if (notice.emergency) out += tr("EMERGENCY") + "\n";
    if (!wording.office.empty()) out += wording.office + "\n";
    if (notice.kind == Notice::Kind::correction) out += tr("This corrects notice {}:", wording.of) + "\n";
    if (notice.kind == Notice::Kind::recall)
        out += tr("Notice {} was wrong. Please do not follow it, and do not pass it on.", wording.of) + "\n";
    const auto words = notice.texts.find(std::string(language));
    if (words != notice.texts.end()) out += words->second + "\n";
    if (!notice.link.empty()) out += notice.link + "\n";
    out +=
        tr("Notice {} · is it genuine? {}", spaced_number(notice.number), notice_address(notice, wording.public_url));
    return out;
}

}  // namespace noticeboard::community
