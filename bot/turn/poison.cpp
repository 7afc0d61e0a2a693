// Poison guard: see poison.hpp. The file is a fixed structure: the running key, and up to eight suspects of earlier
// crashes.
#include "bot/turn/poison.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace noticeboard::turn {
namespace {

constexpr std::size_t key_size = 240;

struct Suspect {
    std::uint32_t size;
    std::uint32_t crashes;
    std::array<char, key_size> key;
    std::string_view text() const { return {key.data(), std::min<std::size_t>(size, key_size)}; }
    void set(std::string_view text) {
        size = 0;  // until the bytes stand
        std::memcpy(key.data(), text.data(), std::min(text.size(), key_size));
        size = static_cast<std::uint32_t>(std::min(text.size(), key_size));
    }
};

}  // namespace

struct PoisonGuard::Note {
    Suspect running;
    std::array<Suspect, 8> suspects;
};

PoisonGuard::PoisonGuard(const std::string& file) {
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle < 0 || ::ftruncate(handle, sizeof(Note)) != 0) throw std::runtime_error(file + " cannot be opened");
    void* memory = ::mmap(nullptr, sizeof(Note), PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
    ::close(handle);
    if (memory == MAP_FAILED) throw std::runtime_error(file + " cannot be mapped");
    note_ = static_cast<Note*>(memory);

    if (note_->running.size > 0) {  // the last run ended inside this turn
        auto& suspects = note_->suspects;
        auto known = std::find_if(suspects.begin(), suspects.end(), [&](const Suspect& one) {
            return one.size > 0 && one.text() == note_->running.text();
        });
        if (known == suspects.end()) {  // in place of an empty one, or of the least suspect
            known = std::min_element(suspects.begin(), suspects.end(), [](const Suspect& a, const Suspect& b) {
                return (a.size > 0 ? a.crashes : 0) < (b.size > 0 ? b.crashes : 0);
            });
            known->set(note_->running.text());
            known->crashes = 0;
        }
        ++known->crashes;
        note_->running.size = 0;
    }
    for (const Suspect& suspect : note_->suspects) {
        if (suspect.size > 0 && suspect.crashes >= 2) poison_.emplace(suspect.text());
    }
}

PoisonGuard::~PoisonGuard() {
    if (note_ != nullptr) ::munmap(note_, sizeof(Note));
}

PoisonGuard::PoisonGuard(PoisonGuard&& other) noexcept
    : note_(std::exchange(other.note_, nullptr)), poison_(std::move(other.poison_)) {}

void PoisonGuard::enter(std::string_view key) noexcept {
    if (note_ != nullptr) note_->running.set(key);
}

void PoisonGuard::leave() noexcept {
    if (note_ == nullptr) return;
    for (Suspect& suspect : note_->suspects) {  // it ended by itself this time: suspected no longer
        if (suspect.size > 0 && suspect.text() == note_->running.text()) suspect.size = suspect.crashes = 0;
    }
    note_->running.size = 0;
}

void PoisonGuard::forget(std::string_view key) {
    poison_.erase(std::string(key));
    if (note_ == nullptr) return;
    for (Suspect& suspect : note_->suspects) {
        if (suspect.size > 0 && suspect.text() == key.substr(0, key_size)) suspect.size = suspect.crashes = 0;
    }
}

}  // namespace noticeboard::turn
