// WrongTags: how many wrong tags came from an address within this hour, so that nobody can guess one. In memory only.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bot/model/moment.hpp"

namespace noticeboard::community {

class WrongTags {  // thread-safe
 public:
    explicit WrongTags(int most_per_hour = 30, std::size_t most_peers = 65'536)
        : most_(most_per_hour), most_peers_(most_peers) {}

    // Whether the address had its share for this hour: whoever asks again gets the friendly page without a look-up.
    bool too_many(std::string_view peer, TimePoint now) const;

    // One more wrong tag. An IPv6 address counts as its /64, since that is what one household has. When more peers are
    // remembered than `most_peers`, the new ones share one count until the hour is over.
    void note(std::string_view peer, TimePoint now);

 private:
    static std::int64_t hour_of(TimePoint now);

    const int most_;
    const std::size_t most_peers_;
    mutable std::mutex mutex_;
    std::int64_t hour_ = 0;
    std::unordered_map<std::string, int> counts_;
    int others_ = 0;
};

}  // namespace noticeboard::community
