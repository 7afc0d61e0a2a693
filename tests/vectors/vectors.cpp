// Plays every file adapters/*/vectors/*.json: requests become events or refusals, messages requests, answers outcomes.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "adapters/adapters.hpp"
#include "tests/vectors/bench.hpp"

namespace noticeboard::tests {

const Bench& bench_of(const std::string& type) {
    for (const Bench* bench : {&telegram_bench(), &wechat_bench()}) {
        if (bench->type() == type) return *bench;
    }
    throw std::runtime_error("no bench for " + type);
}

std::unique_ptr<Adapter> made(const Bench& bench, const json& settings) {
    auto adapter = find_adapter(bench.type())(settings_in(settings));
    if (!adapter) throw std::runtime_error(adapter.error().message);
    return std::move(*adapter);
}

namespace {

std::vector<std::filesystem::path> vector_files() {
    std::vector<std::filesystem::path> out;
    for (const auto& folder : std::filesystem::directory_iterator(NOTICEBOARD_ADAPTERS)) {
        if (!std::filesystem::exists(folder.path() / "vectors")) continue;
        for (const auto& file : std::filesystem::directory_iterator(folder.path() / "vectors")) {
            if (file.path().extension() == ".json") out.push_back(file.path());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

TEST_CASE("every vector of every adapter") {
    const auto files = vector_files();
    CHECK(files.size() >= 4);
    for (const auto& path : files) {
        INFO(path.filename().string());
        std::ifstream stream(path);
        const json file = json::parse(stream);
        const std::string format = file.at("format");
        if (format == "platform-vectors/1")
            play_platform_vectors(file);
        else if (format == "bot-vectors/1")
            play_bot_vectors(file);
        else if (format == "noticeboard-vectors/1")
            play_own_vectors(file);
        else
            FAIL_CHECK("unknown format " << format);
    }
}

}  // namespace noticeboard::tests
