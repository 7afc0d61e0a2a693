// Audience: which groups a notice is for. An expression over groups, never over persons, dates of joining or requests.
//
//   33.05.22 kind:village language:zh platform:telegram without:33.05.22.103 with:30521074
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/community/scope.hpp"
#include "bot/model/notice.hpp"
#include "bot/model/result.hpp"
#include "bot/model/site.hpp"

namespace noticeboard::community {

struct Audience {
    std::vector<std::string> units;      // subtrees; "" is the whole tree
    std::vector<std::string> kinds;      // of groups; empty: all
    std::vector<std::string> languages;  // a group that speaks one of them; empty: all
    std::vector<std::string> platforms;  // types of adapters; "hand": chats no bot can enter; empty: all
    std::vector<std::string> without;    // subtrees
    std::vector<std::string> with_groups, without_groups;  // numbers

    // What somebody typed. Error: invalid, names the word that cannot stand here.
    static Result<Audience> parse(std::string_view typed);
    std::string text() const;
};

// The accounts that can carry a notice, by name: on which platform, and how.
struct Carrier {
    std::string platform;  // type of the adapter
    Way way = Way::machine;
    double per_second = 0;  // messages that it takes; 0: no limit is known
};
using Carriers = std::map<std::string, Carrier>;
Carriers carriers_of(const Site& site);

struct Aim {  // one chat of an audience
    ChatId chat;
    std::string_view account;  // "" by hand
    Way way = Way::machine;
};

// Calls `take` for each chat that the audience means, a group's chats that no bot can enter counting as one; gives how
// many groups of it have no chat at all. Reads only.
std::int64_t each_aim(Scope& scope, const Audience& audience, const Carriers& carriers,
                      const std::function<void(const Aim&)>& take);

}  // namespace noticeboard::community
