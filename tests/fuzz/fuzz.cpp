// Feeds every target with mutated seeds. Built with -fsanitize-coverage=trace-pc it keeps an input that reached code no
// other did and mutates that further; without, it is a bounded test with a fixed seed.
//
//   fuzz [--seconds N] [TARGET …]      N seconds a target; else 4,000 inputs a target
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <random>
#include <string>

#include "tests/fuzz/targets.hpp"

namespace {

std::uint8_t reached[1 << 16];  // by a hash of the return address
bool fresh = false;

}  // namespace

extern "C" __attribute__((no_sanitize("address", "undefined"), no_sanitize_coverage)) void __sanitizer_cov_trace_pc() {
    const auto at = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
    std::uint8_t& seen = reached[(at ^ at >> 16) & 0xffff];
    if (seen == 0) seen = 1, fresh = true;
}

namespace {

using Random = std::mt19937_64;

std::string running;  // the input that is being fed, for whoever reads of a crash

void print_running() {
    for (const unsigned char byte : running) std::printf("%02x", byte);
    std::printf("\n");
    std::fflush(stdout);
}

void crashed(int signal) {
    std::printf("crashed with this input:\n");
    print_running();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::size_t below(Random& random, std::size_t end) {
    return end == 0 ? 0 : random() % end;
}

std::string mutated(std::string input, const std::vector<std::string>& pool, Random& random) {
    static constexpr std::array<const char*, 12> words{
        "\"",           "{",        "]]>",       "\\u0000", "\\ud800", "-1", "99999999999999999999", "\r\n",
        "\xEF\xBB\xBF", "\xE4\xB8", "<![CDATA[", "&#0;"};
    for (std::size_t rounds = 1 + below(random, 4); rounds > 0; --rounds) {
        const std::size_t at = below(random, input.size() + 1);
        switch (random() % 7) {
            case 0:
                input.resize(at);
                break;
            case 1:
                input.insert(at, words[below(random, words.size())]);
                break;
            case 2:
                input.erase(at, 1 + below(random, 8));
                break;
            case 3:
                if (at < input.size()) input[at] = static_cast<char>(random());
                break;
            case 4:
                if (at < input.size()) input[at] = static_cast<char>(input[at] ^ 1 << random() % 8);
                break;
            case 5:
                input.insert(at, input.substr(below(random, input.size() + 1), 1 + below(random, 64)));
                break;
            default: {
                const std::string& other = pool[below(random, pool.size())];
                input = input.substr(0, at) + other.substr(below(random, other.size() + 1));
            }
        }
    }
    if (input.size() > 64 * 1024) input.resize(64 * 1024);
    return input;
}

int fuzz(const noticeboard::fuzz::Target& target, std::chrono::seconds time, bool timed) {
    using Clock = std::chrono::steady_clock;
    Random random(20'260'401);
    std::vector<std::string> pool = target.seeds;
    const auto end = Clock::now() + time;
    long inputs = 0;
    std::fill(std::begin(reached), std::end(reached), 0);
    for (; timed ? Clock::now() < end : inputs < 4000; ++inputs) {
        running = mutated(pool[below(random, pool.size())], pool, random);
        fresh = false;
        try {
            target.feed(running);
        } catch (const std::exception& error) {
            std::printf("%s threw %s for %zu bytes:\n", target.name.c_str(), error.what(), running.size());
            print_running();
            return 1;
        }
        if (fresh && pool.size() < 5000) pool.push_back(running);
    }
    std::printf("%-22s %8ld inputs, %5zu kept, %5ld places reached\n", target.name.c_str(), inputs,
                pool.size() - target.seeds.size(), std::count(std::begin(reached), std::end(reached), 1));
    std::fflush(stdout);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    std::signal(SIGABRT, crashed);  // an assertion; ASAN_OPTIONS=abort_on_error=1 for the sanitizers' findings
    std::vector<std::string> wanted(arguments + 1, arguments + count);
    const bool timed = wanted.size() >= 2 && wanted[0] == "--seconds";
    const std::chrono::seconds time(timed ? std::stoi(wanted[1]) : 0);
    if (timed) wanted.erase(wanted.begin(), wanted.begin() + 2);
    int failed = 0;
    for (const auto& target : noticeboard::fuzz::targets()) {
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), target.name) != wanted.end())
            failed += fuzz(target, time, timed);
    }
    return failed == 0 ? 0 : 1;
}
