// The system's randomness: every size is filled, and nothing is given twice.
#include "bot/crypto/random.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>
#include <vector>

using noticeboard::crypto::SystemRandom;

TEST_CASE("no nonce comes twice, in one thread or in several") {
    SystemRandom random;
    std::vector<std::vector<std::string>> drawn(4);
    std::vector<std::thread> threads;
    for (auto& mine : drawn) {
        threads.emplace_back([&random, &mine] {
            for (int i = 0; i < 5000; ++i) mine.push_back(random.bytes(12));
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::string> all;
    for (const auto& mine : drawn) all.insert(mine.begin(), mine.end());
    CHECK(all.size() == 20000);
}

TEST_CASE("every byte of every size is drawn") {
    SystemRandom random;
    for (const std::size_t size : {0, 1, 7, 31, 32, 33, 511, 512, 513, (1 << 20) + 3}) {
        CAPTURE(size);
        std::string seen(size, '\0');  // a byte that is zero in 8 draws was not drawn: chance 2^-64
        for (int i = 0; i < 8; ++i) {
            const auto bytes = random.bytes(size);
            REQUIRE(bytes.size() == size);
            for (std::size_t at = 0; at < size; ++at) seen[at] = static_cast<char>(seen[at] | bytes[at]);
        }
        CHECK(seen.find('\0') == std::string::npos);
    }
}
