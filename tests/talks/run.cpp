// Plays talks: run_talks LOCALES FILE…
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/support.hpp"
#include "tests/talks/player.hpp"
#include "tests/talks/theatres.hpp"

using namespace noticeboard;

namespace {

tests::TalkSettings settings(const std::string& locales) {
    tests::TempFolder folder;  // the built-in roles, limits and hotlines
    std::ofstream(folder.file("talk.json"))
        << R"({"public_url": "https://nb.example", "listen": "127.0.0.1:0", "store": "sqlite:x.db", "operator": {"name": "Talk", "contact": "0572"}})";
    const auto config = load_config(folder.file("talk.json"));
    if (!config) throw std::runtime_error(config.error().message);
    const auto catalog = text::Catalog::load(locales, {"en", "zh"});
    if (!catalog) throw std::runtime_error(catalog.error().message);
    return {*config, *catalog, locales};
}

std::unique_ptr<tests::Theatre> theatre(const std::string& name, const tests::TalkSettings& with) {
    if (name == "stage") return tests::stage_theatre(with);
    if (name == "telegram") return tests::telegram_theatre(with);
    if (name == "wechat") return tests::wechat_theatre(with);
    if (name == "web") return tests::web_theatre(with);
    throw std::runtime_error("there is no theatre called " + name);
}

}  // namespace

int main(int count, char** arguments) {
    const auto with = settings(arguments[1]);
    int passed = 0, failed = 0;
    for (int i = 2; i < count; ++i) {
        try {
            const tests::Talk talk = tests::read_talk(arguments[i]);
            for (const std::string& stage : talk.stages) {
                const auto house = theatre(stage, with);
                const std::string wrong = tests::play(talk, *house);
                ++(wrong.empty() ? passed : failed);
                if (!wrong.empty()) std::cout << "FAILED on " << stage << ": " << talk.title << "\n  " << wrong << "\n";
            }
        } catch (const std::exception& error) {
            ++failed;
            std::cout << "FAILED: " << arguments[i] << ": " << error.what() << "\n";
        }
    }
    std::cout << passed << " passed, " << failed << " failed\n";
    return failed > 0 ? 1 : 0;
}
