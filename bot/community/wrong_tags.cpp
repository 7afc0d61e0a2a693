// WrongTags: see wrong_tags.hpp.
#include "bot/community/wrong_tags.hpp"

#include <arpa/inet.h>

namespace noticeboard::community {
namespace {

// What is counted: an IPv4 address, the first 64 bits of an IPv6 one, or the text as it is.
std::string counted(std::string_view peer) {
    std::string text(peer);
    unsigned char six[16];
    if (::inet_pton(AF_INET6, text.c_str(), six) != 1) return text;
    constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // ::ffff:192.0.2.1
    if (std::equal(std::begin(mapped), std::end(mapped), six)) {
        char four[INET_ADDRSTRLEN];
        return ::inet_ntop(AF_INET, six + 12, four, sizeof four);
    }
    return std::string(reinterpret_cast<const char*>(six), 8);
}

}  // namespace

std::int64_t WrongTags::hour_of(TimePoint now) {
    return to_millis(now) / 3'600'000;
}

bool WrongTags::too_many(std::string_view peer, TimePoint now) const {
    const std::lock_guard lock(mutex_);
    if (hour_of(now) != hour_) return false;
    const auto it = counts_.find(counted(peer));
    if (it != counts_.end()) return it->second >= most_;
    return counts_.size() >= most_peers_ && others_ >= most_;
}

void WrongTags::note(std::string_view peer, TimePoint now) {
    const std::lock_guard lock(mutex_);
    if (hour_of(now) != hour_) {
        hour_ = hour_of(now);
        counts_.clear();
        others_ = 0;
    }
    std::string key = counted(peer);
    if (const auto it = counts_.find(key); it != counts_.end()) {
        ++it->second;
    } else if (counts_.size() < most_peers_) {
        counts_.emplace(std::move(key), 1);
    } else {
        ++others_;
    }
}

}  // namespace noticeboard::community
