// Owners: see owners.hpp.
#include "bot/store/owners.hpp"

namespace noticeboard::store {

Owners::Owners(std::span<const Migrations> components) {
    constexpr std::string_view creates = "CREATE TABLE ";
    for (const Migrations& component : components) {
        if (!component.component.starts_with("plugin.")) continue;
        for (const std::string_view step : component.steps) {
            for (std::size_t at = step.find(creates); at != std::string_view::npos; at = step.find(creates, at)) {
                at += creates.size();
                owners_[std::string(step.substr(at, step.find_first_of(" (\n", at) - at))] = component.component;
            }
        }
    }
}

const std::string* Owners::owner_of(std::string_view table) const {
    const auto it = owners_.find(table);
    return it == owners_.end() ? nullptr : &it->second;
}

}  // namespace noticeboard::store
