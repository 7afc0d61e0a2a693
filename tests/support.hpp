// Support for tests: a folder that disappears, a seeded generator.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>

#include "bot/model/moment.hpp"

namespace noticeboard::tests {

class TempFolder {
 public:
    TempFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "noticeboard-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
    std::filesystem::path path_;
};

// A port on the loopback that nobody listens on, and that the system gives to no connection of another test meanwhile:
// below the range it takes those from (ip_local_port_range begins at 32768).
inline int free_port() {
    std::random_device chance;
    for (int tries = 0; tries < 200; ++tries) {
        const int port = 10'000 + static_cast<int>(chance() % 22'000);
        const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        const bool free = ::bind(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        ::close(handle);
        if (free) return port;
    }
    throw std::runtime_error("no port is free");
}

class SeededRandom : public Random {
 public:
    explicit SeededRandom(std::uint64_t seed = 1) : engine_(seed) {}
    void fill(std::span<std::byte> bytes) override {
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(engine_());
    }

 private:
    std::mt19937_64 engine_;
};

}  // namespace noticeboard::tests
