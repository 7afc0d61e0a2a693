// Catalog: every text a person sees, in her language. The msgid is the English text; translations are gettext
// catalogues.
//
//     catalog.tr("zh", "You are welcome, {}!", name)
//     catalog.ntr("zh", "{} person waits.", "{} people wait.", count)
//
// A scanner finds the msgids as the first string literals inside tr(…), ntr(…) and mark(…). A place is "{}" or "{0}". A
// text without a translation, or with one whose places do not fit, appears in English; nothing here throws because of a
// text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/model/result.hpp"
#include "bot/text/fill.hpp"

namespace noticeboard::text {

// Marks a msgid that stands in a table and is translated where it is shown.
constexpr const char* mark(const char* msgid) {
    return msgid;
}

class Catalog {
 public:
    // Reads folder/<language>/LC_MESSAGES/noticeboard.mo of each language; "en" needs no file. `not_found` names a
    // missing file. Catalogues are immutable: to reload, load again and exchange the pointer.
    static Result<std::shared_ptr<const Catalog>> load(const std::filesystem::path& folder,
                                                       std::vector<std::string> languages);

    Catalog();  // English alone
    ~Catalog();

    // The configured languages, the default one first.
    const std::vector<std::string>& languages() const { return names_; }

    // The translation as it stands, places unfilled, or the msgid. Lives as long as the catalogue and the msgid.
    const char* find(std::string_view language, const char* msgid) const;

    template <class... Arguments>
    std::string tr(std::string_view language, const char* msgid, const Arguments&... arguments) const {
        return fill(find(language, msgid), msgid, {Argument(arguments).view()...});
    }
    template <class... Arguments>
    std::string tr(std::string_view language, const std::string& msgid, const Arguments&... arguments) const {
        return tr(language, msgid.c_str(), arguments...);
    }

    // The form for `count`, which is also the first argument.
    template <class... Arguments>
    std::string ntr(std::string_view language, const char* one, const char* many, std::int64_t count,
                    const Arguments&... arguments) const {
        return fill(find_plural(language, one, many, count), count == 1 ? one : many,
                    {Argument(count).view(), Argument(arguments).view()...});
    }

 private:
    struct Language;

    const Language* language(std::string_view name) const;
    const char* find_plural(std::string_view language, const char* one, const char* many, std::int64_t count) const;
    static std::string fill(const char* translation, const char* english,
                            std::initializer_list<std::string_view> arguments);

    std::vector<std::string> names_;
    std::vector<Language> loaded_;
};

}  // namespace noticeboard::text
