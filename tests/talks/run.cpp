// Plays talks: run_talks LOCALES FILE…
#include <iostream>

#include "tests/talks/player.hpp"
#include "tests/talks/theatres.hpp"

using namespace noticeboard;

namespace {

std::unique_ptr<tests::Theatre> theatre(const std::string& name, const tests::TalkSettings& with) {
    if (name == "stage") return tests::stage_theatre(with);
    if (name == "telegram") return tests::telegram_theatre(with);
    if (name == "wechat") return tests::wechat_theatre(with);
    if (name == "web") return tests::web_theatre(with);
    if (name == "wechat+web") return tests::pair_theatre(with);
    throw std::runtime_error("there is no theatre called " + name);
}

}  // namespace

int main(int count, char** arguments) {
    const auto with = tests::talk_settings(arguments[1]);
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
