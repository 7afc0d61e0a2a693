// Owners: whose tables are whose. While a plugin acts, a session refuses statements on another plugin's tables.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "bot/store/migration.hpp"

namespace noticeboard::store {

class Owners {
 public:
    Owners() = default;
    // Of the components whose name begins with "plugin.": what their steps create is theirs alone.
    explicit Owners(std::span<const Migrations> components);

    const std::string* owner_of(std::string_view table) const;  // a component; null: everybody's

 private:
    std::map<std::string, std::string, std::less<>> owners_;
};

}  // namespace noticeboard::store
