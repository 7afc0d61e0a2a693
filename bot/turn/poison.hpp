// Poison guard: notes the running turn's key in a small mapped file, so that a turn that takes the program down with it
// is recognised at the next start. A key found there at two starts is not run a third time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace noticeboard::turn {

class PoisonGuard {
 public:
    PoisonGuard() = default;                        // notes nothing: for talks and tools
    explicit PoisonGuard(const std::string& file);  // made when it is not there
    ~PoisonGuard();
    PoisonGuard(PoisonGuard&& other) noexcept;
    PoisonGuard& operator=(PoisonGuard&&) = delete;

    void enter(std::string_view key) noexcept;
    void leave() noexcept;
    bool is_poison(std::string_view key) const { return poison_.contains(key); }
    void forget(std::string_view key);  // it is a dead letter now

 private:
    struct Note;
    Note* note_ = nullptr;
    std::set<std::string, std::less<>> poison_;
};

}  // namespace noticeboard::turn
