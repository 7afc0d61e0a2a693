// The catalogue over Boost.Locale's gettext messages, one facet per language, looked up without building a locale per
// text.
#include "bot/text/catalog.hpp"

#include <boost/locale/generator.hpp>
#include <boost/locale/message.hpp>
#include <exception>
#include <limits>
#include <locale>
#include <span>

namespace noticeboard::text {
namespace {

constexpr const char* domain = "noticeboard";
using Messages = boost::locale::message_format<char>;

// What Boost.Locale counts in; far more people than that wait in the same plural form.
int form_count(std::int64_t count) {
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    return static_cast<int>(count < 0 ? 0 : count > most ? most : count);
}

}  // namespace

struct Catalog::Language {
    std::string name;
    std::locale locale;  // owns the facet
    const Messages* messages;
    int domain_id;
};

Catalog::Catalog() : names_{"en"} {}
Catalog::~Catalog() = default;

Result<std::shared_ptr<const Catalog>> Catalog::load(const std::filesystem::path& folder,
                                                     std::vector<std::string> languages) {
    auto catalog = std::make_shared<Catalog>();
    boost::locale::generator generator;
    generator.categories(boost::locale::category_t::message);
    generator.add_messages_path(folder.string());
    generator.add_messages_domain(std::string(domain) + "/UTF-8");
    for (const std::string& name : languages) {
        if (name == "en") continue;
        const auto file = folder / name / "LC_MESSAGES" / (std::string(domain) + ".mo");
        if (!std::filesystem::is_regular_file(file))
            return not_found("language " + name + ": there is no catalogue " + file.string());
        try {
            const std::locale locale = generator(name + ".UTF-8");
            const auto& messages = std::use_facet<Messages>(locale);
            catalog->loaded_.push_back({name, locale, &messages, messages.domain(domain)});
        } catch (const std::exception& error) {
            return invalid("language " + name + ": the catalogue " + file.string() +
                           " cannot be read: " + error.what());
        }
    }
    if (!languages.empty()) catalog->names_ = std::move(languages);
    return std::shared_ptr<const Catalog>(std::move(catalog));
}

const Catalog::Language* Catalog::language(std::string_view name) const {
    for (const Language& language : loaded_) {
        if (language.name == name) return &language;
    }
    return nullptr;
}

const char* Catalog::find(std::string_view name, const char* msgid) const {
    const Language* found = language(name);
    const char* text = found != nullptr ? found->messages->get(found->domain_id, nullptr, msgid) : nullptr;
    return text != nullptr ? text : msgid;
}

const char* Catalog::find_plural(std::string_view name, const char* one, const char* many, std::int64_t count) const {
    const Language* found = language(name);
    const char* text =
        found != nullptr ? found->messages->get(found->domain_id, nullptr, one, form_count(count)) : nullptr;
    return text != nullptr ? text : count == 1 ? one : many;
}

std::string Catalog::fill(const char* translation, const char* english,
                          std::initializer_list<std::string_view> arguments) {
    const std::span<const std::string_view> values(arguments.begin(), arguments.size());
    if (auto text = filled(translation, values)) return std::move(*text);
    if (auto text = filled(english, values)) return std::move(*text);
    return english;
}

}  // namespace noticeboard::text
