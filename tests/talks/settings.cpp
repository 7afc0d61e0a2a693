// What every talk is played with: the built-in roles, limits and hotlines, and the catalogue.
#include <fstream>

#include "tests/support.hpp"
#include "tests/talks/theatres.hpp"

namespace noticeboard::tests {

TalkSettings talk_settings(const std::string& locales) {
    TempFolder folder;
    std::ofstream(folder.file("talk.json"))
        << R"({"public_url": "https://nb.example", "listen": "127.0.0.1:0", "store": "sqlite:x.db", "operator": {"name": "Talk", "contact": "0572"}})";
    const auto config = load_config(folder.file("talk.json"));
    if (!config) throw std::runtime_error(config.error().message);
    const auto catalog = text::Catalog::load(locales, {"en", "zh"});
    if (!catalog) throw std::runtime_error(catalog.error().message);
    return {*config, *catalog, locales};
}

}  // namespace noticeboard::tests
