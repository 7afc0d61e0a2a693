// Migrations: each component numbers the steps of its own tables; a step that ran once never changes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bot/model/result.hpp"
#include "bot/store/session.hpp"

namespace noticeboard::store {

struct Migrations {
    std::string component;           // "turn", "community", "plugin.join"
    std::vector<std::string> steps;  // step n brings the component from version n to n + 1
};

// Brings every component to its newest version, all in one transaction. Error: conflict when the store is newer than
// this program.
Result<Done> migrate(Session& session, std::span<const Migrations> components);

}  // namespace noticeboard::store
